/** Settings that train in no time, for the specs of the engines. */
import type { Matrix } from '../../../src/models/matrix.js';
import type { Setting, SettingInput } from '../../../src/setting/schema.js';
import { parseSetting } from '../../../src/setting/setting.js';
import type { Instance, Run, Subject, TrainOptions } from '../../../src/subjects/subject.js';

/** n = 3, m = 2, five steps of four rows, unless said otherwise. */
export function smallSetting(
  input: Partial<SettingInput> = {},
  training: SettingInput['training'] = {},
): Setting {
  return parseSetting({
    model: 'relu-output',
    n: 3,
    m: 2,
    data: { probability: 0.5 },
    ...input,
    training: { steps: 5, batch: 4, learningRate: 0.01, ...training },
  });
}

/**
 * A training whose loss overflows in its second step: the first moves every weight by about the learning rate,
 * and the loss of a linear model grows as the fourth power of its weights, 10⁴⁰, where float32 ends at 3.4 · 10³⁸.
 */
export function exploding(steps: number): Setting {
  const quick = { steps, learningRate: 1e10, optimiser: { kind: 'adam' } } as const;
  return smallSetting({ model: 'linear', data: { probability: 1 } }, quick);
}

/** The runs in the order of the instances. */
export async function trainAll(
  subject: Subject,
  instances: readonly Instance[],
  options?: TrainOptions,
): Promise<readonly Run[]> {
  const runs = await collect(subject.train!(instances, options));
  return instances.flatMap(({ setting, seed }) =>
    runs.filter((run) => run.seed === seed && JSON.stringify(run.setting) === JSON.stringify(setting)),
  );
}

export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** The rows cut into batches of equal size. */
export function batchesOf({ columns, data }: Matrix, batch: number): Matrix[] {
  const size = batch * columns;
  return Array.from({ length: data.length / size }, (_, step) => ({
    rows: batch,
    columns,
    data: data.subarray(step * size, (step + 1) * size),
  }));
}
