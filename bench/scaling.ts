/**
 * How the time of a step of `fused` grows: one quantity at a time is varied around a middle setting, and
 * e of seconds = c · quantity^e is fitted to the points. The engine may change its kernel on the way,
 * which a single exponent blends; each point names its kernels.
 */
import type { Lane } from './lanes.js';
import type { Work } from './protocol.js';
import { kernelsOf, type Rounds } from './rounds.js';
import { fittedExponent, median } from './statistics.js';

export type Quantity = 'n' | 'm' | 'p' | 'batch' | 'instances';

export interface Scaling {
  readonly quantity: Quantity;
  readonly exponent: number;
  readonly points: readonly {
    readonly value: number;
    readonly secondsPerStep: number;
    readonly kernels: readonly string[];
  }[];
}

/** The middle: neither tiny nor sparse, with an instance for each of two threads. */
export const middle = { n: 80, m: 20, p: 0.1, batch: 1024, instances: 2 } as const;

const sweeps: readonly (readonly [Quantity, readonly number[]])[] = [
  ['n', [20, 40, 80, 160, 320]],
  ['m', [5, 10, 20, 40, 80]],
  ['p', [0.01, 0.03, 0.1, 0.3, 1]],
  ['batch', [256, 512, 1024, 2048, 4096]],
  ['instances', [2, 4, 8, 16]],
];

/**
 * The points of all sweeps in rounds, so that none is measured in better times than another.
 * @param lane of `fused`.
 * @throws when the lane cannot do a point.
 */
export async function measureScaling(
  lane: Lane,
  { rounds, seconds }: Rounds,
  extent: 'whole' | 'ends',
  note: (what: string) => void,
): Promise<Scaling[]> {
  const points = sweeps.flatMap(([quantity, values]) =>
    (extent === 'ends' ? [values[0]!, values.at(-1)!] : values).map((value) => {
      return { quantity, value, work: scaled(quantity, value), times: [] as number[] };
    }),
  );
  for (let round = 0; round < rounds; round++) {
    for (const { quantity, value, work, times } of points) {
      note(`${quantity} = ${value}: round ${round + 1} of ${rounds}`);
      const prepared = await lane.prepare(work);
      const measured = prepared.kind === 'ready' ? await lane.measure(seconds) : prepared;
      if (measured.kind !== 'measured') {
        const reason = measured.kind === 'failed' ? measured.reason : 'it is absent';
        throw new Error(`${lane.contender.name}, ${quantity} = ${value}: ${reason}`);
      }
      times.push(measured.seconds / measured.steps);
    }
  }
  return sweeps.map(([quantity]) => {
    const own = points.filter((point) => point.quantity === quantity);
    return {
      quantity,
      exponent: fittedExponent(own.map(({ value, times }) => ({ x: value, y: median(times) }))),
      points: own.map(({ value, work, times }) => {
        return { value, secondsPerStep: median(times), kernels: kernelsOf(work) };
      }),
    };
  });
}

function scaled(quantity: Quantity, value: number): Work {
  const { n, m, p, batch, instances }: Record<Quantity, number> = { ...middle, [quantity]: value };
  return {
    model: 'relu-output',
    n,
    m,
    batch,
    instances,
    probabilities: Array.from({ length: instances }, () => p),
    importances: Array.from({ length: n }, () => 1),
  };
}
