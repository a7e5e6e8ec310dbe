/**
 * What is measured. A step of a workload is one training step of all its instances.
 *
 * - `spread`: the paper's sizes, the feature probabilities spaced evenly in the logarithm from 1 to .01
 *   over the instances, as its sweeps over sparsity are; a single instance has p = 1.
 * - `sparse`: the same with p = .01 for all.
 * - `subjects`: one instance at S = 0, .9 and .99 of the three sizes that most claims are about.
 */
import { probabilityAt } from '../src/setting/sources.js';
import type { Work } from './protocol.js';

export const tables = ['spread', 'sparse', 'subjects'] as const;
export type Table = (typeof tables)[number];

export interface Workload {
  /** `spread/n5-m2-x8`, `subjects/n5-m2-S0.9`. */
  readonly id: string;
  readonly table: Table;
  readonly title: string;
  readonly work: Work;
}

interface Size {
  readonly n: number;
  readonly m: number;
  /** I_i = base^i. */
  readonly base: number;
  readonly model: 'relu-output' | 'absolute-value';
}

/** The rows of a step in all sources but seed 0. */
const batch = 1024;

/** Importances as the paper gives them: "Demonstrating superposition" (figures for n = 5, 20, 80). */
const five: Size = { n: 5, m: 2, base: 0.9, model: 'relu-output' };
const twenty: Size = { n: 20, m: 5, base: 0.7, model: 'relu-output' };
const eighty: Size = { n: 80, m: 20, base: 0.9, model: 'relu-output' };
/** "The geometry of superposition": all importances 1. */
const geometry: Size = { n: 400, m: 30, base: 1, model: 'relu-output' };
/** "Computing in superposition": |x| of signed features, I = .8^i. */
const absolute: Size = { n: 100, m: 40, base: 0.8, model: 'absolute-value' };

const sweeps: readonly (readonly [Size, number])[] = [
  [five, 1],
  [five, 8],
  [twenty, 10],
  [eighty, 7],
  [geometry, 1],
  [absolute, 7],
];

export const workloads: readonly Workload[] = [
  ...sweeps.map(([size, instances]) => sweep('spread', size, logSpaced(instances))),
  ...sweeps.map(([size, instances]) =>
    sweep(
      'sparse',
      size,
      Array.from({ length: instances }, () => 0.01),
    ),
  ),
  ...[five, twenty, eighty].flatMap((size) => [0, 0.9, 0.99].map((sparsity) => single(size, sparsity))),
];

/** 1, …, .01. */
export function logSpaced(instances: number): number[] {
  if (instances === 1) return [1];
  return Array.from({ length: instances }, (_, k) => 10 ** ((-2 * k) / (instances - 1)));
}

function sweep(table: 'spread' | 'sparse', size: Size, probabilities: readonly number[]): Workload {
  const { n, m, model } = size;
  const instances = probabilities.length;
  const title = `n=${n} m=${m}${model === 'relu-output' ? '' : ` ${model}`}, ${instances} ${instances === 1 ? 'instance' : 'instances'}`;
  return { id: `${table}/n${n}-m${m}-x${instances}`, table, title, work: workOf(size, probabilities) };
}

function single(size: Size, sparsity: number): Workload {
  const { n, m } = size;
  return {
    id: `subjects/n${n}-m${m}-S${sparsity}`,
    table: 'subjects',
    title: `n=${n} m=${m}, S=${sparsity}`,
    work: workOf(size, [probabilityAt(sparsity)]),
  };
}

function workOf({ n, m, base, model }: Size, probabilities: readonly number[]): Work {
  return {
    model,
    n,
    m,
    instances: probabilities.length,
    batch,
    probabilities,
    importances: Array.from({ length: n }, (_, i) => base ** i),
  };
}
