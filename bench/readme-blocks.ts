/** All generated blocks of the README, from the committed report and benchmark. */
import { readFileSync } from 'node:fs';
import { inPackage } from '../src/claims/package-root.js';
import { readReport } from '../src/report/read.js';
import { type Blocks, reportBlocks } from '../src/report/readme.js';
import { escapeMarkdown } from '../src/report/text.js';
import { overview } from './gpu/markdown.js';
import type { GpuResults } from './gpu/results.js';
import { crossingSentence, deviceSentence } from './gpu/words.js';
import { pacePart } from './markdown.js';
import type { Results } from './results.js';

export async function readmeBlocks(): Promise<Blocks> {
  const report = await readReport(inPackage('reports/verification/report.json'));
  const results = readResults<Results>('benchmark.json');
  const gpu = readResults<GpuResults>('benchmark-gpu.json');
  return { ...reportBlocks(report), speed: speedBlock(results), gpu: gpuBlock(gpu) };
}

function readResults<T>(file: string): T {
  return JSON.parse(readFileSync(inPackage('reports', file), 'utf8')) as T;
}

function speedBlock(results: Results): string {
  const { processor, cores, node } = results.environment;
  const peak = results.contenders.flatMap((taking) =>
    taking.state === 'present' && taking.name.startsWith('fused') ? [taking.peakMegabytes] : [],
  );
  return [
    `Training steps per second on ${processor}, ${cores} cores, Node ${node}; medians over interleaved rounds, ` +
      `batch 1,024, all instances of a workload advance in a step. \`fused\` took at most ${Math.round(Math.max(...peak))} MB.`,
    ...pacePart(results, 'spread'),
    ...pacePart(results, 'sparse'),
  ].join('\n\n');
}

/** What ran, on which device, and the sweep. */
function gpuBlock(results: GpuResults): string {
  const { processor, cores } = results.environment;
  return [
    `${deviceSentence(results)} Instance-steps per second, beside ${escapeMarkdown(processor)} with ${cores} cores:`,
    overview(results, 'sweep'),
    crossingSentence(results),
  ].join('\n\n');
}
