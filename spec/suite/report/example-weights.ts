/** Small weights made by hand, whose figures are known beforehand. */
import { matrix } from '../../../src/models/matrix.js';
import type { TiedWeights, UntiedWeights } from '../../../src/models/weights.js';
import type { Planes, Stacks } from '../../../src/report/figures/figure-data.js';

/** Embeddings on a circle: feature i of n at the angle turns[i], in turns, with length lengths[i]. */
function onCircle(turns: readonly number[], lengths: readonly number[], bias: number): TiedWeights {
  const angle = (i: number): number => 2 * Math.PI * turns[i]!;
  return {
    kind: 'tied',
    W: matrix(2, turns.length, (h, i) => lengths[i]! * (h === 0 ? Math.cos(angle(i)) : Math.sin(angle(i)))),
    b: new Float64Array(turns.length).fill(bias),
  };
}

/** The two most important of five features on the axes, the others at 0 with the bias p / 2 = .5. */
export function denseOfFive(): TiedWeights {
  const weights = onCircle([0, 0.25, 0, 0, 0], [1, 1, 0, 0, 0], 0);
  return { ...weights, b: Float64Array.of(0, 0, 0.5, 0.5, 0.5) };
}

/** Features 0 and 1, 2 and 3 opposite each other; feature 4 at 0. */
export function antipodalPairs(): TiedWeights {
  return onCircle([0.1, 0.6, 0.35, 0.85, 0], [1, 1, 1, 1, 0], 0);
}

/** The regular pentagon of the one-hot limit: length 1.1705, bias −.2823 (Chen et al. 2023). */
export function pentagon(): TiedWeights {
  return onCircle([0.25, 0.45, 0.65, 0.85, 0.05], [1.1705, 1.1705, 1.1705, 1.1705, 1.1705], -0.2823);
}

/**
 * 20 features in 5 hidden dimensions: the first 5 − pairs features have a dimension each, the next
 * 2 · pairs features share the others as antipodal pairs, the rest is at 0.
 */
export function twentyInFive(pairs: number): TiedWeights {
  const alone = 5 - pairs;
  return {
    kind: 'tied',
    W: matrix(5, 20, (h, i) => {
      if (i < alone) return h === i ? 1 : 0;
      const pair = Math.floor((i - alone) / 2);
      return pair < pairs && h === alone + pair ? ((i - alone) % 2 === 0 ? 1 : -1) : 0;
    }),
    b: Float64Array.from({ length: 20 }, (_, i) => (i < alone + 2 * pairs ? 0 : 0.2)),
  };
}

/** All of n features in m dimensions, spread by an irrational rotation: dense interference, no symmetry. */
export function crowded(n: number, m: number): TiedWeights {
  return {
    kind: 'tied',
    W: matrix(m, n, (h, i) => spread(h * n + i) * (1.4 - i / (2 * n))),
    b: Float64Array.from({ length: n }, (_, i) => -0.3 - 0.2 * spread(i)),
  };
}

/** An untied model whose decoder is not the transpose of its encoder. */
export function untiedThree(): UntiedWeights {
  return {
    kind: 'untied',
    encoder: matrix(2, 3, (h, i) => [1, -0.5, 0, 0, 1, 0.25][h * 3 + i]!),
    decoder: matrix(3, 2, (i, h) => [0.8, 0, 0, 1.2, -0.4, 0.6][i * 2 + h]!),
    b: Float64Array.of(0.1, -0.2, 0),
  };
}

/** Five neurons of ten features: each with a feature to itself, and with a pair of features shared. */
export function fiveNeurons(): Stacks {
  const weights = (h: number, of: (i: number) => number): number[] =>
    Array.from({ length: 10 }, (_, i) => (i % 5 === h ? of(i) : 0.02 * spread(10 * h + i)));
  const neurons = (of: (i: number) => number): number[][] => [0, 1, 2, 3, 4].map((h) => weights(h, of));
  return {
    kind: 'stacks',
    title: 'Five neurons and ten features',
    panels: [
      { name: 'dense', neurons: neurons((i) => (i < 5 ? 1 : 0)) },
      { name: 'sparse', neurons: neurons((i) => (i < 5 ? 1 : -0.9)) },
    ],
  };
}

/** Twenty neurons that all read a hundred features. */
export function crowdedNeurons(): Stacks {
  const neurons = Array.from({ length: 20 }, (_, h) =>
    Array.from({ length: 100 }, (_, i) => spread(100 * h + i) ** 3),
  );
  return { kind: 'stacks', title: 'Twenty neurons', panels: [{ name: 'crowded', neurons }] };
}

/** Four vectors at right angles, one of them beyond the unit circle, and four panels in all. */
export function twoPlanes(): Planes {
  const cross: Planes['panels'][number]['vectors'] = [
    [1, 0],
    [0, 0.5],
    [-2, 0],
    [0, -1],
  ];
  const crowd = Array.from({ length: 60 }, (_, k): [number, number] => [spread(k), spread(2 * k + 1)]);
  return {
    kind: 'planes',
    title: 'Vectors in the plane',
    panels: [
      { name: 'T = 4', vectors: cross },
      { name: 'T = 60', vectors: crowd },
      { name: 'none', vectors: [] },
      { name: 'a second row', vectors: cross.slice(0, 2) },
    ],
  };
}

/** The k-th point of a golden-section sequence on [−1, 1). */
function spread(k: number): number {
  return 2 * (((k + 1) * 0.6180339887498949) % 1) - 1;
}
