/** The built-in engine gives the same bits over the protocol as in this process: nothing is lost on the wire. */
import { fileURLToPath } from 'node:url';
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { modelNameSchema } from '../../../src/setting/schema.js';
import { jsonText, parseJsonText } from '../../../src/subjects/command/json-text.js';
import { openFused } from '../../../src/subjects/fused/fused.js';
import { openSubject } from '../../../src/subjects/registry.js';
import type { Instance, Subject } from '../../../src/subjects/subject.js';
import { questions } from '../../properties/kit/arbitraries.js';
import { smallSetting, trainAll } from '../kit/small-settings.js';

const main = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));
const models = modelNameSchema.options;

let here: Subject;
let there: Subject;
beforeAll(async () => {
  here = await openFused(2);
  const opened = await openSubject(`${process.execPath} ${main} serve --subject fused`);
  if (opened.kind === 'absent') throw new Error(opened.reason);
  there = opened.subject;
});
afterAll(() => Promise.all([here.close(), there.close()]));

describe('The built-in subject over the protocol gives the bits that it gives in-process', () => {
  test.prop([questions(models, { n: 6, m: 4, rows: 4 })], { numRuns: 50 })(
    'outputs, losses and gradients',
    async ({ setting, weights, x }) => {
      expect(bits(await there.forward!(setting, weights, x))).toBe(
        bits(await here.forward!(setting, weights, x)),
      );
      expect(bits(await there.lossAndGradient!(setting, weights, x))).toBe(
        bits(await here.lossAndGradient!(setting, weights, x)),
      );
    },
  );

  test('samples', async () => {
    const { magnitudes } = await here.describe();
    for (const magnitude of magnitudes) {
      const setting = smallSetting({ data: { probability: [0.1, 0.5, 1], magnitude } });

      expect(bits(await there.sample!(setting, 1000, 7))).toBe(bits(await here.sample!(setting, 1000, 7)));
    }
  });

  test('runs, with their losses and checkpoints, warm starts and fixed rows', async () => {
    const settings = [
      ...models.map((model) => smallSetting({ model }, { steps: 200, checkpoints: [1, 50] })),
      smallSetting({ data: { probability: 0.5, rows: { kind: 'fixed', count: 30 } } }),
      smallSetting({}, { warmStart: smallSetting({ data: { probability: 1 } }) }),
      smallSetting({ importance: { kind: 'list', values: [1, 0, 0.3] } }, { optimiser: { kind: 'adam' } }),
    ];
    const instances: Instance[] = settings.flatMap((setting) =>
      [3, 2 ** 32 - 1].map((seed) => ({ setting, seed })),
    );

    const served = await trainAll(there, instances);

    expect(served).toHaveLength(instances.length);
    expect(bits(served)).toBe(bits(await trainAll(here, instances)));
  });

  test('progress adds up to the steps of all instances', async () => {
    let steps = 0;
    const setting = smallSetting({}, { steps: 500 });

    await trainAll(
      there,
      [
        { setting, seed: 0 },
        { setting, seed: 1 },
      ],
      {
        onProgress: (done) => {
          steps += done;
        },
      },
    );

    expect(steps).toBe(1000);
  });
});

describe('JSON as the protocol has it', () => {
  test.prop([fc.double({ noNaN: true, noDefaultInfinity: true })])('keeps every float64', (value) => {
    expect(Object.is(parseJsonText(jsonText([value, -0])), undefined)).toBe(false);
    expect(parseJsonText(jsonText([value, -0]))).toStrictEqual([value, -0]);
  });

  test.prop([fc.jsonValue({ noUnicodeString: false } as never)])('is JSON for every value', (value) => {
    expect(parseJsonText(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
  });

  test('reads what Python writes for numbers that are not finite, and leaves text alone', () => {
    expect(parseJsonText('{"a":[NaN, -Infinity,Infinity ],"b": NaN}')).toEqual({
      a: [null, null, null],
      b: null,
    });
    expect(parseJsonText('{"a":"NaN, Infinity"}')).toEqual({ a: 'NaN, Infinity' });
    expect(() => parseJsonText('NaNNaN')).toThrow(SyntaxError);
  });
});

/** Text that differs when any bit of a float64 does. */
function bits(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (inner instanceof Float64Array)
      return Buffer.from(inner.buffer, inner.byteOffset, inner.byteLength).toString('hex');
    return typeof inner === 'number' ? Buffer.from(Float64Array.of(inner).buffer).toString('hex') : inner;
  });
}
