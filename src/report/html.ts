/**
 * The report as one HTML page that needs no network, no script and no font: its content security
 * policy forbids to load anything. Every word from outside is escaped by the template.
 */
import { anchorsOf } from './html/anchors.js';
import { claimArticle } from './html/claim.js';
import { claimsTable } from './html/claims-table.js';
import { environment } from './html/environment.js';
import { style } from './html/style.js';
import { findings, summary } from './html/summary.js';
import { html, trusted } from './html/template.js';
import type { Report } from './report.js';
import { sectionsOf } from './words.js';

export function reportHtml(report: Report): string {
  const anchors = anchorsOf(report.claims);
  const { subject } = report;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${subject.name} ${subject.version}: verification report</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${summary(report, anchors)}
${claimsTable(report, anchors)}
${findings(report, anchors)}
${sectionsOf(report.claims).map(
  ({ section, claims }, index) => html`<section class="chapter" aria-labelledby="section-${index + 1}">
<h2 id="section-${index + 1}">${section}</h2>
${claims.map((claim) => claimArticle(claim, anchors.get(claim.id)!))}</section>
`,
)}${environment(report)}
</main>
</body>
</html>
`.markup;
}
