/** Which instances are trained by one request: those that an implementation can stack into one array. */
import { totalSteps } from '../../setting/derived.js';
import type { Setting } from '../../setting/schema.js';
import { canonicalJson } from '../../setting/setting.js';
import type { Instance } from '../subject.js';

/**
 * Groups of at most `limit` instances whose settings differ in importance and feature probability alone,
 * so many that `processes` can share the work; the longest training first.
 */
export function groupAlike(
  instances: readonly Instance[],
  limit: number,
  processes: number,
): readonly (readonly Instance[])[] {
  const byKey = new Map<string, Instance[]>();
  for (const instance of instances) {
    const key = canonicalJson(shared(instance.setting));
    byKey.set(key, [...(byKey.get(key) ?? []), instance]);
  }
  const groups = [...byKey.values()].flatMap((alike) => {
    const size = Math.min(limit, Math.ceil(alike.length / processes));
    return Array.from({ length: Math.ceil(alike.length / size) }, (_, k) =>
      alike.slice(k * size, (k + 1) * size),
    );
  });
  return groups.sort((a, b) => cost(b) - cost(a));
}

function shared({ importance, data, training, ...rest }: Setting): unknown {
  const { probability, ...rows } = data;
  const { warmStart, ...how } = training;
  return { ...rest, rows, how, warmStart: warmStart && shared(warmStart) };
}

/** Proportional to the arithmetic, as far as needed to order groups. */
function cost(group: readonly Instance[]): number {
  const { setting } = group[0]!;
  return group.length * totalSteps(setting) * setting.training.batch * setting.n * (setting.m + 10);
}
