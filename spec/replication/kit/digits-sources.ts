/** The digits that seed 3's claims are judged on: generated ones, and real ones where a folder has them. */
import { type DigitsClaimInput, digitsClaim } from '../../../src/claims/digits-claim.js';
import { realDigits } from '../../../src/data/digits/load.js';
import { type DigitsSetting, parseDigitsSetting } from '../../../src/setting/digits.js';

/** What seed 3 trains on. */
const documented = 60_000;

/**
 * 8,000 digits to train on and 2,000 to test on, as many as the real ones that a checkout may have. The
 * classifier takes ten passes, as documented. An epoch of the auto-encoder is seven passes, so that it
 * has 875 steps, where 60,000 digits make 938: at its rate of 1e-4 what it can learn is bounded by its
 * steps.
 */
export const generated: DigitsSetting = settingFor({
  kind: 'generated',
  seed: 0,
  train: 8000,
  test: 2000,
});

/** A fifth of the generated digits and one epoch of the auto-encoder: a tenth of the time. */
export const few: DigitsSetting = parseDigitsSetting({
  kind: 'digits',
  data: { kind: 'generated', seed: 0, train: 1600, test: 1000 },
  autoEncoder: { epochs: 1 },
});

const found = await realDigits();

/** Those of MNIST_DIR or `verify --digits`. */
export const real: DigitsSetting | { readonly absent: string } = found
  ? settingFor({
      kind: 'files',
      sha256: found.sha256,
      train: found.digits.train.count,
      test: found.digits.test.count,
    })
  : { absent: 'no real digits: set MNIST_DIR, or give verify --digits, to have the claim judged on them' };

/** Whether there are as many digits as documented. */
export function isWhole({ data }: DigitsSetting): boolean {
  return data.train >= documented;
}

type Common = Omit<DigitsClaimInput, 'setting' | 'expected'> & {
  readonly expected?:
    | DigitsClaimInput['expected']
    | ((setting: DigitsSetting) => DigitsClaimInput['expected']);
};

/** Declares the claim on the generated digits, and with `.real` after its id on the real ones. */
export function onDigits({ expected, ...common }: Common): void {
  for (const [suffix, words, setting] of [
    ['', 'generated digits', generated],
    ['.real', 'real digits', real],
  ] as const) {
    const own = typeof expected === 'function' && !('absent' in setting) ? expected(setting) : expected;
    digitsClaim({
      ...common,
      id: `${common.id}${suffix}`,
      statement: `${common.statement} (${words})`,
      setting,
      ...(own && typeof own !== 'function' && { expected: own }),
    });
  }
}

function settingFor(data: DigitsSetting['data']): DigitsSetting {
  const passes = Math.max(1, Math.floor(documented / data.train));
  return parseDigitsSetting({ kind: 'digits', data, autoEncoder: { passes } });
}
