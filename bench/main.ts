/** `npm run bench`: measures, prints the tables and writes `benchmark.json` and `benchmark.md`. */
import { Command, InvalidArgumentError } from 'commander';
import { positiveInteger } from '../src/cli/options.js';
import { runProgram } from '../src/cli/program.js';
import { writeFiles } from '../src/report/write-files.js';
import { InputError } from '../src/setting/input-error.js';
import { allContenders, type Contender } from './contenders.js';
import { benchmarkGpu, type GpuOptions } from './gpu/main.js';
import { benchmarkMarkdown } from './markdown.js';
import { type Plan, runBenchmark } from './run.js';
import { selectNamed } from './select-named.js';
import { workloads } from './workloads.js';

interface Options extends GpuOptions {
  readonly gpu?: true;
}

const program = new Command('bench')
  .description('Training steps per second of the subjects, and of PyTorch and JAX where Python has them.')
  .option('--gpu', 'GPU and CPU side by side, on many instances: benchmark-gpu.json and benchmark-gpu.md')
  .option('--quick', 'a smoke test of about a minute: one workload of each table, one short round')
  .option('--workloads <text...>', 'those with one of the texts in their name: spread, sparse/n5-, S0.99')
  .option('--contenders <text...>', 'likewise: fused, tfjs, "JAX scan, 2"')
  .option('--rounds <count>', 'how often each contender is measured', positiveInteger)
  .option('--seconds <seconds>', 'about how long it is measured each time', positiveNumber)
  .option('--limit <seconds>', 'with --gpu: the longest that a training of one step may take', positiveNumber)
  .option('--out <folder>', 'where benchmark.json and benchmark.md go', 'reports')
  .addHelpText('after', '\nThe peers run in python3, or in the Python that the variable PYTHON names.')
  .action(async (options: Options) => {
    if (options.gpu) {
      const page = await benchmarkGpu(options, note);
      note('');
      process.stdout.write(page);
      return;
    }
    if (options.limit !== undefined) throw new InputError('--limit is for --gpu alone');
    const results = await runBenchmark(planOf(options), note);
    const markdown = benchmarkMarkdown(results);
    const json = `${JSON.stringify(results, null, 2)}\n`;
    const places = await writeFiles(options.out, { 'benchmark.json': json, 'benchmark.md': markdown });
    note('');
    process.stdout.write(`${markdown}\n${places.join('\n')}\n`);
  });

process.exitCode = await runProgram(program, process.argv);

function planOf({ quick, workloads: ids, contenders: names, rounds, seconds }: Options): Plan {
  const chosen = ids ?? (quick ? ['n5-m2-x1', 'n5-m2-S0.99'] : []);
  const contenders = allContenders(process.env['PYTHON'] ?? 'python3');
  const named = selectNamed('--contenders', contenders, ({ name }) => name, names ?? []);
  return {
    workloads: selectNamed('--workloads', workloads, ({ id }) => id, chosen),
    contenders: contenders.map((contender) => ({ contender, leftOut: leftOut(contender) })),
    rounds: rounds ?? (quick ? 1 : 5),
    seconds: seconds ?? (quick ? 0.2 : 1),
    sweeps: quick ? 'ends' : 'whole',
  };

  function leftOut(contender: Contender): string | undefined {
    if (!named.includes(contender)) return 'left out by --contenders';
    return quick && isSlowToStart(contender) ? 'left out by --quick' : undefined;
  }
}

/** Compilation by PyTorch takes some ten seconds a workload, and XLA starts no faster on one core. */
function isSlowToStart({ family, name }: Contender): boolean {
  return family === 'PyTorch compiled' || name === 'JAX scan, 1 thread';
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** One line that is written over on a terminal; a line each otherwise. */
function note(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${what}`);
  else if (what !== '') process.stderr.write(`${what}\n`);
}
