/** `npm run bench -- --gpu`: measures, and writes `benchmark-gpu.json` and `benchmark-gpu.md`. */
import { writeFiles } from '../../src/report/write-files.js';
import { selectNamed } from '../select-named.js';
import { type GpuContender, gpuContenders } from './contenders.js';
import type { DeviceKind } from './device.js';
import { gpuMarkdown } from './markdown.js';
import { openRooflines } from './peak.js';
import { type GpuPlan, runGpuBenchmark } from './run.js';
import { gpuWorkloads } from './workloads.js';

export interface GpuOptions {
  readonly quick?: true;
  readonly workloads?: readonly string[];
  readonly contenders?: readonly string[];
  readonly rounds?: number;
  readonly seconds?: number;
  readonly limit?: number;
  readonly out: string;
}

/** Dense arithmetic does not depend on the feature probability, so that one standard table tells enough. */
const byDefault = ['sweep/', 'spread/'];

const ofSmokeTest = ['sweep/n5-m2-x100', 'sweep/n5-m2-x1000'];

/** The longest, in seconds, that a step of all instances may take: so that the whole table takes some minutes. */
const longest = 3;

/** On a GPU it is the start of many instances, on the processor, that takes long, and not their steps. */
const longestOnGpu = 20;

/** @returns the page. */
export async function benchmarkGpu(options: GpuOptions, note: (what: string) => void): Promise<string> {
  // Before anything is started: a wrong option costs no time.
  planOf(options, gpuContenders(pythonName(), {}), 'cpu');
  const rooflines = await openRooflines();
  try {
    const plan = planOf(options, gpuContenders(pythonName(), rooflines.driver), rooflines.kind);
    const results = await runGpuBenchmark(plan, rooflines, note);
    const markdown = gpuMarkdown(results);
    const places = await writeFiles(options.out, {
      'benchmark-gpu.json': `${JSON.stringify(results, null, 2)}\n`,
      'benchmark-gpu.md': markdown,
    });
    return `${markdown}\n${places.join('\n')}\n`;
  } finally {
    await rooflines.close();
  }
}

function planOf(
  { quick, workloads: ids, contenders: names, rounds, seconds, limit }: GpuOptions,
  contenders: readonly GpuContender[],
  device: DeviceKind,
): GpuPlan {
  const named = selectNamed('--contenders', contenders, ({ name }) => name, names ?? []);
  const texts = ids ?? (quick ? [] : byDefault);
  const chosen = selectNamed('--workloads', gpuWorkloads, ({ id }) => id, texts);
  return {
    workloads: quick && !ids ? chosen.filter(({ id }) => ofSmokeTest.includes(id)) : chosen,
    contenders: contenders.map((contender) => ({ contender, leftOut: leftOut(contender) })),
    options: {
      rounds: rounds ?? (quick ? 1 : 3),
      seconds: seconds ?? (quick ? 0.2 : 0.5),
      limit: limit ?? (quick ? 1 : device === 'gpu' ? longestOnGpu : longest),
    },
  };

  function leftOut(contender: GpuContender): string | undefined {
    if (!named.includes(contender)) return 'left out by --contenders';
    return quick && contender.isSlowToStart ? 'left out by --quick' : undefined;
  }
}

function pythonName(): string {
  return process.env['PYTHON'] ?? 'python3';
}
