/** From what the specs concluded to the report. Pure. */
import { type Declaration, type Evidence, gateHolds } from '../claims/declaration.js';
import type { JudgedClaim } from '../claims/specs.js';
import { importances } from '../setting/derived.js';
import { settingId, summariseSetting } from '../setting/setting.js';
import { falseAlarmBudget } from '../statistics/budget.js';
import type { ClaimReport, Report } from './report.js';
import { toReported } from './weights.js';

export function buildReport(
  judged: readonly JudgedClaim[],
  about: Pick<Report, 'suite' | 'subject' | 'environment'>,
): Report {
  const claims = judged.map(claimReport);
  const failed = claims.filter(({ gate }) => gate === 'fails').length;
  return {
    format: 'superposition-spec/report',
    version: 1,
    suite: about.suite,
    subject: about.subject,
    gates: { held: claims.length - failed, failed },
    falseAlarms: falseAlarmBudget(judged.map(({ declaration }) => declaration.strength)),
    claims,
    environment: about.environment,
  };
}

function claimReport({ declaration, section, evidence, failure }: JudgedClaim): ClaimReport {
  const { id, source, statement, criterion, strength, settings, bestOf, expected } = declaration;
  const { verdict, because, seeds, exhibits, figures } = evidence ?? unknown(failure);
  return {
    id,
    section,
    source,
    statement,
    criterion,
    strength: { ...strength },
    settings: settingReferences(settings),
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
