/**
 * A claim about weights as they were saved, as a vitest test. It needs no method of the subject, only
 * its models, and applies to no subject that trains: that one is judged over seeds.
 */
import { test } from 'vitest';
import type { FigureData } from '../report/figures/figure-data.js';
import type { SavedModel } from '../subjects/weights-file/read-weights.js';
import type { Declaration, Evidence, Judgement } from './declaration.js';
import { closeAfterFile, isSelected, opened, replicationSubject } from './spec-context.js';

/** What the models say, or why the claim is not about such models. */
export type SavedJudgement =
  | (Pick<Judgement, 'holds' | 'because'> & {
      readonly kind: 'judged';
      readonly figures?: readonly FigureData[];
    })
  | { readonly kind: 'not applicable'; readonly because: string };

/** What a spec file says of weights as they were saved; `savedClaim` makes a test of it. */
export interface SavedClaimInput extends Pick<Declaration, 'id' | 'source' | 'statement' | 'criterion'> {
  /** Pure: the same models give the same judgement. */
  readonly judge: (models: readonly SavedModel[]) => SavedJudgement;
}

/**
 * Declares a claim about saved weights as a vitest test.
 * @throws Error, and so fails the test, when it is refuted.
 */
export function savedClaim({ judge, ...declared }: SavedClaimInput): void {
  closeAfterFile();
  const { id, statement, criterion } = declared;
  const claim: Declaration = {
    ...declared,
    strength: { kind: 'observed' },
    profile: 'smoke',
    expected: { verdict: 'upheld' },
    needs: ['saved'],
    settings: {},
    bestOf: 1,
    controls: [],
  };
  const name = replicationSubject();
  test.runIf(isSelected(claim))(`${id} · ${statement}`, { meta: { claim } }, async ({ task, skip }) => {
    const conclude = (
      verdict: Evidence['verdict'],
      because: string,
      figures: readonly FigureData[] = [],
    ): void => {
      task.meta.evidence = { subject: name, verdict, because, seeds: [], exhibits: [], figures };
    };
    const found = await opened(name);
    const judged: SavedJudgement =
      found.kind === 'absent' || !found.subject.saved
        ? {
            kind: 'not applicable',
            because:
              found.kind === 'absent' ? `${name} is absent: ${found.reason}` : `${name} is no saved weights`,
          }
        : judge(found.subject.saved);
    if (judged.kind === 'not applicable') {
      conclude('not applicable', judged.because);
      return skip(judged.because);
    }
    conclude(judged.holds ? 'upheld' : 'refuted', judged.because, judged.figures);
    if (!judged.holds) throw new Error(`${id} is refuted: ${judged.because}.\n  criterion: ${criterion}`);
  });
}
