/** What `verify --calibrate` does: many fresh seeds for every claim, and no gate. */
import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { instancesOf } from '../claims/judge.js';
import { digitsInstancesOf } from '../claims/judge-digits.js';
import { openSpecs } from '../claims/specs.js';
import { suiteVersion } from '../claims/suite-version.js';
import { calibrationMarkdown, calibrationReport, calibrationText } from '../report/calibration.js';
import { unwritable } from '../report/folder.js';
import { writeFiles } from '../report/write-files.js';
import { InputError } from '../setting/input-error.js';
import { exitCode } from './exit-code.js';
import { unlessAborted } from './interrupt.js';
import { applicableTo, openToVerify } from './open-to-verify.js';
import { selectClaims } from './select-claims.js';
import { trainFirst } from './train-first.js';
import { judge, type VerifyOptions } from './verification.js';

export interface CalibrationOptions
  extends Pick<
    VerifyOptions,
    'subject' | 'claims' | 'profile' | 'out' | 'evidence' | 'json' | 'subjectTimeout'
  > {
  readonly trials: number;
  readonly firstSeed?: number | undefined;
}

/** Random seeds begin here: above those on which criteria were worked out and claims are judged. */
const lowestRandomSeed = 1_000_000;

/** @returns the exit code. @throws InputError before anything is trained or written, when the options cannot be followed. */
export async function calibration(options: CalibrationOptions, signal: AbortSignal): Promise<number> {
  const { out, trials } = options;
  const { subject, opening } = await openToVerify(options, signal);
  const firstSeed = options.firstSeed ?? randomInt(lowestRandomSeed, 2 ** 31);
  const evidence = path.resolve(options.evidence);
  const specs = await openSpecs({
    subjects: [options.subject],
    evidence,
    calibration: { trials, firstSeed },
    opening,
  });
  try {
    const listed = selectClaims(await unlessAborted(signal, specs.list()), options.claims, options.profile);
    const claims = listed.filter(
      ({ declaration: { strength } }) => strength.kind === 'robust' || strength.kind === 'fragile',
    );
    if (claims.length === 0)
      throw new InputError(
        'only theorems are selected, which hold for every seed; name a claim about training',
      );
    await mkdir(out, { recursive: true }).catch((error: unknown) => {
      throw unwritable(out, error);
    });
    const applicable = await applicableTo(subject, claims);
    const first = {
      instances: applicable.flatMap(({ declaration }) => instancesOf(declaration, 0, trials, firstSeed)),
      digits: applicable.flatMap(({ declaration }) => digitsInstancesOf(declaration, 0, trials, firstSeed)),
    };
    await trainFirst(subject, { folder: evidence, session: opening.session }, first, signal);
    const judged = await judge(specs, claims, signal);
    const { name, version } = await subject.describe();
    const about = { suite: { version: suiteVersion }, subject: { name, version }, trials, firstSeed };
    const report = calibrationReport(judged, about);
    const json = `${JSON.stringify(report, null, 2)}\n`;
    await writeFiles(out, { 'calibration.json': json, 'calibration.md': calibrationMarkdown(report) });
    process.stdout.write(options.json ? json : calibrationText(report));
    process.stderr.write(
      `calibration: ${path.join(out, 'calibration.md')} (and .json), first seed ${firstSeed}\n`,
    );
    return exitCode.ok;
  } finally {
    await Promise.all([specs.close(), subject.close()]);
  }
}
