/** What the engine refuses before it starts, each with the limit named. */
import { probabilities } from '../../setting/derived.js';
import { InputError } from '../../setting/input-error.js';
import type { Setting } from '../../setting/schema.js';
import { summariseSetting } from '../../setting/setting.js';
import { chunkRows, storedRows } from './engine.js';
import { chooseKernel, type KernelName } from './kernel-choice.js';
import { isTied } from './model-code.js';

/** The most memory one engine may take. WebAssembly addresses 4096 MiB; a fourth of it is far above every setting of the paper. */
const memoryLimit = 1024;

/** Gaps between active features are up to 17 / p and are counted in 31 bits (assembly/sparse-rows.ts). */
const smallestProbability = 1e-7;

/** Draws that sets of features share have 24 bits, so a rate is right to within 2^-23, which is 1.2% of this one. */
const smallestInSets = 1e-5;

/** @throws InputError when the engine cannot train this setting or one that it starts from. */
export function refuseWhatCannotRun(setting: Setting): void {
  const { warmStart } = setting.training;
  if (warmStart) refuseWhatCannotRun(warmStart);
  const smallest = probabilities(setting).reduce((least, p) => Math.min(least, p), 1);
  const limit = setting.data.dependence ? smallestInSets : smallestProbability;
  if (smallest < limit) {
    throw new InputError(
      `fused: ${summariseSetting(setting)}: the feature probability ${smallest} is below the limit of ${limit}; raise it`,
    );
  }
  refuseTooLarge(setting, setting.training.batch, chooseKernel(setting));
}

/** @throws InputError when an engine for `batch` rows of this setting would not fit. */
export function refuseTooLarge(setting: Setting, batch: number, kernel: KernelName): void {
  const needed = Math.ceil(memoryNeeded(setting, batch, kernel) / 2 ** 20);
  if (needed <= memoryLimit) return;
  throw new InputError(
    `fused: ${summariseSetting(setting)}: needs about ${needed} MiB of memory, above the limit of ${memoryLimit} MiB for an instance; lower n, m or the number of rows`,
  );
}

/** Bytes of one engine, from the arrays that assembly/*.ts set up (an upper bound for sparse fixed rows). */
export function memoryNeeded(setting: Setting, batch: number, kernel: KernelName): number {
  const { n, m, model } = setting;
  const matrices = isTied(model) ? 1 : 2;
  const weights = (4 + 2) * matrices * m * (n + 8);
  const attack = setting.training.attack ? 2 * n * (n + 1) + chunkRows(setting, kernel, batch) * n : 0;
  const gram = kernel.endsWith('Gram') || kernel === 'dense mixed' ? 4 * n * (n + 8) : 0;
  const turned = kernel === 'sparse factored' || kernel === 'sparse input' ? 2 * n * (m + 4) : 0;
  const chunk = chunkRows(setting, kernel, batch) * (5 * n + 2 * m);
  const stored = storedRows(setting) * (2 * n + 2);
  return 4 * (weights + attack + gram + turned + chunk + stored + 16 * (n + m));
}
