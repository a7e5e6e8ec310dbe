/** From what the specs concluded to the report. Pure. */
import { type Declaration, type Evidence, gateHolds } from '../claims/declaration.js';
import type { JudgedClaim } from '../claims/specs.js';
import { faultOf, type Waiver } from '../claims/waivers.js';
import { importances } from '../setting/derived.js';
import { type DigitsSetting, summariseDigits } from '../setting/digits.js';
import { settingId, summariseSetting } from '../setting/setting.js';
import { falseAlarmBudget } from '../statistics/budget.js';
import type { ClaimReport, Report } from './report.js';
import { toReported } from './weights.js';

export function buildReport(
  judged: readonly JudgedClaim[],
  about: Pick<Report, 'suite' | 'subject' | 'profile' | 'environment'>,
  waivers: readonly Waiver[] = [],
): Report {
  const today = about.environment.date.slice(0, 10);
  const bare = judged.map(claimReport);
  const claims = bare.map((claim) => waive(claim, waivers, today));
  return {
    format: 'superposition-spec/report',
    version: 1,
    suite: about.suite,
    subject: about.subject,
    profile: about.profile,
    gates: countGates(claims),
    waiverFaults: bare.flatMap((claim) => {
      const fault = waiverFor(claim, waivers, today)?.fault;
      return fault ? [fault] : [];
    }),
    falseAlarms: falseAlarmBudget(judged.map(({ declaration }) => declaration.strength)),
    claims,
    environment: about.environment,
  };
}

/** Claims by how their gate stands. */
export function countGates(claims: readonly ClaimReport[]): Report['gates'] {
  const applicable = claims.filter(({ verdict }) => verdict !== 'not applicable');
  const count = (gate: ClaimReport['gate']): number =>
    applicable.filter((claim) => claim.gate === gate).length;
  return {
    held: count('holds'),
    waived: count('waived'),
    failed: count('fails'),
    notApplicable: claims.length - applicable.length,
  };
}

function claimReport({ declaration, section, evidence, failure }: JudgedClaim): ClaimReport {
  const { id, source, statement, criterion, strength, settings, digits, bestOf, expected } = declaration;
  const { verdict, because, seeds, exhibits, figures } = evidence ?? unknown(failure);
  return {
    id,
    section,
    source,
    statement,
    criterion,
    strength: { ...strength },
    settings: digits ? [digitsReference(digits)] : settingReferences(settings),
    bestOf,
    expected: { ...expected },
    verdict,
    because,
    gate: gateHolds(expected, verdict) ? 'holds' : 'fails',
    seeds: seeds.map(({ seed, holds, because, measured }) => ({
      seed,
      holds,
      because,
      measured: { ...measured },
    })),
    exhibits: exhibits.map(({ name, setting, seed, weights }) => ({
      name,
      seed,
      importances: importances(setting),
      weights: toReported(weights),
    })),
    figures: [...figures],
  };
}

/** A gate that fails while a waiver for it is in force is waived. */
function waive(claim: ClaimReport, waivers: readonly Waiver[], today: string): ClaimReport {
  const found = waiverFor(claim, waivers, today);
  if (!found || found.fault) return claim;
  const { reason, link, expires } = found.waiver;
  return { ...claim, gate: 'waived', waiver: { reason, link, expires } };
}

function waiverFor({ id, gate }: ClaimReport, waivers: readonly Waiver[], today: string) {
  const waiver = waivers.find(({ claim }) => claim === id);
  return waiver && { waiver, fault: faultOf(waiver, gate === 'holds', today) };
}

/** A judge that crashed before it concluded has found nothing. */
function unknown(failure: string | undefined): Omit<Evidence, 'subject'> {
  const because = `the spec ended without a verdict: ${failure ?? 'no message'}`;
  return { verdict: 'undecided', because, seeds: [], exhibits: [], figures: [] };
}

function settingReferences(settings: Declaration['settings']): ClaimReport['settings'] {
  return Object.entries(settings).map(([name, setting]) => ({
    name,
    id: settingId(setting),
    summary: summariseSetting(setting),
    setting: { ...setting },
  }));
}

function digitsReference(setting: DigitsSetting): ClaimReport['settings'][number] {
  return {
    name: 'digits',
    id: settingId(setting),
    summary: summariseDigits(setting),
    setting: { ...setting },
  };
}
