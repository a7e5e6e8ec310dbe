import { settingId } from '../../setting/setting.js';

interface Trained {
  readonly setting: object;
  readonly seed: number;
}

/** At which place of the instances the one stands that a run is of; of equal ones each place is given once. */
export function placesOf(instances: readonly Trained[]): (run: Trained) => number {
  // Most subjects hand out the settings that they were given, and many instances share one.
  const ids = new Map<object, string>();
  const keyOf = ({ setting, seed }: Trained): string => {
    const id = ids.get(setting) ?? settingId(setting);
    return `${id}/${seed}`;
  };
  const places = new Map<string, number[]>();
  for (const [place, instance] of instances.entries()) {
    ids.set(instance.setting, ids.get(instance.setting) ?? settingId(instance.setting));
    const key = keyOf(instance);
    places.set(key, [...(places.get(key) ?? []), place]);
  }
  return (run) => {
    const place = places.get(keyOf(run))?.shift();
    if (place === undefined) throw new Error(`a run of seed ${run.seed} came that was not asked for`);
    return place;
  };
}
