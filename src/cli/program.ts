/** The frame around the commands: version and help, errors as exit codes, output into a closed pipe. */
import { Command, CommanderError } from 'commander';
import { suiteVersion } from '../claims/suite-version.js';
import { InputError } from '../setting/input-error.js';
import { exitCode } from './exit-code.js';
import { Interrupted } from './interrupt.js';

const name = 'superposition-spec';

export function createProgram(): Command {
  return new Command(name)
    .description('Checks implementations of "Toy Models of Superposition" against what is documented.')
    .version(suiteVersion)
    .addHelpText(
      'after',
      `
Exit codes:
  ${exitCode.ok}   all is well; of verify: every gate holds or is waived
  ${exitCode.gateFailed}   a gate does not hold, or a waiver is stale or expired
  ${exitCode.badInput}   bad usage or input; one sentence on stderr says what to mend
  ${exitCode.unexpected}  a fault of this program; the stack is on stderr
  ${exitCode.interrupted} stopped by Ctrl-C; finished runs are kept`,
    );
}

/**
 * Runs the command that the arguments name.
 * @returns the exit code; a command that ends well may set `process.exitCode` itself.
 */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  endQuietlyWhenNobodyReads();
  throwInsteadOfExit(program);
  for (const command of program.commands) {
    command.copyInheritedSettings(program);
    throwInsteadOfExit(command);
  }
  try {
    await program.parseAsync([...argv]);
    return typeof process.exitCode === 'number' ? process.exitCode : exitCode.ok;
  } catch (error) {
    // Commander has already written its sentence or the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.badInput;
    if (error instanceof InputError) {
      process.stderr.write(`${name}: ${error.message}\n`);
      return exitCode.badInput;
    }
    if (error instanceof Interrupted) {
      process.stderr.write(`\n${name}: ${error.message}\n`);
      return exitCode.interrupted;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitCode.unexpected;
  }
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) => write(text.replace(/^error: /, `${name}: `)),
  });
}

/** `… | head` closes the pipe when it has enough; that is no error. */
function endQuietlyWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
