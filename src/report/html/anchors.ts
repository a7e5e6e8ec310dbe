import type { ClaimReport } from '../report.js';

/** Where each claim stands in the page, by its id: short, safe in an address, and no two alike. */
export function anchorsOf(claims: readonly ClaimReport[]): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id } of claims) {
    const slug = `claim-${id.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    let anchor = slug;
    for (let k = 2; taken.has(anchor); k++) anchor = `${slug}-${k}`;
    taken.add(anchor);
    anchors.set(id, anchor);
  }
  return anchors;
}
