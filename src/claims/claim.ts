/**
 * A documented outcome of training, as a vitest test: `claim(...)` declares it, and the test asks the
 * evidence for runs, judges them seed by seed and holds the verdict against the expected one.
 */
import { inject, test } from 'vitest';
import type { FigureData } from '../report/figures/figure-data.js';
import type { ControlName } from '../subjects/controls.js';
import type { Instance, Run, Subject } from '../subjects/subject.js';
import { countRuns } from './count-runs.js';
import type { Declaration, Evidence, Expectation, TrainingStrength } from './declaration.js';
import { gateHolds } from './declaration.js';
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
import { defaultProfile, type Profile } from './profile.js';
import { closeAfterFile, isSelected, opened, replicationSubject, storeFor } from './spec-context.js';

interface About<S extends Settings> extends Pick<Declaration, 'id' | 'source' | 'statement' | 'criterion'> {
  readonly strength: TrainingStrength;
  /** Parsed settings by the name under which `judge` gets their runs. */
  readonly settings: S;
  /** A trial takes the best of so many consecutive seeds, by population loss; 1 when left out. */
  readonly bestOf?: number;
  /**
   * The controls for which it must not hold. Left out: `untrained`, for a robust claim that is expected
   * to hold; none otherwise.
   */
  readonly controls?: readonly ControlName[];
  /** The smallest profile that it belongs to; `default` when left out. */
  readonly profile?: Profile;
  /** The verdict expected of the built-in subject; `upheld` when left out. */
  readonly expected?: Expectation;
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
  closeAfterFile();
  const { judge, figures, sees, ...rest } = input;
  const strength = withCap(rest.strength, inject('seeds'));
  const declaration: Declaration = {
    expected: { verdict: 'upheld' },
    bestOf: 1,
    profile: defaultProfile,
    controls: strength.kind === 'robust' && rest.expected?.verdict !== 'refuted' ? ['untrained'] : [],
    ...rest,
    strength,
    needs: sees === 'training sets' ? ['train', 'sample'] : ['train'],
  };
  const { id, statement, expected, bestOf } = declaration;
  const question: Question<S> = { strength, settings: input.settings, bestOf, judge, figures };
  const name = replicationSubject();

  test.runIf(isSelected(declaration))(
    `${id} · ${statement}`,
    { meta: { claim: declaration } },
    async ({ task, skip }) => {
      const conclude = (evidence: Omit<Evidence, 'subject'>): void => {
        task.meta.evidence = { subject: name, ...evidence };
      };
      const found = await opened(name);
      const inapplicable = (because: string): never => {
        conclude({ verdict: 'not applicable', because, seeds: [], exhibits: [], figures: [] });
        return skip(because);
      };
      if (found.kind === 'absent') return inapplicable(`${name} is absent: ${found.reason}`);
      const lack = lackOf(declaration, found.subject, await found.subject.describe());
      if (lack !== undefined) return inapplicable(`${name} ${lack}`);
      const { subject } = found;
      const store = await storeFor(found);
      const rowsOf = sees === 'training sets' ? firstBatchOf(subject) : undefined;
      const calibration = inject('calibration');
      if (calibration) {
        const instances = instancesOf(question, 0, calibration.trials, calibration.firstSeed);
        const trials = await judgeTrials(question, await gather(subject, store, instances), rowsOf);
        task.meta.calibration = trials.map(({ judgement }) => judgement);
        return;
      }
      const { counted, asked, runs } = countRuns(store);
      const runsOf = (instances: readonly Instance[]): Promise<readonly Run[]> => {
        asked(instances);
        return gather(subject, counted, instances);
      };
      const evidence = await judgeClaim(question, runsOf, rowsOf);
      task.meta.runs = runs();
      conclude(evidence);
      if (!gateHolds(expected, evidence.verdict)) {
        throw new Error(surprise(declaration, evidence));
      }
    },
  );
}

/** The rows that the first step of an instance sees. */
function firstBatchOf({ sample }: Subject): RowsOf | undefined {
  return sample && (({ setting, seed }) => sample(setting, setting.training.batch, seed));
}

/** `--seeds` lowers how many trials a claim may take. */
export function withCap(strength: TrainingStrength, seeds: number | undefined): TrainingStrength {
  if (seeds === undefined) return strength;
  return strength.kind === 'robust' ? { ...strength, cap: seeds } : { ...strength, trials: seeds };
}

/** The failure message: what was expected, what came, and the numbers of the seeds that differ. */
export function surprise(
  { id, criterion, expected }: Declaration,
  evidence: Omit<Evidence, 'subject'>,
): string {
  const deviating = evidence.seeds
    .filter(({ holds }) => holds !== (expected.verdict === 'upheld'))
    .slice(0, 5);
  return [
    `${id} is ${evidence.verdict}, but ${expected.verdict} was expected: ${evidence.because}.`,
    `criterion: ${criterion}`,
    ...deviating.map(({ seed, because }) => `seed ${seed}: ${because}`),
  ].join('\n  ');
}
