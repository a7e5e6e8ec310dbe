/**
 * A claim that holds for every input. It wraps a vitest test whose body asserts hard, usually with
 * fast-check; the spec file is the one place where the claim exists.
 */
import fc from 'fast-check';
import { test } from 'vitest';
import type { ModelName, Setting } from '../setting/schema.js';
import type { Option } from '../subjects/capabilities.js';
import type { Description, Subject } from '../subjects/subject.js';
import type { Declaration, Evidence, Need } from './declaration.js';
import { lackOf } from './lack.js';
import { closeAfterFile, isSelected, opened, propertySubjects } from './spec-context.js';

type TheoremDeclaration<N extends Need> = Pick<Declaration, 'id' | 'source' | 'statement' | 'criterion'> & {
  /** The methods of the subject that the check calls; leave out for a theorem about the measures alone. */
  readonly needs?: readonly N[];
  /** The models that it is about, of which the subject must have every one; leave out for whatever it has. */
  readonly models?: readonly ModelName[];
  /** The options of the settings that it is about, of which the subject must have every one. */
  readonly options?: readonly Option[];
  /** The magnitudes that it is about, of which the subject must have one; leave out for none. */
  readonly magnitudes?: readonly Magnitude[];
};

type Magnitude = Setting['data']['magnitude'];

/** A subject of which the named methods are known to be there. */
export type SubjectWith<N extends Need> = Subject & {
  readonly [Method in N]-?: NonNullable<Subject[Method]>;
};

/** @param check throws when the theorem does not hold, with a message for the maintainer of the subject. */
export function theorem<N extends Need = never>(
  declaration: TheoremDeclaration<N>,
  check: (subject: SubjectWith<N>, description: Description) => Promise<void> | void,
): void {
  closeAfterFile();
  const { models = [], magnitudes = [], options = [], ...declared } = declaration;
  const { id, statement, needs = [] } = declared;
  const whole: Declaration = {
    ...declared,
    needs,
    strength: { kind: 'theorem' },
    profile: 'smoke',
    expected: { verdict: 'upheld' },
    settings: {},
    bestOf: 1,
    controls: [],
  };
  const subjects = propertySubjects();
  for (const name of needs.length === 0 ? subjects.slice(0, 1) : subjects) {
    const title = needs.length === 0 ? `${id} · ${statement}` : `${id} · ${statement} · ${name}`;
    test.runIf(isSelected(whole))(title, { meta: { claim: whole } }, async ({ task, skip }) => {
      const conclude = (verdict: Evidence['verdict'], because: string): void => {
        task.meta.evidence = { subject: name, verdict, because, seeds: [], exhibits: [], figures: [] };
      };
      const inapplicable = (because: string): never => {
        conclude('not applicable', because);
        return skip(because);
      };
      const found = await opened(name);
      if (found.kind === 'absent') return inapplicable(`${name} is absent: ${found.reason}`);
      const description = await found.subject.describe();
      const lack = lackOf(whole, found.subject, description);
      if (lack !== undefined) return inapplicable(`${name} ${lack}`);
      const absent = [
        ...models.filter((model) => !description.models.includes(model)).map((model) => `the model ${model}`),
        ...options
          .filter((option) => description.options && !description.options.includes(option))
          .map((option) => `the option ${option}`),
      ];
      if (absent.length > 0) return inapplicable(`${name} does not have ${absent.join(', ')}`);
      if (needs.length > 0 && description.models.length === 0) return inapplicable(`${name} has no model`);
      if (magnitudes.length > 0 && !magnitudes.some((one) => description.magnitudes.includes(one))) {
        return inapplicable(`${name} does not have the magnitude ${magnitudes.join(' or ')}`);
      }
      try {
        await check(found.subject as SubjectWith<N>, description);
        conclude(
          'upheld',
          `held for every input tried; the random ones from seed ${fc.readConfigureGlobal().seed}`,
        );
      } catch (error) {
        conclude('refuted', error instanceof Error ? error.message : String(error));
        throw error;
      }
    });
  }
}
