/** The benchmark as a page for people: `reports/benchmark.md`. */
import { escapeMarkdown } from '../src/report/text.js';
import { formatFigure, formatRatio, markdownTable } from './format.js';
import type { Results, Taking, WorkloadResult } from './results.js';
import { middle } from './scaling.js';
import { median } from './statistics.js';
import { fastest } from './summary.js';
import type { Table } from './workloads.js';

const headings: Readonly<Record<Table, string>> = {
  spread: 'Feature probabilities from 1 to .01',
  sparse: 'Feature probability .01',
  subjects: 'One instance at S = 0, .9 and .99',
};

export function benchmarkMarkdown(results: Results): string {
  const { environment, options, contenders } = results;
  const { processor, cores, node, date, loadBefore } = environment;
  const tables = [...new Set(results.workloads.map(({ table }) => table))];
  return `${[
    '# Benchmark',
    `${escapeMarkdown(processor)}, ${cores} cores, Node ${node}, ${date}, load ${loadBefore.toFixed(2)} before. ` +
      `${options.rounds} rounds of about ${options.seconds} s, in which the contenders take turns; medians. ` +
      'The figures are made for the ratios between them: another machine, or other load, has others. ' +
      'Written by `npm run bench`; `benchmark.json` has every round.',
    '## Training steps per second',
    'A step is one training step of all instances of a workload: batch 1,024, fresh data, Adam. ' +
      'Of PyTorch and JAX the better of one and two threads is shown. ' +
      'The ratio is that of `fused` on two threads to the best of all others, the median over rounds.',
    ...tables.flatMap((table) => pacePart(results, table)),
    '## Against the roofline',
    'Multiply-adds by the count of the dense model, 5 · m · n for a row (forward 2 · m · n, backward 3 · m · n), ' +
      'whatever the kernel really does, so that a kernel which skips what is zero may pass the roofline. ' +
      'The roofline is a loop of SIMD multiplications and additions in registers, on two threads, in the same rounds.',
    rooflineTable(results),
    '## Peak memory',
    'The largest resident set of each process over the whole run, Node or Python included.',
    memoryTable(contenders),
    ...scalingPart(results),
    ...absentPart(results),
  ].join('\n\n')}\n`;
}

/** One of the tables of steps per second, with its heading and what the ratios come to. */
export function pacePart(results: Results, table: Table): string[] {
  return [`### ${headings[table]}`, paceTable(results, table), ratioLine(results.summary, table)];
}

function paceTable({ workloads, contenders, summary }: Results, table: Table): string {
  const own = workloads.filter((workload) => workload.table === table);
  const families = [
    ...new Set(
      contenders.flatMap(({ name, family, kind }) =>
        kind !== 'roofline' && own.some(({ measured }) => measured.some((pace) => pace.contender === name))
          ? [family]
          : [],
      ),
    ),
  ];
  const rows = own.map((workload) => [
    workload.title,
    ...families.map((family) => paceCell(workload, contenders, family)),
    ratioCell(summary, workload.id),
  ]);
  return markdownTable(['Workload', ...families, 'Ratio to the best'], rows);
}

function paceCell({ measured }: WorkloadResult, contenders: readonly Taking[], family: string): string {
  const names = contenders.filter((taking) => taking.family === family).map(({ name }) => name);
  const best = fastest(measured.filter(({ contender }) => names.includes(contender)));
  return best ? formatFigure(median(best.rounds)) : '–';
}

function ratioCell({ workloads }: Results['summary'], id: string): string {
  const against = workloads.find((workload) => workload.id === id)?.againstBest;
  return against ? `${formatRatio(against.ratio)} (${against.contender})` : '–';
}

function ratioLine({ ratios }: Results['summary'], table: Table): string {
  const own = ratios.find((ratio) => ratio.table === table);
  if (!own) return 'Nothing to compare with.';
  return `Geometric mean of the ratios: **${formatRatio(own.geometricMean)}**; least: ${formatRatio(own.least)}.`;
}

function rooflineTable({ workloads, summary }: Results): string {
  const rows = workloads.flatMap(({ id, table, title, kernels }, at) => {
    const roofline = summary.workloads[at]!.roofline;
    if (!roofline) return [];
    const { multiplyAddsPerSecond, mostPerSecond, share } = roofline;
    return [
      [
        table === 'sparse' ? `${title}, p = .01` : title,
        kernels.join(', '),
        formatFigure(multiplyAddsPerSecond / 1e9),
        formatFigure(mostPerSecond / 1e9),
        `${formatFigure(100 * share)} %`,
      ].map((cell) => cell || id),
    ];
  });
  const heading = ['Workload', 'Kernels', 'fused, 10⁹ a second', 'Roofline, 10⁹ a second', 'Share'];
  return markdownTable(heading, rows, 2);
}

function memoryTable(contenders: readonly Taking[]): string {
  const rows = contenders.flatMap((taking) =>
    taking.state === 'present' ? [[taking.name, taking.version, formatFigure(taking.peakMegabytes)]] : [],
  );
  return markdownTable(['Contender', 'Version', 'MB'], rows, 2);
}

function scalingPart({ scaling }: Results): string[] {
  if (scaling.length === 0) return [];
  const { n, m, p, batch, instances } = middle;
  const rows = scaling.map(({ quantity, exponent, points }) => [
    quantity,
    exponent.toFixed(2),
    points.map(({ value, secondsPerStep }) => `${value}: ${formatFigure(secondsPerStep * 1e6)}`).join(', '),
    [...new Set(points.flatMap(({ kernels }) => kernels))].join(', '),
  ]);
  return [
    '## How the time of a step grows',
    `fused on two threads, around n=${n} m=${m} p=${p}, batch ${batch}, ${instances} instances; one quantity at a time. ` +
      'The exponent e of time = c · quantity^e, by least squares in the logarithms; the microseconds of a step are beside it.',
    markdownTable(['Quantity', 'Exponent', 'Value: microseconds', 'Kernels'], rows, 4),
  ];
}

function absentPart({ contenders, workloads }: Results): string[] {
  const absent = contenders.flatMap((taking) =>
    taking.state === 'absent' ? [`- ${taking.name}: ${escapeMarkdown(taking.reason)}`] : [],
  );
  const failed = workloads.flatMap(({ id, failed }) =>
    failed.map(({ contender, reason }) => `- ${contender} on ${id}: ${escapeMarkdown(reason)}`),
  );
  if (absent.length + failed.length === 0) return [];
  return ['## Not measured', [...absent, ...failed].join('\n')];
}
