import { paperFigure } from '../figures/paper-figure.js';
import type { ClaimReport } from '../report.js';
import { type Html, html, trusted } from './template.js';

/** The paper's figures of one claim, each with its title below; the title alone where it has no drawing. */
export function paperFigures({ figures }: ClaimReport): Html {
  return html`${figures.map((figure) => {
    const drawn = paperFigure(figure);
    return html`<figure class="paper">
${drawn === undefined ? '' : trusted(drawn)}
<figcaption>${figure.title}.</figcaption>
</figure>
`;
  })}`;
}
