/** What is wrong with rows of data, in words; undefined when nothing is to be seen. */
import { entry, type Matrix } from '../../../models/matrix.js';
import type { Setting } from '../../../setting/schema.js';
import { acceptedRates, meanTolerance } from '../../../statistics/concentration.js';
import { shown } from './closeness.js';

/** The chance that right rows are blamed, shared by the features and both checks. */
const falseAlarm = 1e-6;

/** @param p the probability of every feature. */
export function explainSample({ n, data }: Setting, p: number, x: Matrix): string | undefined {
  const { rows } = x;
  const share = falseAlarm / (2 * n);
  const [low, high] = acceptedRates(rows, [p, p], share);
  const [least, mean] = data.magnitude === 'signed' ? [-1, 0] : [0, 1 / 2];
  for (let i = 0; i < n; i++) {
    const column = Array.from({ length: rows }, (_, r) => entry(x, r, i));
    const on = column.filter((value) => value !== 0);
    const rate = on.length / rows;
    const off = on.find((value) => !(value >= least && value <= 1));
    if (off !== undefined) return `feature ${i} has the value ${off}, outside of [${least}, 1)`;
    if (rate < low || rate > high) {
      const swapped = Math.abs(rate - (1 - p)) < (high - low) / 2;
      const hint = swapped ? '; sparsity and probability are exchanged' : '';
      return `feature ${i} is on in ${shown(rate)} of ${rows} rows, but p = ${p}${hint}`;
    }
    if (new Set(on).size === 1)
      return `feature ${i} is always ${on[0]} when it is on, not drawn from [${least}, 1)`;
    if (data.magnitude.endsWith('normalised')) continue;
    const found = on.reduce((sum, value) => sum + value, 0) / on.length;
    if (Math.abs(found - mean) > meanTolerance(on.length, 1 - least, share)) {
      return `feature ${i} has the mean ${shown(found)} when it is on, but values from [${least}, 1) have the mean ${mean}`;
    }
  }
  return undefined;
}
