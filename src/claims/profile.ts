/**
 * Profiles: how much is verified. Each holds the claims of the ones before it.
 *
 * - `smoke`: every theorem, and the outcome of training that takes least (F7, some four million rows): for
 *   subjects that are slow, such as a GPU's in software, and for a first look.
 * - `quick`: of every section of the paper at least one outcome of training; half a minute of a processor.
 * - `default`: every documented claim, at sizes that two cores train and judge in two to three minutes.
 * - `full`: the paper's own sizes besides; hours.
 */
export const profiles = ['smoke', 'quick', 'default', 'full'] as const;

export type Profile = (typeof profiles)[number];

/** What is verified, and tested, when nobody says otherwise. */
export const defaultProfile: Profile = 'default';

/** @param smallest the smallest profile that a claim belongs to. */
export function isWithin(smallest: Profile, profile: Profile): boolean {
  return profiles.indexOf(smallest) <= profiles.indexOf(profile);
}
