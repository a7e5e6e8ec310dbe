import type { Report } from '../report.js';
import { environmentInWords } from '../words.js';
import { type Html, html } from './template.js';

/** The last block of the page, and the only one that may differ from run to run. */
export function environment(report: Report): Html {
  return html`<section class="environment" aria-labelledby="environment">
<h2 id="environment">Environment</h2>
<p class="lead">What may differ from run to run; all else follows from the subject, the suite and the options.</p>
<dl class="terms">
${environmentInWords(report).map(([term, words]) => html`<div><dt>${term}</dt><dd>${words}</dd></div>\n`)}</dl>
</section>`;
}
