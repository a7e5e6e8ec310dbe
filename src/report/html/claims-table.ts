import type { ClaimReport, Report } from '../report.js';
import { sectionsOf } from '../words.js';
import { type Html, html } from './template.js';
import { verdictBadge } from './verdict.js';

/**
 * All claims by section. The roles repeat what the elements mean, since on a narrow screen the style
 * lays rows out as blocks, and browsers then forget that they are a table.
 */
export function claimsTable(report: Report, anchors: ReadonlyMap<string, string>): Html {
  return html`<section aria-labelledby="claims">
<h2 id="claims">Claims</h2>
<table role="table" class="claims">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Verdict</th><th role="columnheader" scope="col">Claim</th><th role="columnheader" scope="col">Expected</th><th role="columnheader" scope="col">Evidence</th></tr></thead>
${sectionsOf(report.claims).map(
  ({ section, claims }) => html`<tbody role="rowgroup">
<tr role="row" class="section"><th role="rowheader" colspan="4" scope="rowgroup">${section}</th></tr>
${claims.map((claim) => row(claim, anchors))}</tbody>
`,
)}</table>
</section>`;
}

function row(claim: ClaimReport, anchors: ReadonlyMap<string, string>): Html {
  return html`<tr role="row"><td role="cell">${verdictBadge(claim)}</td><th role="rowheader" scope="row"><a href="#${anchors.get(claim.id)}">${claim.statement}</a> <code>${claim.id}</code></th><td role="cell" class="expected">${claim.expected.verdict}</td><td role="cell" class="evidence">${claim.because}</td></tr>
`;
}
