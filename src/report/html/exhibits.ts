/** The weights behind a claim, drawn side by side: the settings of a claim are its sparsity sweep. */
import { embeddingNorms } from '../../measures/embedding-norms.js';
import { encoderOf } from '../../models/weights.js';
import { embeddings2d } from '../figures/embeddings-2d.js';
import { gramWithBias } from '../figures/gram-with-bias.js';
import { importanceLegend, interferenceLegend, signedLegend } from '../figures/legends.js';
import { normsByInterference } from '../figures/norms-by-interference.js';
import type { ClaimReport } from '../report.js';
import { fromReported } from '../weights.js';
import { type Html, html, trusted } from './template.js';

/** More than these are no sweep that one could look over, but a grid: its figure is what to look at. */
const most = 16;

export function exhibits({ exhibits: shown, settings }: ClaimReport): Html {
  if (shown.length === 0 || shown.length > most) return html``;
  const all = shown.map((exhibit) => ({ ...exhibit, weights: fromReported(exhibit.weights) }));
  const longest = Math.max(...all.flatMap(({ weights }) => embeddingNorms(weights)));
  const planar = all.some(({ weights }) => encoderOf(weights).rows === 2);
  const ranked = planar && all.some(({ importances }) => new Set(importances).size > 1);
  const name = all.some(({ weights }) => weights.kind === 'untied') ? 'decoder · encoder' : 'WᵀW';
  const width = all.length > 3 ? 168 : 240;
  return html`<figure class="exhibits">
<div class="row ${all.length === 1 ? 'single' : all.length > 3 ? 'many' : 'few'}">
${all.map(({ name: label, seed, weights, importances }) => {
  const summary = settings.find((setting) => setting.name === label)?.summary ?? '';
  const whose = `“${label}”, seed ${seed}`;
  return html`<div class="exhibit">
<p class="label"><strong>${label}</strong> <span>${summary.split(',')[0]}</span></p>
<div class="panels">
${encoderOf(weights).rows === 2 ? trusted(embeddings2d(weights, importances, whose, longest, width)) : ''}
${trusted(gramWithBias(weights, whose, width))}
${trusted(normsByInterference(weights, whose, longest, width))}
</div>
</div>
`;
})}</div>
<div class="legends">${ranked ? trusted(importanceLegend()) : ''}${trusted(signedLegend())}${trusted(interferenceLegend())}</div>
<figcaption>${planar ? 'The embeddings in the plane, with the unit circle; ' : ''}${name} with the bias b beside it, rows outputs and columns features; and the norms of the embeddings, coloured by interference. Weights of seed ${[...new Set(all.map(({ seed }) => seed))].join(', ')}, features in the order of their index.</figcaption>
</figure>`;
}
