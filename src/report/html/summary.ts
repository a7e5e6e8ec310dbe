import type { Report } from '../report.js';
import { falseAlarmsInWords, findingsOf, gatesInWords, passes, standingOf } from '../words.js';
import { type Html, html } from './template.js';
import { verdictBadge } from './verdict.js';

type Anchors = ReadonlyMap<string, string>;

/** What was verified and how it stands, with the claims that need attention first. */
export function summary(report: Report, anchors: Anchors): Html {
  const { subject, suite, claims, gates } = report;
  const count = (standing: ReturnType<typeof standingOf>): number =>
    claims.filter((claim) => standingOf(claim) === standing).length;
  const failed = claims.filter(({ gate }) => gate === 'fails');
  return html`<header class="front">
<p class="kicker">Verification report</p>
<h1>${subject.name} <span class="version">${subject.version}</span></h1>
<p class="standing ${passes(report) ? 'success' : 'failure'}">${gatesInWords(gates)}</p>
<p class="about">An implementation held against “Toy Models of Superposition” (Elhage et al. 2022), claim by claim, by superposition-spec ${suite.version}, profile ${report.profile}. ${falseAlarmsInWords(report.falseAlarms)}</p>
<dl class="tally">
${tally('upheld, as expected', count('success'))}
${tally('refuted, as expected', count('finding'))}
${tally('gates failed', count('failure'))}
${count('waived') > 0 ? tally('waived', count('waived')) : ''}
${tally('not applicable', count('absent'))}
</dl>
</header>
${failed.length > 0 ? attention(failed, anchors) : ''}
${report.waiverFaults.length > 0 ? waiversToMend(report, anchors) : ''}`;
}

function tally(words: string, count: number): Html {
  return html`<div${count === 0 ? html` class="none"` : ''}><dt>${words}</dt><dd>${count}</dd></div>`;
}

function attention(failed: Report['claims'], anchors: Anchors): Html {
  return html`<section class="attention" aria-labelledby="attention">
<h2 id="attention">Failed gates</h2>
<ul>
${failed.map(
  (claim) => html`<li>${verdictBadge(claim)}
<a href="#${anchors.get(claim.id)}">${claim.statement}</a> <span class="evidence">${claim.because}</span></li>
`,
)}</ul>
</section>`;
}

function waiversToMend({ waiverFaults }: Report, anchors: Anchors): Html {
  return html`<section class="attention" aria-labelledby="waivers">
<h2 id="waivers">Waivers to mend</h2>
<ul>
${waiverFaults.map(
  ({ claim, because }) => html`<li><a href="#${anchors.get(claim)}"><code>${claim}</code></a> ${because}</li>
`,
)}</ul>
</section>`;
}

/** The documented sentences that do not replicate: results of their own, with the reason. */
export function findings(report: Report, anchors: Anchors): Html {
  const found = findingsOf(report.claims);
  if (found.length === 0) return html``;
  return html`<section aria-labelledby="findings">
<h2 id="findings">Findings</h2>
<p class="lead">Documented sentences that are expected not to hold, with the reason.</p>
<ul class="findings">
${found.map(
  (claim) => html`<li>${verdictBadge(claim)}
<p class="statement"><a href="#${anchors.get(claim.id)}">${claim.statement}</a> <span class="source">${claim.source}</span></p>
<p>${claim.expected.verdict === 'refuted' ? claim.expected.because : ''}</p>
<p class="evidence">${claim.because}</p></li>
`,
)}</ul>
</section>`;
}
