/** The figures of Henighan et al. 2023: features and rows in the plane, and what becomes of them over T. */
import { hiddenVectors } from '../../../src/measures/hidden-vectors.js';
import { entry, type Matrix } from '../../../src/models/matrix.js';
import { encoderOf } from '../../../src/models/weights.js';
import type { FigureData } from '../../../src/report/figures/figure-data.js';
import type { FinishedRun } from '../../../src/subjects/subject.js';
import { curves, line, log } from './curves.js';

/** The features of each run, and beside them the rows that it was trained on. */
export function inThePlane(
  title: string,
  shown: readonly { readonly name: string; readonly run: FinishedRun; readonly rows: Matrix }[],
): FigureData {
  return {
    kind: 'planes',
    title,
    panels: shown.flatMap(({ name, run, rows }) => [
      { name: `${name}: features`, vectors: columns(encoderOf(run.outcome.weights)) },
      { name: `${name}: rows`, vectors: columns(hiddenVectors(run.outcome.weights, rows)) },
    ]),
  };
}

/** @param label of the measure, each value that of the run in its place. */
export function overRows(
  title: string,
  label: string,
  lines: readonly {
    readonly name: string;
    readonly runs: Readonly<Record<string, FinishedRun>>;
    readonly values: readonly number[];
  }[],
): FigureData {
  return curves(
    title,
    { x: log('T, rows of the training set'), y: log(label) },
    lines.map(({ name, runs, values }) =>
      line(
        name,
        Object.values(runs).map(({ setting }, at) => [setting.training.batch, values[at]!]),
      ),
    ),
    label === 'population loss' ? [{ name: 'silence', y: 1 }] : [],
  );
}

function columns(vectors: Matrix): [number, number][] {
  return Array.from({ length: vectors.columns }, (_, k) => [entry(vectors, 0, k), entry(vectors, 1, k)]);
}
