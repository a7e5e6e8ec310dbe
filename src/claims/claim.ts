/**
 * A documented outcome of training, as a vitest test: `claim(...)` declares it, and the test asks the
 * evidence for runs, judges them seed by seed and holds the verdict against the expected one.
 */
import { inject, test } from 'vitest';
import type { Declaration, Evidence, Expectation } from './declaration.js';
import { gateHolds } from './declaration.js';
import { gather } from './evidence.js';
import { type Judge, judgeRobust, type Settings } from './judge.js';
import { closeAfterFile, isSelected, opened, replicationSubject, storeFor } from './spec-context.js';

export interface ClaimInput<S extends Settings>
  extends Pick<Declaration, 'id' | 'source' | 'statement' | 'criterion'> {
  readonly strength: Extract<Declaration['strength'], { kind: 'robust' }>;
  /** Parsed settings by the name under which `judge` gets their runs. */
  readonly settings: S;
  /** What the finished runs of one seed say. Pure: the same runs give the same judgement. */
  readonly judge: Judge<S>;
  /** The verdict expected of the built-in subject; `upheld` when left out. */
  readonly expected?: Expectation;
}

export function claim<S extends Settings>(input: ClaimInput<S>): void {
  closeAfterFile();
  const { judge, ...rest } = input;
  const cap = inject('seeds');
  const strength = cap === undefined ? rest.strength : { ...rest.strength, cap };
  const declaration: Declaration = { expected: { verdict: 'upheld' }, ...rest, strength, needs: ['train'] };
  const { id, statement, expected, settings } = declaration;
  const name = replicationSubject();

  test.runIf(isSelected(id))(
    `${id} · ${statement}`,
    { meta: { claim: declaration } },
    async ({ task, skip }) => {
      const conclude = (evidence: Omit<Evidence, 'subject'>): void => {
        task.meta.evidence = { subject: name, ...evidence };
      };
      const found = await opened(name);
      if (found.kind === 'absent' || !found.subject.train) {
        const because =
          found.kind === 'absent' ? `${name} is absent: ${found.reason}` : `${name} cannot train`;
        conclude({ verdict: 'not applicable', because, seeds: [], exhibits: [] });
        return skip(because);
      }
      const store = await storeFor(found);
      const evidence = await judgeRobust(strength, settings as S, judge, (instances) =>
        gather(found.subject, store, instances),
      );
      conclude(evidence);
      if (!gateHolds(expected, evidence.verdict)) {
        throw new Error(surprise(declaration, evidence));
      }
    },
  );
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
