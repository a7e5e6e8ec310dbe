/** Judging saved models: each by itself, or as sweeps over sparsity. */
import type { SavedJudgement } from '../../../src/claims/saved-claim.js';
import type { Curves } from '../../../src/report/figures/figure-data.js';
import { excerpt } from '../../../src/setting/printable.js';
import { probabilityAt } from '../../../src/setting/sources.js';
import type { SavedModel } from '../../../src/subjects/weights-file/read-weights.js';
import { modelNameOf, type Series, seriesOf } from '../../../src/subjects/weights-file/series.js';
import { curves, line, linear, log, type Point } from './curves.js';
import { type Condition, short } from './findings.js';

/** Holds when it holds for every model; the reason names those for which it does not. */
export function ofEachModel(
  models: readonly SavedModel[],
  judge: (model: SavedModel) => Condition,
): SavedJudgement {
  const judged = models.map((model) => ({ model, ...judge(model) }));
  const failed = judged.filter(({ holds }) => !holds);
  const told = (failed.length > 0 ? failed : judged).slice(0, 3);
  const because = told.map(({ model, found }) => `${excerpt(model.file)}: ${found}`).join('; ');
  const more = (failed.length > 0 ? failed : judged).length - told.length;
  return {
    kind: 'judged',
    holds: failed.length === 0,
    because: more > 0 ? `${because}; and ${more} more` : because,
  };
}

/** A measure along a sweep: its mean over the models of each sparsity. */
export interface Course {
  readonly sparsities: readonly number[];
  readonly values: readonly number[];
}

export interface SweepQuestion {
  /** What is drawn, and said by name. */
  readonly measures: Readonly<Record<string, (model: SavedModel) => number>>;
  /** What the courses say, in the order of the measures; at least two sparsities each. */
  readonly judge: (courses: readonly Course[], series: Series) => boolean;
  readonly title: string;
}

/** The models with a ReLU at the output and none before: what the paper says of sweeps it says of them. */
const reluModels: readonly string[] = ['relu-output', 'untied'];

/** Holds when it holds for every sweep among the models; not applicable where there is none. */
export function ofEachSweep(models: readonly SavedModel[], question: SweepQuestion): SavedJudgement {
  const { measures, judge, title } = question;
  const known = models.filter(
    (model) => model.about.sparsity !== undefined && reluModels.includes(modelNameOf(model)),
  );
  const sweeps = seriesOf(known).filter(({ models: [first, ...rest] }) =>
    rest.some(({ about }) => about.sparsity !== first?.about.sparsity),
  );
  if (sweeps.length === 0) {
    const because = `needs models of one form at two sparsities or more, and has ${known.length} of known sparsity`;
    return { kind: 'not applicable', because };
  }
  const judged = sweeps.map((series) => {
    const courses = Object.values(measures).map((measure) => courseOf(series, measure));
    const told = Object.keys(measures).map(
      (name, k) => `${name} ${courses[k]!.values.map(short).join(', ')}`,
    );
    const found = `${series.model} ${series.n} → ${series.m} at S = ${courses[0]!.sparsities.join(', ')}: ${told.join('; ')}`;
    return { found, holds: judge(courses, series), series, courses };
  });
  const failed = judged.filter(({ holds }) => !holds);
  return {
    kind: 'judged',
    holds: failed.length === 0,
    because: (failed.length > 0 ? failed : judged).map(({ found }) => found).join('; '),
    figures: judged.map(({ series, courses }) => figureOf(title, series, Object.keys(measures), courses)),
  };
}

function courseOf({ models }: Series, measure: (model: SavedModel) => number): Course {
  const sparsities = [...new Set(models.map(({ about }) => about.sparsity!))];
  const values = sparsities.map((sparsity) => {
    const there = models.filter(({ about }) => about.sparsity === sparsity).map(measure);
    return there.reduce((sum, value) => sum + value, 0) / there.length;
  });
  return { sparsities, values };
}

function figureOf(
  title: string,
  { model, n, m }: Series,
  names: readonly string[],
  courses: readonly Course[],
): Curves {
  return curves(
    `${title} (${model}, n = ${n}, m = ${m})`,
    { x: log('1/(1 − S)'), y: linear(names.join(', ')) },
    names.map((name, k) => {
      const { sparsities, values } = courses[k]!;
      const points = sparsities.map((S, at): Point => [1 / probabilityAt(S), values[at]!]);
      // m/‖W‖² of W = 0 is infinite, which no axis shows.
      return line(
        name,
        points.filter(([, value]) => Number.isFinite(value)),
      );
    }),
  );
}
