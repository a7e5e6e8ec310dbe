/** What `verify` does: train what is missing, let the specs judge, write the report. */
import { randomInt } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { survey, train } from '../claims/evidence.js';
import { openEvidenceStore } from '../claims/evidence-store.js';
import { firstTrials, instancesOf } from '../claims/judge.js';
import { type JudgedClaim, type ListedClaim, openSpecs, type Specs } from '../claims/specs.js';
import { suiteVersion } from '../claims/suite-version.js';
import { buildReport } from '../report/build.js';
import { checkWritable } from '../report/folder.js';
import { reportJson } from '../report/json.js';
import type { Report } from '../report/report.js';
import { appendSummary, reportSummary } from '../report/summary.js';
import { reportTable } from '../report/terminal.js';
import { writeReport } from '../report/write.js';
import { totalSteps } from '../setting/derived.js';
import { InputError } from '../setting/input-error.js';
import { quoted } from '../setting/printable.js';
import { openSubject } from '../subjects/registry.js';
import type { Instance, Subject } from '../subjects/subject.js';
import type { Reading } from '../subjects/weights-file/read-weights.js';
import { colours } from './colours.js';
import { exitCode } from './exit-code.js';
import { unlessAborted } from './interrupt.js';
import { startProgress } from './progress.js';
import { selectClaims } from './select-claims.js';
import { sweepText } from './sweep-text.js';
import { readingOf } from './weights-options.js';

export interface VerifyOptions extends Reading {
  readonly subject: string;
  readonly claims: readonly string[];
  readonly seeds?: number;
  readonly out: string;
  readonly evidence: string;
  readonly varySeed?: true;
  /** A file to which the summary is appended. */
  readonly summary?: string;
  readonly json?: true;
}

/**
 * @param signal ends the work: what is trained is kept, what runs is stopped, and no report is written.
 * @returns the exit code.
 * @throws InputError before anything is trained or written, when the options cannot be followed.
 */
export async function verify(options: VerifyOptions, signal: AbortSignal): Promise<number> {
  await checkWritable(options.out);
  if (options.summary !== undefined) await appendSummary(options.summary, '');
  const reading = readingOf(options);
  const opened = await openSubject(options.subject, reading);
  if (opened.kind === 'absent') {
    throw new InputError(`subject ${quoted(options.subject)} is absent: ${opened.reason}`);
  }
  const { subject } = opened;
  const evidence = path.resolve(options.evidence);
  const specs = await openSpecs({
    subjects: [options.subject],
    evidence,
    seeds: options.seeds,
    propertySeed: options.varySeed && randomInt(2 ** 31),
    reading,
  });
  try {
    const claims = selectClaims(await unlessAborted(signal, specs.list()), options.claims);
    const begun = performance.now();
    const runs = await trainFirst(subject, evidence, claims, signal);
    const trained = performance.now();
    const judged = await judge(specs, claims, signal);
    const { name, version, device } = await subject.describe();
    const report = buildReport(judged, {
      suite: { version: suiteVersion },
      subject: { name, version },
      environment: {
        ...machine(),
        device,
        runs,
        seconds: { training: seconds(trained - begun), judging: seconds(performance.now() - trained) },
      },
    });
    await writeReport(options.out, report);
    if (options.summary !== undefined) await appendSummary(options.summary, reportSummary(report));
    const table = { columns: process.stdout.columns ?? 100, colours: colours().level };
    process.stdout.write(
      options.json ? reportJson(report) : `${sweepOf(subject)}${reportTable(report, table)}`,
    );
    process.stderr.write(`report: ${path.join(options.out, 'report.html')} (and .md, .json)\n`);
    return report.gates.failed === 0 ? exitCode.ok : exitCode.gateFailed;
  } finally {
    await Promise.all([specs.close(), subject.close()]);
  }
}

/** Of saved weights, what there is to see before anything is judged. */
function sweepOf({ saved }: Subject): string {
  return saved && saved.length > 1 ? `${sweepText(saved)}\n` : '';
}

async function judge(
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

/**
 * Trains what the claims need first, for all of them together, so that the cores stay full and the
 * progress is one bar. Claims that need more seeds ask for them while they are judged.
 */
async function trainFirst(
  subject: Subject,
  folder: string,
  claims: readonly ListedClaim[],
  signal: AbortSignal,
): Promise<Report['environment']['runs']> {
  const instances = claims.flatMap(({ declaration }) =>
    declaration.strength.kind === 'theorem' || declaration.strength.kind === 'observed'
      ? []
      : instancesOf(declaration, 0, firstTrials(declaration.strength)),
  );
  if (!subject.train || instances.length === 0) return { trained: 0, reused: 0 };
  const store = openEvidenceStore(folder, await subject.describe());
  const { present, missing } = await survey(store, instances);
  if (missing.length === 0) return { trained: 0, reused: present.length };
  const progress = startProgress(`training ${missing.length} runs`, stepsOf(missing));
  try {
    const onProgress = (steps: number): void => progress.advance(steps);
    const trained = await train(subject, store, missing, { signal, onProgress });
    return { trained: trained.length, reused: present.length };
  } finally {
    progress.stop();
  }
}

function stepsOf(instances: readonly Instance[]): number {
  return instances.reduce((sum, { setting }) => sum + totalSteps(setting), 0);
}

function machine(): Pick<Report['environment'], 'node' | 'platform' | 'processor' | 'date'> {
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
