/**
 * What all claims about training have in common, whatever is trained: the vitest test that asks the
 * evidence for runs, counts them, and holds the verdict against the expected one.
 */
import { inject, test } from 'vitest';
import type { ControlName } from '../subjects/controls.js';
import type { Opened } from '../subjects/registry.js';
import type { Description, Subject } from '../subjects/subject.js';
import { countRuns } from './count-runs.js';
import {
  type Declaration,
  type Evidence,
  type Expectation,
  gateHolds,
  type SeedJudgement,
  type TrainingStrength,
} from './declaration.js';
import type { RunStore } from './evidence-store.js';
import { defaultProfile, type Profile } from './profile.js';
import { closeAfterFile, isSelected, opened, replicationSubject } from './spec-context.js';

/** What a spec file says of a documented outcome of training, whatever is trained. */
export interface OutcomeInput extends Pick<Declaration, 'id' | 'source' | 'statement' | 'criterion'> {
  readonly strength: TrainingStrength;
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

/** What a claim says, whole, with the cap of `--seeds`. */
export function outcomeDeclaration<T extends OutcomeInput>(
  input: T,
  judgedOn: Pick<Declaration, 'settings' | 'digits' | 'needs'>,
): Declaration & { readonly strength: TrainingStrength } {
  const strength = withCap(input.strength, inject('seeds'));
  return {
    expected: { verdict: 'upheld' },
    bestOf: 1,
    profile: defaultProfile,
    controls: strength.kind === 'robust' && input.expected?.verdict !== 'refuted' ? ['untrained'] : [],
    ...input,
    strength,
    ...judgedOn,
  };
}

/** The runs of the instances, in their order. */
export type RunsFor<I, R> = (instances: readonly I[]) => Promise<readonly R[]>;

/** How one kind of run is had of a subject, and what it says. */
export interface Judging<I, R extends I> {
  readonly store: RunStore<I, R>;
  readonly keyOf: (instance: I) => string;
  /** Trains and records what the store lacks. */
  readonly gather: (store: RunStore<I, R>, instances: readonly I[]) => Promise<readonly R[]>;
  /** Trials of fresh seeds, judged and nothing concluded. */
  readonly calibrate: (
    seeds: { readonly trials: number; readonly firstSeed: number },
    runsFor: RunsFor<I, R>,
  ) => Promise<readonly SeedJudgement[]>;
  readonly judge: (runsFor: RunsFor<I, R>) => Promise<Omit<Evidence, 'subject'>>;
}

/**
 * @param lackOf what the claim needs and the subject does not have, if anything.
 * @param judgingOf called once the subject is known to have it.
 * @throws Error, and so fails the test, when the verdict is not the expected one.
 */
export function outcomeTest<I, R extends I>(
  declaration: Declaration,
  lackOf: (subject: Subject, description: Description) => string | undefined,
  judgingOf: (found: Extract<Opened, { kind: 'present' }>) => Promise<Judging<I, R>>,
): void {
  closeAfterFile();
  const { id, statement, expected } = declaration;
  const name = replicationSubject();
  test.runIf(isSelected(declaration))(
    `${id} · ${statement}`,
    { meta: { claim: declaration } },
    async ({ task, skip }) => {
      const conclude = (evidence: Omit<Evidence, 'subject'>): void => {
        task.meta.evidence = { subject: name, ...evidence };
      };
      const inapplicable = (because: string): never => {
        conclude({ verdict: 'not applicable', because, seeds: [], exhibits: [], figures: [] });
        return skip(because);
      };
      const found = await opened(name);
      if (found.kind === 'absent') return inapplicable(`${name} is absent: ${found.reason}`);
      const lack = lackOf(found.subject, await found.subject.describe());
      if (lack !== undefined) return inapplicable(`${name} ${lack}`);
      const { store, keyOf, gather, calibrate, judge } = await judgingOf(found);
      const calibration = inject('calibration');
      if (calibration) {
        task.meta.calibration = await calibrate(calibration, (instances) => gather(store, instances));
        return;
      }
      const { counted, asked, runs } = countRuns(store, keyOf);
      const evidence = await judge((instances) => {
        asked(instances);
        return gather(counted, instances);
      });
      task.meta.runs = runs();
      conclude(evidence);
      if (!gateHolds(expected, evidence.verdict)) throw new Error(surprise(declaration, evidence));
    },
  );
}

/** `--seeds` lowers how many trials a claim may take. */
function withCap(strength: TrainingStrength, seeds: number | undefined): TrainingStrength {
  if (seeds === undefined) return strength;
  return strength.kind === 'robust' ? { ...strength, cap: seeds } : { ...strength, trials: seeds };
}

/** The failure message: what was expected, what came, and the numbers of the seeds that differ. */
function surprise({ id, criterion, expected }: Declaration, evidence: Omit<Evidence, 'subject'>): string {
  const deviating = evidence.seeds
    .filter(({ holds }) => holds !== (expected.verdict === 'upheld'))
    .slice(0, 5);
  return [
    `${id} is ${evidence.verdict}, but ${expected.verdict} was expected: ${evidence.because}.`,
    `criterion: ${criterion}`,
    ...deviating.map(({ seed, because }) => `seed ${seed}: ${because}`),
  ].join('\n  ');
}
