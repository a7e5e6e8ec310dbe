/** What `verify` does: train what is missing, let the specs judge, write the report. */
import { randomInt } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { totalRuns } from '../claims/count-runs.js';
import { firstTrials, instancesOf } from '../claims/judge.js';
import { digitsInstancesOf } from '../claims/judge-digits.js';
import type { Profile } from '../claims/profile.js';
import { type JudgedClaim, type ListedClaim, openSpecs, type Specs } from '../claims/specs.js';
import { suiteVersion } from '../claims/suite-version.js';
import { readWaivers, refuseUnmatched } from '../claims/waivers.js';
import { buildReport } from '../report/build.js';
import { checkWritable } from '../report/folder.js';
import { reportJson } from '../report/json.js';
import type { Report } from '../report/report.js';
import { appendSummary, reportSummary } from '../report/summary.js';
import { reportTable } from '../report/terminal.js';
import { passes } from '../report/words.js';
import { writeReport } from '../report/write.js';
import type { Subject } from '../subjects/subject.js';
import type { Reading } from '../subjects/weights-file/read-weights.js';
import { colours } from './colours.js';
import { exitCode } from './exit-code.js';
import { unlessAborted } from './interrupt.js';
import { applicableTo, openToVerify } from './open-to-verify.js';
import { startProgress } from './progress.js';
import { selectClaims } from './select-claims.js';
import { sweepText } from './sweep-text.js';
import { type FirstInstances, trainFirst } from './train-first.js';

export interface VerifyOptions extends Reading {
  readonly subject: string;
  readonly claims: readonly string[];
  readonly profile: Profile;
  readonly seeds?: number;
  readonly out: string;
  readonly evidence: string;
  readonly waivers?: string;
  readonly varySeed?: true;
  /** A file to which the summary is appended. */
  readonly summary?: string;
  readonly json?: true;
  /** The longest that a program may be silent, in seconds. */
  readonly subjectTimeout: number;
}

/**
 * @param signal ends the work: what is trained is kept, what runs is stopped, and no report is written.
 * @returns the exit code.
 * @throws InputError before anything is trained or written, when the options cannot be followed.
 */
export async function verify(options: VerifyOptions, signal: AbortSignal): Promise<number> {
  await checkWritable(options.out);
  if (options.summary !== undefined) await appendSummary(options.summary, '');
  const waivers = options.waivers === undefined ? [] : await readWaivers(options.waivers);
  const { subject, opening } = await openToVerify(options, signal);
  const evidence = path.resolve(options.evidence);
  const specs = await openSpecs({
    subjects: [options.subject],
    evidence,
    seeds: options.seeds,
    propertySeed: options.varySeed && randomInt(2 ** 31),
    opening,
  });
  try {
    const listed = await unlessAborted(signal, specs.list());
    if (options.waivers !== undefined)
      refuseUnmatched(
        waivers,
        listed.map(({ declaration }) => declaration.id),
        options.waivers,
      );
    const claims = selectClaims(listed, options.claims, options.profile);
    const begun = performance.now();
    const applicable = await applicableTo(subject, claims);
    const first = await trainFirst(
      subject,
      { folder: evidence, session: opening.session },
      firstInstances(applicable),
      signal,
    );
    const trained = performance.now();
    const judged = await judge(specs, claims, signal);
    const { name, version, device } = await subject.describe();
    const about = {
      suite: { version: suiteVersion },
      profile: options.profile,
      subject: { name, version },
      environment: {
        ...machine(),
        device,
        runs: totalRuns(
          first,
          judged.flatMap(({ runs }) => runs ?? []),
        ),
        seconds: { training: seconds(trained - begun), judging: seconds(performance.now() - trained) },
      },
    };
    const report = buildReport(judged, about, waivers);
    await writeReport(options.out, report);
    if (options.summary !== undefined) await appendSummary(options.summary, reportSummary(report));
    const table = { columns: process.stdout.columns ?? 100, colours: colours().level };
    process.stdout.write(
      options.json ? reportJson(report) : `${sweepOf(subject)}${reportTable(report, table)}`,
    );
    process.stderr.write(`report: ${path.join(options.out, 'report.html')} (and .md, .json)\n`);
    return passes(report) ? exitCode.ok : exitCode.gateFailed;
  } finally {
    await Promise.all([specs.close(), subject.close()]);
  }
}

/** Of saved weights, what there is to see before anything is judged. */
function sweepOf({ saved }: Subject): string {
  return saved && saved.length > 1 ? `${sweepText(saved)}\n` : '';
}

export async function judge(
  specs: Specs,
  claims: readonly ListedClaim[],
  signal: AbortSignal,
): Promise<readonly JudgedClaim[]> {
  const progress = startProgress(`judging ${claims.length} claims`, claims.length);
  try {
    return await unlessAborted(
      signal,
      specs.run(claims, () => progress.advance(1)),
    );
  } finally {
    progress.stop();
  }
}

/** What claims are first judged on; one that needs more seeds asks for them while it is judged. */
function firstInstances(claims: readonly ListedClaim[]): FirstInstances {
  const trained = claims.flatMap(({ declaration }) => {
    const { strength } = declaration;
    return strength.kind === 'theorem' || strength.kind === 'observed'
      ? []
      : [{ declaration, trials: firstTrials(strength) }];
  });
  return {
    instances: trained.flatMap(({ declaration, trials }) => instancesOf(declaration, 0, trials)),
    digits: trained.flatMap(({ declaration, trials }) => digitsInstancesOf(declaration, 0, trials)),
  };
}

export function machine(): Pick<Report['environment'], 'node' | 'platform' | 'processor' | 'date'> {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: `${os.cpus()[0]?.model ?? 'unknown'}, ${os.availableParallelism()} cores`,
    date: new Date().toISOString(),
  };
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
