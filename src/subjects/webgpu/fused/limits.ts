/** What `fused:webgpu` refuses before it starts, each with the limit named. */
import { probabilities } from '../../../setting/derived.js';
import { InputError } from '../../../setting/input-error.js';
import type { Setting } from '../../../setting/schema.js';
import { summariseSetting } from '../../../setting/setting.js';
import { kernelShape } from './kernel-shape.js';
import { layoutOf } from './layout.js';

/** A mask is a word of 32 bits below p · 2³², to the nearest, which is within .012% of this probability. */
const smallestProbability = 1e-6;

/** Rows are counted in a word of 32 bits, so that none comes twice. */
const mostRows = 2 ** 32;

type Limits = Pick<GPUSupportedLimits, 'maxStorageBufferBindingSize'>;

/** @throws InputError when the device cannot train this setting or one that it starts from. */
export function refuseWhatCannotRun(setting: Setting, limits: Limits): void {
  const { warmStart, steps, batch } = setting.training;
  if (warmStart) refuseWhatCannotRun(warmStart, limits);
  const smallest = probabilities(setting).reduce((least, p) => Math.min(least, p), 1);
  if (smallest < smallestProbability) {
    refuse(
      setting,
      `the feature probability ${smallest} is below the limit of ${smallestProbability}; raise it`,
    );
  }
  if (steps * batch >= mostRows) {
    refuse(setting, `${steps * batch} rows are above the limit of 2^32; lower the steps or the batch`);
  }
  // Four numbers for each step.
  const mostSteps = Math.floor(limits.maxStorageBufferBindingSize / 16);
  if (steps > mostSteps)
    refuse(setting, `${steps} steps are above the limit of ${mostSteps} of this device; lower them`);
  refuseTooLarge(setting, 0, limits);
}

/** @throws InputError when an instance, or `rows` given rows of it, would not fit into a buffer of the device. */
export function refuseTooLarge(setting: Setting, rows: number, limits: Limits): void {
  const { length, features, stride } = layoutOf(kernelShape(setting), 'fours');
  // Three for each parameter in the state, or two in the room with 32 rows of x, its target, δ, h and γ.
  const room = 2 * length + 32 * (3 * features + 2 * stride) + features * (stride + 4);
  const needed = 4 * Math.max(3 * length, room, rows * features);
  const limit = limits.maxStorageBufferBindingSize;
  if (needed <= limit) return;
  const [need, have] = [needed, limit].map((bytes) => Math.ceil(bytes / 2 ** 20));
  refuse(
    setting,
    `needs a buffer of ${need} MiB, above the limit of ${have} MiB of this device; lower n, m or the number of rows`,
  );
}

function refuse(setting: Setting, reason: string): never {
  throw new InputError(`fused:webgpu: ${summariseSetting(setting)}: ${reason}`);
}
