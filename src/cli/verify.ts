/** `superposition-spec verify`: its options. The work is loaded when it is asked for, since it is large. */
import path from 'node:path';
import { Command, Option } from 'commander';
import { defaultProfile, profiles } from '../claims/profile.js';
import { InputError } from '../setting/input-error.js';
import { defaultSubject, defaultTimeout } from '../subjects/registry.js';
import { interruptible } from './interrupt.js';
import { positiveInteger, seedNumber } from './options.js';
import type { VerifyOptions } from './verification.js';
import { withWeightsOptions } from './weights-options.js';

type Options = Omit<VerifyOptions, 'out'> & {
  readonly out?: string;
  readonly calibrate?: number | true;
  readonly firstSeed?: number;
  readonly digits?: string;
};

/** Enough to tell a rate of .9 from one of .8: of 200 trials, the 95% interval of .95 is .91 to .98. */
const defaultTrials = 200;

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('verify a subject against the claims and write a report')
    .option(
      '-s, --subject <name, command or file>',
      'what to verify: a subject by name; a command, which is a string with a space in it or the path of an executable file; or a weights file, or a folder of them (a sweep)',
      defaultSubject,
    )
    .option(
      '--subject-timeout <seconds>',
      'how long a command may be silent before it is taken to hang',
      positiveInteger,
      defaultTimeout,
    )
    .option('-c, --claims <ids...>', 'only these claims: ids, or patterns such as "C*"', [])
    .addOption(
      new Option(
        '-p, --profile <name>',
        'how much: theorems and one outcome, half a minute, what two cores do in two to three minutes, or hours',
      )
        .choices(profiles)
        .default(defaultProfile),
    )
    .option(
      '--seeds <count>',
      'at most this many seeds for a claim (fewer may leave it undecided)',
      positiveInteger,
    )
    .option('-o, --out <folder>', 'where the report goes (reports/latest, or reports/calibration)')
    .option('--evidence <folder>', 'where runs are kept, to be used again', 'reports/evidence')
    .option('--digits <folder>', 'real handwritten digits (MNIST in IDX files), besides the generated ones')
    .option('--waivers <file>', 'gates that may fail, each with a reason, a link and a last day (JSON)')
    .option(
      '--calibrate [trials]',
      'judge so many trials of each claim on fresh seeds, gate nothing, and propose strengths and thresholds',
      positiveInteger,
    )
    .option(
      '--first-seed <seed>',
      'with --calibrate: the seed of the first trial (random when left out)',
      seedNumber,
    )
    .option('--vary-seed', 'explore: let the properties use a random seed instead of the fixed one')
    .option(
      '--summary <file>',
      'append the verdicts as a Markdown table to this file, as to $GITHUB_STEP_SUMMARY',
    )
    .option('--json', 'print the report as JSON instead of a table');
  return withWeightsOptions(command).action(async ({ calibrate, firstSeed, digits, ...options }: Options) => {
    // All processes of the verification look there.
    if (digits !== undefined) process.env['MNIST_DIR'] = path.resolve(digits);
    process.exitCode = await interruptible(async (signal) => {
      // A folder that cannot be used is refused before anything is trained.
      if (process.env['MNIST_DIR']) await (await import('../data/digits/load.js')).realDigits();
      if (calibrate !== undefined) {
        const { calibration } = await import('./calibration.js');
        const trials = calibrate === true ? defaultTrials : calibrate;
        return calibration({ out: 'reports/calibration', ...options, trials, firstSeed }, signal);
      }
      if (firstSeed !== undefined) throw new InputError('--first-seed belongs to --calibrate; give both');
      const { verify } = await import('./verification.js');
      return verify({ out: 'reports/latest', ...options }, signal);
    });
  });
}
