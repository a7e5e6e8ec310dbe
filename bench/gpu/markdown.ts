/** The benchmark of GPUs as a page for people: `reports/benchmark-gpu.md`. */
import { escapeMarkdown } from '../../src/report/text.js';
import { formatFigure, markdownTable } from '../format.js';
import { kindInWords } from './device.js';
import type { GpuResults, Row, Taking } from './results.js';
import type { Throughput } from './summary.js';
import { crossingSentence, deviceSentence, kindOf, peakSentence } from './words.js';
import type { Group } from './workloads.js';

const headings: Readonly<Record<Group, string>> = {
  sweep: 'The sweep: many instances, 256 rows a step',
  standard: 'The standard workloads, 1,024 rows a step',
};

export function gpuMarkdown(results: GpuResults): string {
  const { environment, options, contenders } = results;
  const { processor, cores, memoryGigabytes, node, platform, date, loadBefore, nvidia } = environment;
  const used = (['sweep', 'standard'] as const).filter((group) =>
    results.workloads.some((workload) => workload.group === group),
  );
  return `${[
    '# GPU and CPU benchmark',
    deviceSentence(results),
    `${escapeMarkdown(processor)}, ${cores} cores, ${memoryGigabytes} GiB, ${escapeMarkdown(platform)}, Node ${node}, ${date}, ` +
      `load ${loadBefore.toFixed(2)} before.${loadBefore > 0.5 ? ' **Other work ran on the machine.**' : ''}${nvidia.length > 0 ? ` NVIDIA's driver names ${escapeMarkdown(nvidia.join('; '))}.` : ''} ` +
      `${options.rounds} ${options.rounds === 1 ? 'round' : 'rounds'} of about ${options.seconds} s, fewer of what is slow, in which the contenders take turns; medians. ` +
      'The figures are made for the ratios between them: another machine, or other load, has others. ' +
      'Written by `npm run bench -- --gpu`; `benchmark-gpu.json` has every round.',
    'A step is one training step of all instances: fresh data (drawn on the device, but by TensorFlow.js on the processor), ' +
      'forward, backward, Adam, in float32. ' +
      'The clock stops when the weights of all instances have been read back. The start (first weights, transfers) cancels in the ' +
      'difference of a long and a short training; what the first training took longer than a later one is told apart, as “first”. ' +
      'Instance-steps are steps times instances. Multiply-adds are those of the dense model, 5 · m · n a row, whatever is really ' +
      'computed: `fused` skips what is zero, and may pass the peak. ' +
      `${peakSentence(results)} ` +
      `Where a training of one step of all instances, its start with it, would take more than ${options.limit} s by a pilot of some of them, the workload is not run.`,
    '## Who took part',
    takingTable(contenders),
    ...used.flatMap((group) => [
      `## ${headings[group]}`,
      'Instance-steps per second:',
      overview(results, group),
    ]),
    '## Where the GPU starts to win',
    crossingSentence(results),
    '## All that was measured',
    detailTable(results),
    ...missingPart(results),
  ].join('\n\n')}\n`;
}

/** Instance-steps per second: a column for each contender that took part, headed by what it computed on. */
export function overview({ workloads, contenders, summary }: GpuResults, group: Group): string {
  const own = workloads.filter((workload) => workload.group === group);
  const present = contenders.filter((taking) => taking.state === 'present');
  const rows = own.map(({ id, title, rows }) => [
    title,
    ...present.map(({ name }) => {
      const row = rows.find(({ contender }) => contender === name);
      const throughput = throughputOf(summary.throughputs, id, name);
      if (throughput) return formatFigure(throughput.instanceStepsPerSecond);
      return row?.state ?? '–';
    }),
  ]);
  const heads = present.map(({ name, device }) => `${name} (${kindInWords(device)})`);
  return markdownTable(['Workload', ...heads], rows);
}

function takingTable(contenders: readonly Taking[]): string {
  const rows = contenders.flatMap((taking) =>
    taking.state === 'present'
      ? [
          [
            taking.name,
            `${kindInWords(taking.device)}: ${taking.device.name}`,
            taking.version,
            taking.peakMegabytes > 0 ? formatFigure(taking.peakMegabytes) : '–',
          ],
        ]
      : [],
  );
  return markdownTable(['Contender', 'Computes on', 'Version', 'Largest resident set, MB'], rows, 3);
}

function detailTable({ workloads, contenders, summary }: GpuResults): string {
  const rows = workloads.flatMap(({ id, title, rows }) =>
    rows.flatMap((row) => {
      const throughput = throughputOf(summary.throughputs, id, row.contender);
      if (row.state !== 'measured' || !throughput) return [];
      return [[title, row.contender, kindOf(contenders, row.contender), ...figures(row, throughput)]];
    }),
  );
  const heading = [
    'Workload',
    'Contender',
    'On',
    'Instance-steps a second',
    '10⁹ multiply-adds a second',
    'Of the peak',
    'First, s',
    'Device memory, MB',
  ];
  return markdownTable(heading, rows, 3);
}

function figures(
  { compileSeconds, deviceMegabytes }: Extract<Row, { state: 'measured' }>,
  { instanceStepsPerSecond, multiplyAddsPerSecond, shareOfPeak }: Throughput,
): string[] {
  return [
    formatFigure(instanceStepsPerSecond),
    formatFigure(multiplyAddsPerSecond / 1e9),
    shareOfPeak === undefined ? '–' : `${formatFigure(100 * shareOfPeak)} %`,
    compileSeconds.toFixed(2),
    deviceMegabytes === undefined ? '–' : formatFigure(deviceMegabytes),
  ];
}

function throughputOf(throughputs: readonly Throughput[], id: string, name: string): Throughput | undefined {
  return throughputs.find(({ workload, contender }) => workload === id && contender === name);
}

function missingPart({ contenders, workloads, options }: GpuResults): string[] {
  const absent = contenders.flatMap((taking) =>
    taking.state === 'absent' ? [`- ${taking.name}: ${escapeMarkdown(taking.reason)}`] : [],
  );
  const rows = workloads.flatMap(({ title, rows }) =>
    rows.flatMap((row) => {
      if (row.state === 'not run') {
        const estimate = formatFigure(row.estimateSeconds);
        return [
          `- ${row.contender} on ${title}: not run; a pilot of a part estimates ${estimate} s for a training of one step of all, above ${options.limit} s`,
        ];
      }
      return row.state === 'failed'
        ? [`- ${row.contender} on ${title}: failed: ${escapeMarkdown(row.reason)}`]
        : [];
    }),
  );
  if (absent.length + rows.length === 0) return [];
  return ['## Not measured', [...absent, ...rows].join('\n')];
}
