/** Which instances are trained together. */
import { totalSteps } from '../../setting/derived.js';
import type { Setting } from '../../setting/schema.js';
import { canonicalJson } from '../../setting/setting.js';
import type { Instance } from '../subject.js';

/**
 * Instances with the same key can share tensors: everything but data, importance, initialisation and
 * seed agrees, along the whole chain of warm starts.
 */
export function groupKey({ setting }: Instance): string {
  return canonicalJson(shared(setting));
}

/**
 * Groups of at most `limit` instances, small enough that `threads` can share the work, the longest
 * training first, so that the threads end at about the same time.
 */
export function groupInstances(
  instances: readonly Instance[],
  threads: number,
  limit: number,
): readonly (readonly Instance[])[] {
  const byKey = new Map<string, Instance[]>();
  for (const instance of instances) {
    const key = groupKey(instance);
    const known = byKey.get(key);
    if (known) known.push(instance);
    else byKey.set(key, [instance]);
  }
  const groups = [...byKey.values()].flatMap((alike) => {
    const parts = Math.max(Math.ceil(alike.length / limit), Math.min(threads, alike.length));
    return Array.from({ length: parts }, (_, part) => alike.filter((_, at) => at % parts === part));
  });
  return groups.sort((a, b) => cost(b) - cost(a));
}

function shared(setting: Setting): unknown {
  const { warmStart, initialisation: _, attack, ...training } = setting.training;
  return {
    model: setting.model,
    n: setting.n,
    m: setting.m,
    training: { ...training, isAttacked: attack !== undefined },
    warmStart: warmStart && shared(warmStart),
  };
}

/** Proportional to the arithmetic of a training, as far as needed to order groups. */
function cost(group: readonly Instance[]): number {
  const { setting } = group[0]!;
  return group.length * totalSteps(setting) * setting.training.batch * setting.n * (setting.m + 10);
}
