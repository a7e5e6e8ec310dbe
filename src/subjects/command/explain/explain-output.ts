/** What is wrong with an answer to `forward`, in words; undefined when nothing is. */
import type { Matrix } from '../../../models/matrix.js';
import { referenceForward } from '../../../oracle/reference.js';
import { isClose, shownList } from './closeness.js';
import type { Question } from './question.js';
import { outputsOf, rightVariant, rowsOf, type Variant } from './variants.js';

export function explainOutput(question: Question, output: Matrix): string | undefined {
  const { setting, weights, x } = question;
  const actual = [...output.data];
  const expected = referenceForward(setting.model, weights, x);
  if (isClose(actual, expected.flat())) return undefined;
  const right = rightVariant(setting.model);
  const mistakes: [what: string, variant: Variant][] = [
    ['the ReLU of the output is missing', { ...right, outputRelu: false }],
    ['a ReLU is applied to the output, which this model does not have', { ...right, outputRelu: true }],
    ['the ReLU of the hidden dimensions is missing', { ...right, hiddenRelu: false }],
    [
      'a ReLU is applied to the hidden dimensions, which this model does not have',
      { ...right, hiddenRelu: true },
    ],
    ['the bias is missing', { ...right, bias: 0 }],
    ['the bias is subtracted', { ...right, bias: -1 }],
    ['the bias is missing, and so is the ReLU', { ...right, bias: 0, outputRelu: false }],
  ];
  const mistake = mistakes.find(([, variant]) =>
    isClose(actual, outputsOf(question, weights, weights, variant).flat()),
  );
  const wrong = expected.findIndex((row, r) => !isClose(rowsOf(output)[r]!, row));
  const values = `for row ${wrong}, ${shownList(rowsOf(x)[wrong]!)}, it is ${shownList(rowsOf(output)[wrong]!)}, but should be ${shownList(expected[wrong]!)}`;
  return mistake ? `${mistake[0]}: ${values}` : values;
}
