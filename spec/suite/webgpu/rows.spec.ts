/** The rows of `fused:webgpu`: those of the definition, by every generator. */
import { describe, expect, test } from 'vitest';
import { hasNormalisedRows } from '../../../src/setting/derived.js';
import type { SettingInput } from '../../../src/setting/schema.js';
import { expectWithin } from '../../properties/kit/assertions.js';
import { smallSetting } from '../kit/small-settings.js';
import { openKernels } from './kit/open-kernels.js';
import { rowsByDefinition } from './kit/rows-by-definition.js';

const [own] = await openKernels();

const generators: readonly SettingInput['data'][] = [
  { probability: 1 },
  { probability: 0.3 },
  { probability: [1, 0.01, 0.5, 0.2, 0.9, 1e-6] },
  { probability: 0.3, magnitude: 'signed' },
  { probability: 0.2, magnitude: 'coupled-normalised' },
  { probability: 1, magnitude: 'coupled-normalised' },
  { probability: 0.4, magnitude: 'uniform-normalised' },
  { probability: 0.3, rows: { kind: 'fixed', count: 11 } },
  { probability: 0.3, rows: { kind: 'full-batch' } },
  { probability: 0.3, dependence: { kind: 'correlated', size: 3 } },
  { probability: 0.6, dependence: { kind: 'anticorrelated', size: 3, rule: 'one-of-set' } },
  { probability: 0.4, dependence: { kind: 'anticorrelated', size: 2, rule: 'mirrored' } },
  { probability: 0.7, dependence: { kind: 'correlated', size: 6 }, magnitude: 'uniform-normalised' },
];

describe.skipIf(own!.absent)(`Rows of fused:webgpu${own!.absent ? ` (${own!.absent})` : ''}`, () => {
  test.each(generators)('for %o are those of the definition', async (data) => {
    const setting = smallSetting({ n: 6, data }, { batch: 7 });
    const rows = 100;

    const drawn = await own!.subject().sample!(setting, rows, 3);

    const expected = rowsByDefinition(setting, rows, 3);
    for (let row = 0; row < rows; row++) {
      const values = expected.data.subarray(6 * row, 6 * row + 6);
      const isDivided = hasNormalisedRows(setting.data.magnitude);
      const norm = isDivided ? Math.hypot(...values) || 1 : 1;
      values.forEach((value, i) => {
        const what = `feature ${i} of row ${row}`;
        const got = drawn.data[6 * row + i]!;
        if (!isDivided) expect(got, what).toBe(value);
        // Six squares, their sums, a root and a division (WGSL: within 2.5 and some 3 units in the last place).
        else expectWithin(what, got, value / norm, 24 * 2 ** -24 * Math.abs(value / norm));
      });
    }
    expect(
      drawn.data.some((value) => value !== 0),
      'something is on',
    ).toBe(true);
  });

  test('do not depend on how many are asked for, and differ from seed to seed', async () => {
    const setting = smallSetting({ n: 5, data: { probability: 0.5 } });
    const subject = own!.subject();

    const few = await subject.sample!(setting, 10, 1);
    const many = await subject.sample!(setting, 1000, 1);
    const others = await subject.sample!(setting, 10, 2);

    expect(many.data.subarray(0, 50)).toEqual(few.data);
    expect(others.data).not.toEqual(few.data);
  });
});
