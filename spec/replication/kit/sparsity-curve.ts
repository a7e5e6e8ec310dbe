/** A measure of each run against the sparsity of its setting, as a figure. */
import type { Curves } from '../../../src/report/figures/figure-data.js';
import { probabilities } from '../../../src/setting/derived.js';
import type { FinishedRun } from '../../../src/subjects/subject.js';
import { curves, line, log, type Point } from './curves.js';

/** @param values one for each run, in their order; all features of a setting have one probability. */
export function againstSparsity(
  runs: Readonly<Record<string, FinishedRun>>,
  values: readonly number[],
  words: { readonly title: string; readonly label: string; readonly scale: Curves['y']['scale'] },
  levels: Curves['levels'],
): Curves {
  const { title, label, scale } = words;
  const points = Object.values(runs).map(
    ({ setting }, at): Point => [1 / probabilities(setting)[0]!, values[at]!],
  );
  return curves(title, { x: log('1/(1 − S)'), y: { label, scale } }, [line(label, points)], levels);
}
