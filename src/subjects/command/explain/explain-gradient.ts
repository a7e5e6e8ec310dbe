/** What is wrong with a gradient, in words, parameter by parameter; an empty list when nothing is. */
import { entry } from '../../../models/matrix.js';
import { parametersOf, type Weights } from '../../../models/weights.js';
import { centralDifferences } from '../../../oracle/central-difference.js';
import { referenceLoss } from '../../../oracle/reference.js';
import { importances } from '../../../setting/derived.js';
import { factorBetween, isClose, shown, shownList } from './closeness.js';
import { factorMistakes, importanceMistakes } from './explain-loss.js';
import type { Question } from './question.js';
import { lossOf, outputsOf, rightVariant, targetOf, type Variant } from './variants.js';

export function explainGradient(question: Question, gradient: Weights): string[] {
  const { setting, weights, x } = question;
  const expected = new Map(
    parametersOf(
      centralDifferences((at) => referenceLoss(setting.model, importances(setting), at, x), weights),
    ),
  );
  return parametersOf(gradient).flatMap(([name, values]) => {
    const actual = [...values];
    const right = [...expected.get(name)!];
    if (isClose(actual, right)) return [];
    const mistake = mistakeIn(question, name, actual, right);
    const shownValues = `it is ${shownList(actual)}, but should be ${shownList(right)}`;
    return [`dL/d${name}: ${mistake === undefined ? '' : `${mistake}: `}${shownValues}`];
  });
}

function mistakeIn(
  question: Question,
  name: string,
  actual: readonly number[],
  expected: readonly number[],
): string | undefined {
  if (actual.some((value) => !Number.isFinite(value))) return 'it is not finite';
  if (actual.every((value) => value === 0))
    return 'it is 0 everywhere, as of a parameter that is not trained';
  const scaled = nameFactor(question, factorBetween(actual, expected));
  if (scaled !== undefined) return scaled;
  for (const [what, slope] of slopes(question)) {
    const wrong = [...new Map(parametersOf(centralDifferences(slope, question.weights))).get(name)!];
    const factor = factorBetween(actual, wrong);
    if (factor === undefined) continue;
    return isClose([factor], [1]) ? what : `${what}; ${nameFactor(question, factor)}`;
  }
  return undefined;
}

function nameFactor(question: Question, factor: number | undefined): string | undefined {
  if (factor === undefined) return undefined;
  const named: [what: string, factor: number][] = [
    ['the factor 2 of the derivative of a square is missing', 1 / 2],
    ['it has a factor 2 too many', 2],
    ['its sign is wrong', -1],
    ...factorMistakes(question).slice(1, 4),
  ];
  const found = named.find(([, known]) => isClose([factor], [known]));
  return found?.[0] ?? `it is ${shown(factor)} times what it should be`;
}

/** Functions whose slope is what a gradient with this mistake gives. */
function slopes(question: Question): [what: string, slope: (at: Weights) => number][] {
  const { weights } = question;
  const right = rightVariant(question.setting.model);
  const tied = weights.kind !== 'untied';
  return [
    ...importanceMistakes
      .slice(1)
      .map(([what, importance]): [string, (at: Weights) => number] => [
        what,
        (at) => lossOf(question, at, at, { ...right, importance }),
      ]),
    ['the slope of the ReLU of the output is left out', (at) => withoutSlope(question, at, right)],
    ...(tied
      ? ([
          ['the path through the encoder is left out', (at) => lossOf(question, weights, at, right)],
          ['the path through the decoder is left out', (at) => lossOf(question, at, weights, right)],
        ] as [string, (at: Weights) => number][])
      : []),
    ['the ReLU of the output is missing', (at) => lossOf(question, at, at, { ...right, outputRelu: false })],
  ];
}

/** The errors held fixed, times what goes into the output's ReLU: its slope has every unit on. */
function withoutSlope(question: Question, at: Weights, right: Variant): number {
  const { setting, weights, x } = question;
  const I = importances(setting);
  const inputs = outputsOf(question, at, at, { ...right, outputRelu: false });
  const terms = outputsOf(question, weights, weights, right).flatMap((row, r) =>
    row.map((y, i) => 2 * I[i]! * (y - targetOf(setting.model, entry(x, r, i))) * inputs[r]![i]!),
  );
  return terms.reduce((sum, term) => sum + term, 0) / terms.length;
}
