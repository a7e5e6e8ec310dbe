/** What was measured, seed by seed: a strip for each number, and all of them as a table. */
import { seedStrip } from '../figures/seed-strip.js';
import type { ClaimReport } from '../report.js';
import { formatNumber, measuredNames, seedsInWords } from '../words.js';
import { type Html, html, trusted } from './template.js';

export function seedEvidence({ seeds }: ClaimReport): Html {
  if (seeds.length === 0) return html``;
  const names = measuredNames(seeds);
  return html`${names.length > 0 ? strips(names, seeds) : ''}
<details><summary>Values by seed: ${seedsInWords(seeds)}</summary>
<div class="wide" tabindex="0" role="region" aria-label="Values by seed">
<table class="values">
<thead><tr><th scope="col">Seed</th><th scope="col">Holds</th>${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}<th scope="col">Because</th></tr></thead>
<tbody>
${seeds.map(
  ({
    seed,
    holds,
    measured,
    because,
  }) => html`<tr><th scope="row">${seed}</th><td class="${holds ? 'holds' : 'fails'}">${holds ? '✓ yes' : '✗ no'}</td>${names.map((name) => html`<td class="number">${Object.hasOwn(measured, name) ? formatNumber(measured[name]!) : '–'}</td>`)}<td>${because}</td></tr>
`,
)}</tbody>
</table>
</div>
</details>`;
}

function strips(names: readonly string[], seeds: ClaimReport['seeds']): Html {
  return html`<figure class="strips">
<div class="row">
${names.map((name) => html`<div><p class="label">${name}</p>${trusted(seedStrip(name, seeds))}</div>`)}
</div>
<figcaption>Measured by seed: <span class="holds">● holds</span>, <span class="fails">✕ does not hold</span>.</figcaption>
</figure>`;
}
