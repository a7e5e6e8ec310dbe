/** The figures that are read: ratios within a run, their means, and work against the roofline. */
import { fusedOn, rooflineOn } from './contenders.js';
import type { Work } from './protocol.js';
import type { Pace, Paces, Results, WorkloadResult } from './results.js';
import { geometricMean, median } from './statistics.js';
import { type Table, tables } from './workloads.js';

export interface Summary {
  readonly workloads: readonly WorkloadSummary[];
  /** Of each table: fused with two threads over the best of all others. */
  readonly ratios: readonly {
    readonly table: Table;
    readonly geometricMean: number;
    readonly least: number;
  }[];
}

export interface WorkloadSummary {
  readonly id: string;
  /** Undefined where fused or all others are missing. */
  readonly againstBest: { readonly contender: string; readonly ratio: number } | undefined;
  readonly roofline: Roofline | undefined;
}

export interface Roofline {
  /** Of fused with two threads, by the nominal count. */
  readonly multiplyAddsPerSecond: number;
  /** Of the register-only loop on two threads. */
  readonly mostPerSecond: number;
  readonly share: number;
}

/**
 * Multiply-adds of a step by the count of the dense model, whatever a kernel really does: for each row
 * m · n to the hidden dimensions and m · n to the outputs, then m · n each for the gradient of the
 * decoder, of the hidden dimensions and of the encoder. 5 · m · n, forward and backward.
 */
export function nominalMultiplyAdds({ n, m, batch, instances }: Work): number {
  return 5 * m * n * batch * instances;
}

export function summarise(workloads: readonly WorkloadResult[], contenders: Results['contenders']): Summary {
  const engines = new Set(
    contenders.flatMap(({ name, kind }) => (kind === 'subject' || kind === 'peer' ? [name] : [])),
  );
  const summaries = workloads.map((workload) => ({
    table: workload.table,
    id: workload.id,
    againstBest: againstBest(workload, engines),
    roofline: againstRoofline(workload),
  }));
  return {
    workloads: summaries.map(({ table: _, ...summary }) => summary),
    ratios: tables.flatMap((table) => {
      const ratios = summaries.flatMap(({ table: own, againstBest }) =>
        own === table && againstBest ? [againstBest.ratio] : [],
      );
      if (ratios.length === 0) return [];
      return [{ table, geometricMean: geometricMean(ratios), least: Math.min(...ratios) }];
    }),
  };
}

/** @param others the names of those that fused is compared with. */
export function againstBest(
  { measured }: Pick<Paces, 'measured'>,
  others: ReadonlySet<string>,
): WorkloadSummary['againstBest'] {
  const fused = paceOf(measured, fusedOn(2).name);
  const best = fastest(measured.filter(({ contender }) => others.has(contender)));
  if (!fused || !best) return undefined;
  return { contender: best.contender, ratio: pairedRatio(fused, best) };
}

/** The one with the highest median. */
export function fastest(paces: readonly Pace[]): Pace | undefined {
  return paces.toSorted((a, b) => median(b.rounds) - median(a.rounds))[0];
}

/** The median over the rounds of the ratio within a round, whose two measurements are neighbours in time. */
export function pairedRatio(upper: Pace, lower: Pace): number {
  return median(upper.rounds.map((pace, round) => pace / lower.rounds[round]!));
}

function againstRoofline({ work, measured }: WorkloadResult): Roofline | undefined {
  const fused = paceOf(measured, fusedOn(2).name);
  const most = paceOf(measured, rooflineOn(2).name);
  if (!fused || !most) return undefined;
  const count = nominalMultiplyAdds(work);
  return {
    multiplyAddsPerSecond: median(fused.rounds) * count,
    mostPerSecond: median(most.rounds),
    share: pairedRatio(fused, most) * count,
  };
}

function paceOf(measured: readonly Pace[], name: string): Pace | undefined {
  return measured.find(({ contender, rounds }) => contender === name && rounds.length > 0);
}
