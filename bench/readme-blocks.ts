/** All generated blocks of the README, from the committed report and benchmark. */
import { readFileSync } from 'node:fs';
import { inPackage } from '../src/claims/package-root.js';
import { type Matrix, matrixMarkdown, matrixSchema } from '../src/report/matrix.js';
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
  return {
    ...reportBlocks(report),
    speed: speedBlock(readResults<Results>('benchmark.json')),
    gpu: gpuBlock(readResults<GpuResults>('benchmark-gpu.json')),
    subjects: matrixMarkdown(readMatrix()),
  };
}

function readResults<T>(file: string): T {
  return JSON.parse(readFileSync(inPackage('reports', file), 'utf8')) as T;
}

/** The committed table of subjects: `npm run matrix`. */
function readMatrix(): Matrix {
  return matrixSchema.parse(JSON.parse(readFileSync(inPackage('reports/subjects.json'), 'utf8')));
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
