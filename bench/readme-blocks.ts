/** All generated blocks of the README, from the committed report and benchmark. */
import { readFileSync } from 'node:fs';
import { inPackage } from '../src/claims/package-root.js';
import { type Matrix, matrixMarkdown, matrixSchema } from '../src/report/matrix.js';
import { readReport } from '../src/report/read.js';
import { type Blocks, reportBlocks } from '../src/report/readme.js';
import { pacePart } from './markdown.js';
import type { Results } from './results.js';

export async function readmeBlocks(): Promise<Blocks> {
  const report = await readReport(inPackage('reports/verification/report.json'));
  const results = JSON.parse(readFileSync(inPackage('reports/benchmark.json'), 'utf8')) as Results;
  return { ...reportBlocks(report), speed: speedBlock(results), subjects: matrixMarkdown(readMatrix()) };
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
