import { describe, expect, test } from 'vitest';
import type { SettingInput } from '../../../src/setting/schema.js';
import { refuseTooLarge, refuseWhatCannotRun } from '../../../src/subjects/webgpu/fused/limits.js';
import { smallSetting } from '../kit/small-settings.js';

const device = { maxStorageBufferBindingSize: 2 ** 27 };

describe('What fused:webgpu refuses', () => {
  test.each<
    [what: string, setting: Partial<SettingInput>, training: SettingInput['training'], reason: string]
  >([
    [
      'a feature that is hardly ever on',
      { data: { probability: 1e-7 } },
      {},
      'the feature probability 1e-7 is below the limit of 0.000001; raise it',
    ],
    [
      'more rows than it can number',
      {},
      { steps: 5_000_000, batch: 1000 },
      'rows are above the limit of 2^32',
    ],
    [
      'more steps than a buffer holds',
      {},
      { steps: 10_000_000, batch: 1 },
      'steps are above the limit of 8388608',
    ],
    ['a model that no buffer holds', { n: 3000, m: 4000 }, {}, 'above the limit of 128 MiB of this device'],
    [
      'a warm start that cannot run',
      {},
      { warmStart: { model: 'relu-output', n: 3, m: 2, data: { probability: 1e-9 } } },
      'the feature probability 1e-9',
    ],
  ])('%s, with the limit', (_, setting, training, reason) => {
    expect(() => refuseWhatCannotRun(smallSetting(setting, training), device)).toThrow(reason);
  });

  test('more given rows than a buffer holds', () => {
    expect(() => refuseTooLarge(smallSetting({ n: 4 }), 10_000_000, device)).toThrow(
      /^fused:webgpu: relu-output n=4 .*: needs a buffer of 153 MiB/,
    );
  });

  test('nothing of the paper', () => {
    expect(() => refuseWhatCannotRun(smallSetting({ n: 400, m: 30 }), device)).not.toThrow();
  });
});
