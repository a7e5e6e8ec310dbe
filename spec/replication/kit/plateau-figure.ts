/** The paper's figure of D* and of the dimensionality of each feature against 1/(1 − S). */
import { dimensionality } from '../../../src/measures/dimensionality.js';
import { dimensionsPerFeature } from '../../../src/measures/dimensions-per-feature.js';
import { representedByNorm } from '../../../src/measures/represented.js';
import type { Curves } from '../../../src/report/figures/figure-data.js';
import { probabilities } from '../../../src/setting/derived.js';
import { curves, dots, line, linear, log, type Point } from './curves.js';
import type { Runs } from './uniform.js';

/** How far the dots of one sparsity are spread, so that a level of many features is seen as a line. */
const spread = 1.14;

export function plateaus(runs: Runs): Curves {
  const columns = Object.values(runs).map(({ setting, outcome: { weights } }) => {
    const D = dimensionality(weights);
    const kept = representedByNorm(weights).map((i) => D[i]!);
    return { x: 1 / probabilities(setting)[0]!, weights, kept: kept.sort((a, b) => b - a) };
  });
  return curves(
    'Dimensions per feature and the dimensionality of each represented feature against sparsity',
    { x: log('1/(1 − S)'), y: linear('hidden dimensions') },
    [
      line(
        'D* = m/‖W‖²',
        columns.map(({ x, weights }) => [x, dimensionsPerFeature(weights)]),
      ),
      dots(
        'D of each feature with ‖Wᵢ‖ > .5, those of one sparsity side by side',
        columns.flatMap(({ x, kept }) =>
          kept.map((D, at): Point => [x * spread ** ((at + 0.5) / kept.length - 0.5), D]),
        ),
      ),
    ],
    [
      { name: '1', y: 1 },
      { name: '3/4 tetrahedron', y: 3 / 4 },
      { name: '2/3 triangle', y: 2 / 3 },
      { name: '1/2 digon', y: 1 / 2 },
      { name: '2/5 pentagon', y: 2 / 5 },
      { name: '3/8 antiprism', y: 3 / 8 },
    ],
  );
}
