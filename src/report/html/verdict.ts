import type { ClaimReport } from '../report.js';
import { standingOf, verdictMarks } from '../words.js';
import { type Html, html } from './template.js';

/** The verdict as mark and word, coloured by what it means for the gate, which is said in words too. */
export function verdictBadge(claim: ClaimReport): Html {
  const standing = standingOf(claim);
  const note =
    standing === 'failure'
      ? `${claim.expected.verdict} expected`
      : standing === 'finding'
        ? 'as expected'
        : standing === 'waived'
          ? 'waived'
          : undefined;
  return html`<span class="verdict ${standing}"><span class="mark" aria-hidden="true"><b>${verdictMarks[claim.verdict]}</b></span> ${claim.verdict}${note ? html` <span class="note">${note}</span>` : ''}</span>`;
}
