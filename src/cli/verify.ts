/** `superposition-spec verify`: its options. The work is loaded when it is asked for, since it is large. */
import { Command } from 'commander';
import { defaultSubject } from '../subjects/registry.js';
import { interruptible } from './interrupt.js';
import { positiveInteger } from './options.js';
import type { VerifyOptions } from './verification.js';
import { withWeightsOptions } from './weights-options.js';

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('verify a subject against the claims and write a report')
    .option(
      '-s, --subject <name or file>',
      'what to verify: a subject by name, or a weights file, or a folder of them (a sweep)',
      defaultSubject,
    )
    .option('-c, --claims <ids...>', 'only these claims: ids, or patterns such as "C*"', [])
    .option(
      '--seeds <count>',
      'at most this many seeds for a claim (fewer may leave it undecided)',
      positiveInteger,
    )
    .option('-o, --out <folder>', 'where the report goes', 'reports/latest')
    .option('--evidence <folder>', 'where runs are kept, to be used again', 'reports/evidence')
    .option('--vary-seed', 'explore: let the properties use a random seed instead of the fixed one')
    .option(
      '--summary <file>',
      'append the verdicts as a Markdown table to this file, as to $GITHUB_STEP_SUMMARY',
    )
    .option('--json', 'print the report as JSON instead of a table');
  return withWeightsOptions(command).action(async (options: VerifyOptions) => {
    process.exitCode = await interruptible(async (signal) => {
      const { verify } = await import('./verification.js');
      return verify(options, signal);
    });
  });
}
