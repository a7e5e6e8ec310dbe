/** The words, marks and numbers that Markdown, HTML and the terminal share. */
import type { ClaimReport, Report } from './report.js';

type Verdict = ClaimReport['verdict'];

/** Always shown beside the word, so that neither colour nor a font decides what is read. */
export const verdictMarks: Readonly<Record<Verdict, string>> = {
  upheld: '✓',
  refuted: '✗',
  undecided: '?',
  blocked: '–',
  'not applicable': '–',
};

/**
 * What a claim's row is about: `failure` needs attention, `finding` is a documented sentence that did
 * not replicate, as expected, `success` is upheld as expected, `absent` could not be judged, `waived` fails
 * as the waivers file says it may.
 */
export type Standing = 'success' | 'finding' | 'failure' | 'waived' | 'absent';

export function standingOf({ gate, verdict }: ClaimReport): Standing {
  if (gate === 'fails') return 'failure';
  if (gate === 'waived') return 'waived';
  if (verdict === 'not applicable') return 'absent';
  return verdict === 'refuted' ? 'finding' : 'success';
}

/** Claims by section, in the order of their first appearance. */
export function sectionsOf(
  claims: readonly ClaimReport[],
): { readonly section: string; readonly claims: readonly ClaimReport[] }[] {
  const sections = new Map<string, ClaimReport[]>();
  for (const claim of claims) {
    const known = sections.get(claim.section);
    if (known) known.push(claim);
    else sections.set(claim.section, [claim]);
  }
  return [...sections].map(([section, members]) => ({ section, claims: members }));
}

/** The documented sentences that are expected not to replicate. */
export function findingsOf(claims: readonly ClaimReport[]): ClaimReport[] {
  return claims.filter(({ expected }) => expected.verdict === 'refuted');
}

/** `37 of 38 gates hold.` */
export function gatesInWords({ held, waived, failed }: Report['gates']): string {
  const all = held + waived + failed;
  if (all === 0) return 'No claim was judged.';
  if (held === all) return held === 1 ? 'The one gate holds.' : `All ${held} gates hold.`;
  const rest = [
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'fails' : 'fail'}`] : []),
    ...(waived > 0 ? [`${waived} ${waived === 1 ? 'is' : 'are'} waived`] : []),
  ];
  return `${held} of ${all} gates hold, ${rest.join(', ')}.`;
}

/** `Waived until 2027-01-31: its Adam has no bias correction (https://…)`. */
export function waiverInWords({ reason, link, expires }: NonNullable<ClaimReport['waiver']>): string {
  return `waived until ${expires}: ${reason} (${link})`;
}

/** Whether the verification passes: no gate fails, and no waiver is stale or expired. */
export function passes({ gates, waiverFaults }: Report): boolean {
  return gates.failed === 0 && waiverFaults.length === 0;
}

/** How often the gates may be wrong about a subject that is as it should be. */
export function falseAlarmsInWords({ perVersion, perYear }: Report['falseAlarms']): string {
  return (
    `A new version of a subject that is as it should be fails some gate with a probability of at most ` +
    `${formatNumber(perVersion)}; with a new version every day that is ${formatNumber(perYear)} false alarms a year.`
  );
}

/** How firmly the claim is tested, with both error rates. */
export function strengthInWords(strength: ClaimReport['strength']): string {
  if (strength.kind === 'theorem') {
    return 'Theorem: holds for every input; asserted on generated inputs, of which none may fail.';
  }
  if (strength.kind === 'fragile') {
    const { recorded, trials, falseAlarm } = strength;
    return (
      `Fragile: documented, but it comes and goes with the seed. It was recorded in ${recorded.holds} of ` +
      `${recorded.of} trials, and the gate asks only whether ${trials} trials now have the same rate ` +
      `(Fisher’s exact test, wrongly alarmed at most ${odds(falseAlarm)}).`
    );
  }
  if (strength.kind === 'observed') {
    return 'Observed: judged once, on the weights as they were saved; it says nothing of other trainings, and has no error rate.';
  }
  const { upper, lower, falseUpheld, falseRefuted, cap } = strength;
  return (
    `Robust: a sequential test decides between “holds for at least ${percent(upper)} of seeds” and “for at ` +
    `most ${percent(lower)}”. It upholds wrongly at most ${odds(falseUpheld)} and refutes wrongly at most ` +
    `${odds(falseRefuted)}, and ends undecided after ${cap} ${cap === 1 ? 'seed' : 'seeds'}.`
  );
}

/** `8 seeds, all hold`, `8 seeds, 7 hold`. */
export function seedsInWords(seeds: ClaimReport['seeds']): string {
  const holding = seeds.filter(({ holds }) => holds).length;
  const count = `${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}`;
  if (holding === seeds.length) return seeds.length === 1 ? `${count}, holds` : `${count}, all hold`;
  return `${count}, ${holding === 0 ? 'none holds' : holding === 1 ? '1 holds' : `${holding} hold`}`;
}

/** The names of all numbers that were measured for some seed, in the order of their appearance. */
export function measuredNames(seeds: ClaimReport['seeds']): string[] {
  return [...new Set(seeds.flatMap(({ measured }) => Object.keys(measured)))];
}

/** Four significant digits, with a true minus sign. */
export function formatNumber(value: number): string {
  const rounded = Number(value.toPrecision(4));
  return String(rounded).replace(/^-/, '−').replace('e-', 'e−').replace('e+', 'e');
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`;
}

/** A rate as odds where that is exact enough to read, `once in 1,000`; else as a percentage. */
function odds(rate: number): string {
  const every = 1 / rate;
  return Math.abs(every - Math.round(every)) < 1e-6 * every
    ? `once in ${Math.round(every).toLocaleString('en-US')}`
    : `with probability ${percent(rate)}`;
}

/** The environment block, term by term. */
export function environmentInWords({ environment, suite }: Report): [term: string, words: string][] {
  const { device, node, platform, processor, date, seconds, runs } = environment;
  return [
    ['Device', device],
    ['Processor', processor],
    ['Platform', `${platform}, Node ${node}`],
    ['Suite', `superposition-spec ${suite.version}`],
    ['Runs', `${runs.trained} trained, ${runs.reused} taken from the evidence store`],
    [
      'Time',
      `${formatNumber(seconds.training)} s of training, ${formatNumber(seconds.judging)} s of judging`,
    ],
    ['Date', date],
  ];
}
