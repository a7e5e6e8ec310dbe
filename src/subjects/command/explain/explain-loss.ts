/** What is wrong with a loss, in words; undefined when nothing is. */
import { referenceLoss } from '../../../oracle/reference.js';
import { importances } from '../../../setting/derived.js';
import { isClose, shown } from './closeness.js';
import type { Question } from './question.js';
import { lossOf, rightVariant, type Variant } from './variants.js';

/** How importances go wrong. */
export const importanceMistakes: readonly [what: string, importance: Variant['importance']][] = [
  ['', (importance) => importance],
  ['the importance is missing', () => 1],
  ['the importance is squared', (importance) => importance ** 2],
  ['the root of the importance is taken', Math.sqrt],
];

/** How means go wrong: what the loss, and the gradient with it, is multiplied by. */
export function factorMistakes({ setting: { n }, x: { rows } }: Question): [what: string, factor: number][] {
  return [
    ['', 1],
    [`it is the sum over the ${n} features, not their mean`, n],
    [`it is the sum over the ${rows} rows, not their mean`, rows],
    [`it is the sum over the ${rows} rows and ${n} features, not their mean`, n * rows],
    ['it is half of the mean', 1 / 2],
    [`it is half of the sum over the ${n} features`, n / 2],
  ];
}

/** The mistakes that a loss can have, each with what it makes of the loss. */
export function lossMistakes(question: Question): [what: string, variant: Variant][] {
  const right = rightVariant(question.setting.model);
  const outputs: [string, Partial<Variant>][] = [
    ['', {}],
    ['the ReLU of the output is missing', { outputRelu: false }],
    ['the bias is missing', { bias: 0 }],
  ];
  return outputs.flatMap(([ofOutput, output]) =>
    importanceMistakes.flatMap(([ofImportance, importance]) =>
      factorMistakes(question).map(([ofFactor, factor]): [string, Variant] => [
        [ofOutput, ofImportance, ofFactor].filter(Boolean).join('; '),
        { ...right, ...output, importance, factor },
      ]),
    ),
  );
}

export function explainLoss(question: Question, loss: number): string | undefined {
  const { setting, weights, x } = question;
  const expected = referenceLoss(setting.model, importances(setting), weights, x);
  if (isClose([loss], [expected])) return undefined;
  const mistake = lossMistakes(question)
    .toSorted(([a], [b]) => a.split(';').length - b.split(';').length)
    .find(([, variant]) => isClose([loss], [lossOf(question, weights, weights, variant)]));
  const values = `the loss is ${shown(loss)}, but should be ${shown(expected)}`;
  return mistake ? `${mistake[0]}: ${values}` : values;
}
