import { InputError } from '../src/setting/input-error.js';
import type { Workload } from './workloads.js';

/**
 * The workloads whose id has one of the texts in it; all when there are none.
 * @throws InputError when a text is in no id.
 */
export function selectWorkloads(all: readonly Workload[], texts: readonly string[]): readonly Workload[] {
  const idle = texts.find((text) => !all.some(({ id }) => id.includes(text)));
  if (idle !== undefined) {
    const known = all.map(({ id }) => id).join(', ');
    throw new InputError(`--workloads: no workload has "${idle}" in its name; they are ${known}`);
  }
  return texts.length === 0 ? all : all.filter(({ id }) => texts.some((text) => id.includes(text)));
}
