/** Sets of vectors whose dimensionality is known exactly, as embeddings: one vector a feature. */
import { type Matrix, matrix } from '../../../src/models/matrix.js';
import type { TiedWeights } from '../../../src/models/weights.js';

export type Vectors = readonly (readonly number[])[];

/** Weights whose columns are the vectors, with b = 0. */
export function embedded(vectors: Vectors): TiedWeights {
  const W: Matrix = matrix(vectors[0]!.length, vectors.length, (h, i) => vectors[i]![h]!);
  return { kind: 'tied', W, b: new Float64Array(vectors.length) };
}

/** The vectors of both sets, in orthogonal subspaces (a tegum product of the two shapes). */
export function tegum(first: Vectors, second: Vectors): Vectors {
  const zeros = (vectors: Vectors): number[] => vectors[0]!.map(() => 0);
  return [
    ...first.map((vector) => [...vector, ...zeros(second)]),
    ...second.map((vector) => [...zeros(first), ...vector]),
  ];
}

export const digon: Vectors = [[1], [-1]];

/** k unit vectors at equal angles in the plane. */
export function polygon(k: number): Vectors {
  return Array.from({ length: k }, (_, i) => {
    const angle = (2 * Math.PI * i) / k;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/**
 * The m + 1 unit vectors of a regular simplex in m dimensions: the axes of m + 1 dimensions projected on
 * the complement of (1, …, 1), written in its orthonormal basis u_h ∝ (1, …, 1, −h, 0, …, 0), and
 * divided by their length √(m / (m + 1)).
 */
export function simplex(m: number): Vectors {
  return Array.from({ length: m + 1 }, (_, i) =>
    Array.from({ length: m }, (__, at) => {
      const h = at + 1;
      const component = i < h ? 1 : i === h ? -h : 0;
      return component / Math.sqrt(h * (h + 1)) / Math.sqrt(m / (m + 1));
    }),
  );
}

export const octahedron: Vectors = tegum(tegum(digon, digon), digon);

export const cube: Vectors = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-1, 1].map((z) => [x, y, z])));

/** Two squares at heights ±h, turned by 45° against each other, on the unit sphere. */
export function squareAntiprism(h: number): Vectors {
  const r = Math.sqrt(1 - h * h);
  return Array.from({ length: 8 }, (_, i) => {
    const angle = (i * Math.PI) / 4;
    return [r * Math.cos(angle), r * Math.sin(angle), i % 2 === 0 ? h : -h];
  });
}
