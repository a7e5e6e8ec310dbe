/**
 * A documented outcome of training, as a vitest test: `claim(...)` declares it, and the test judges its
 * runs seed by seed.
 */
import type { FigureData } from '../report/figures/figure-data.js';
import { instanceKey } from '../subjects/instance-key.js';
import type { Instance, Run, Subject } from '../subjects/subject.js';
import { gather } from './evidence.js';
import {
  instancesOf,
  type Judge,
  type JudgeOfRows,
  judgeClaim,
  judgeTrials,
  type Question,
  type RowsOf,
  type RunsOf,
  type Settings,
  type TrainingSetsOf,
} from './judge.js';
import { lackOf } from './lack.js';
import { type OutcomeInput, outcomeDeclaration, outcomeTest } from './outcome-test.js';
import { storeFor } from './spec-context.js';

interface About<S extends Settings> extends OutcomeInput {
  /** Parsed settings by the name under which `judge` gets their runs. */
  readonly settings: S;
  /** A trial takes the best of so many consecutive seeds, by population loss; 1 when left out. */
  readonly bestOf?: number;
}

/**
 * What a spec file says of a documented outcome of training; `claim` makes a test of it. Judged on its
 * runs, or on its runs and what each was trained on.
 */
export type ClaimInput<S extends Settings> = About<S> &
  (
    | {
        readonly sees?: 'runs';
        /** What the finished runs of one trial say. Pure: the same runs give the same judgement. */
        readonly judge: Judge<S>;
        /** The paper's figure for the claim, from the runs of the first trial. */
        readonly figures?: (runs: RunsOf<S>) => readonly FigureData[];
      }
    | {
        /** Needs a subject that can `sample`. */
        readonly sees: 'training sets';
        readonly judge: JudgeOfRows<S>;
        readonly figures?: (runs: RunsOf<S>, sets: TrainingSetsOf<S>) => readonly FigureData[];
      }
  );

/**
 * Declares a documented outcome of training as a vitest test.
 * @throws Error, and so fails the test, when the verdict is not the expected one.
 */
export function claim<S extends Settings>(input: ClaimInput<S>): void {
  const { judge, figures, sees, ...rest } = input;
  const { settings } = input;
  const needs = sees === 'training sets' ? (['train', 'sample'] as const) : (['train'] as const);
  const declaration = outcomeDeclaration(rest, { settings, needs });
  const { strength, bestOf } = declaration;
  const question: Question<S> = { strength, settings, bestOf, judge, figures };
  outcomeTest<Instance, Run>(
    declaration,
    (subject, description) => lackOf(declaration, subject, description),
    async (found) => {
      const rowsOf = sees === 'training sets' ? firstBatchOf(found.subject) : undefined;
      return {
        store: await storeFor(found),
        keyOf: instanceKey,
        gather: (store, instances) => gather(found.subject, store, instances),
        async calibrate({ trials, firstSeed }, runsFor) {
          const runs = await runsFor(instancesOf(question, 0, trials, firstSeed));
          return (await judgeTrials(question, runs, rowsOf)).map(({ judgement }) => judgement);
        },
        judge: (runsFor) => judgeClaim(question, runsFor, rowsOf),
      };
    },
  );
}

/** The rows that the first step of an instance sees. */
function firstBatchOf({ sample }: Subject): RowsOf | undefined {
  return sample && (({ setting, seed }) => sample(setting, setting.training.batch, seed));
}
