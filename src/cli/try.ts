/** `superposition-spec try`: speaks to a subject once, and says in words what is wrong with its answers. */
import { Command } from 'commander';
import { InputError } from '../setting/input-error.js';
import { printable, quoted } from '../setting/printable.js';
import { openSubject } from '../subjects/registry.js';
import type { Description } from '../subjects/subject.js';
import { colours } from './colours.js';
import { exitCode } from './exit-code.js';
import { interruptible, unlessAborted } from './interrupt.js';
import { positiveInteger } from './options.js';

interface TryOptions {
  readonly subject: string;
  readonly subjectTimeout: number;
}

/** Each question here takes a moment; a program that loads large libraries takes the longest to start. */
const defaultTimeout = 60;

export function tryCommand(): Command {
  return new Command('try')
    .description('ask a subject each method once, compare with the oracle, and say what is wrong in words')
    .requiredOption('-s, --subject <name or command>', 'what to try: "python3 my_subject.py"')
    .option(
      '--subject-timeout <seconds>',
      'how long a command may be silent before it is taken to hang',
      positiveInteger,
      defaultTimeout,
    )
    .action(async (options: TryOptions) => {
      process.exitCode = await interruptible((signal) => trySubject(options, signal));
    });
}

async function trySubject(
  { subject: name, subjectTimeout }: TryOptions,
  signal: AbortSignal,
): Promise<number> {
  const opened = await unlessAborted(signal, openSubject(name, { timeout: subjectTimeout }));
  if (opened.kind === 'absent') throw new InputError(`subject ${quoted(name)} is absent: ${opened.reason}`);
  const { tryOut } = await import('../subjects/command/explain/trial.js');
  const { subject, again } = opened;
  const { bold, green, red, dim } = colours();
  try {
    if (again?.fault !== undefined) {
      process.stdout.write(`${red('✗')} ${bold('describe')}  ${printable(name)} ${again.fault}\n`);
      return exitCode.gateFailed;
    }
    process.stdout.write(`${green('✓')} ${bold('describe')}\n${described(await subject.describe())}`);
    const marks = { right: green('✓'), wrong: red('✗'), absent: dim('·') };
    let wrong = 0;
    const findings = tryOut(subject);
    for (;;) {
      const { value, done } = await unlessAborted(signal, findings.next());
      if (done) break;
      if (value.kind === 'wrong') wrong += 1;
      process.stdout.write(`${marks[value.kind]} ${bold(value.about)}\n    ${printable(value.text)}\n`);
    }
    process.stdout.write(wrong === 0 ? 'Nothing is wrong so far; verify it.\n' : `${wrong} to mend.\n`);
    return wrong === 0 ? exitCode.ok : exitCode.gateFailed;
  } finally {
    await subject.close();
  }
}

function described({ name, version, precision, models, magnitudes, options }: Description): string {
  const lines = [
    `${name}, version ${version}, ${precision}`,
    `models: ${models.join(', ') || 'none'}`,
    `magnitudes: ${magnitudes.join(', ') || 'none'}`,
    ...(options ? [`options: ${options.join(', ') || 'none'}`] : []),
    ...(version.startsWith('unversioned') ? ['it gives no version, so no run of it is used again'] : []),
  ];
  return lines.map((line) => `    ${printable(line)}\n`).join('');
}
