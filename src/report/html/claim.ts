import type { ClaimReport } from '../report.js';
import { strengthInWords } from '../words.js';
import { exhibits } from './exhibits.js';
import { paperFigures } from './paper-figures.js';
import { seedEvidence } from './seeds.js';
import { type Html, html } from './template.js';
import { verdictBadge } from './verdict.js';

/** One claim in full. */
export function claimArticle(claim: ClaimReport, anchor: string): Html {
  const { id, source, statement, criterion, strength, settings, expected, because } = claim;
  return html`<article id="${anchor}">
<header>
<p class="line">${verdictBadge(claim)} <code>${id}</code></p>
<h3>${statement}</h3>
<p class="source">${source}</p>
</header>
<p class="because">${because}</p>
${paperFigures(claim)}
${exhibits(claim)}
${seedEvidence(claim)}
<dl class="terms">
<div><dt>Criterion</dt><dd>${criterion}</dd></div>
${expected.verdict === 'refuted' ? html`<div><dt>Expected</dt><dd>refuted: ${expected.because}</dd></div>` : ''}
${
  claim.waiver
    ? html`<div><dt>Waived</dt><dd>until ${claim.waiver.expires}: ${claim.waiver.reason} (${linked(claim.waiver.link)})</dd></div>`
    : ''
}
<div><dt>Strength</dt><dd>${strengthInWords(strength)}</dd></div>
${settings.length > 0 ? settingTerms(settings) : ''}
</dl>
</article>
`;
}

/** A link where it can be followed safely; other text stays text. */
function linked(address: string): Html {
  return /^https?:\/\//.test(address) ? html`<a href="${address}">${address}</a>` : html`${address}`;
}

/** More settings than these are folded away. */
const most = 16;

function settingTerms(settings: ClaimReport['settings']): Html {
  const list = html`<ul>${settings.map(
    ({ name, summary, id }) => html`<li><strong>${name}</strong> ${summary} <code>${id}</code></li>`,
  )}</ul>`;
  const shown =
    settings.length > most
      ? html`<details><summary>All ${settings.length} settings</summary>${list}</details>`
      : list;
  return html`<div><dt>${settings.length === 1 ? 'Setting' : 'Settings'}</dt><dd>${shown}</dd></div>`;
}
