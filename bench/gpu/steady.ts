/**
 * Steps per second of a training of many instances whose start (shaders, first weights, reading back) may
 * take longer than a step: pace.ts's difference of a long and a short training, in which the start cancels,
 * with three things besides. A pilot of a part of the instances tells whether all of them take too long.
 * What the first training took longer is told apart. And the long training is made so long that its steps
 * take about as much time as the start, or `seconds` where that is more, since what the start varies by is
 * an error of the difference.
 */
import { Bench } from 'tinybench';

/**
 * Makes a training of so many of the instances and so many steps, which can be run as often as wanted, each
 * time from the beginning until the weights are read back. What is made is no part of the training.
 */
export type Train = (instances: number, steps: number) => () => Promise<void>;

export type Clock = (action: () => Promise<void>) => Promise<number>;

export type Pilot =
  | {
      readonly kind: 'ready';
      readonly compileSeconds: number;
      /** Of a training of one step of all instances. */
      readonly start: number;
      /** Of a further step, roughly. */
      readonly step: number;
    }
  | { readonly kind: 'too long'; readonly estimate: number };

/** The part of the instances with which the pilot begins. */
const firstPart = 1 / 64;

/** How many times larger the next pilot is. */
const growth = 4;

/** The first trainings: a part of the instances, growing, and at last all of them. */
export async function runPilot(
  train: Train,
  instances: number,
  limit: number,
  secondsOf: Clock = wallClock,
): Promise<Pilot> {
  const points: Point[] = [];
  let compileSeconds = 0;
  for (let some = Math.ceil(instances * firstPart); ; ) {
    const training = train(some, 1);
    const first = await secondsOf(training);
    // What is beyond the limit by far already is not tried again.
    const later = first > growth * limit ? first : await secondsOf(training);
    compileSeconds += Math.max(0, first - later);
    points.push({ instances: some, seconds: later });
    const next = nextPilot(points, instances, limit);
    if (next.kind === 'too long') return next;
    if (next.kind === 'done') {
      const step = await roughStep(train, instances, later, limit, secondsOf);
      return { kind: 'ready', compileSeconds, start: later, step };
    }
    some = next.instances;
  }
}

/** A training of one step of so many instances. */
export interface Point {
  readonly instances: number;
  readonly seconds: number;
}

/**
 * What follows the pilots so far. Much of a small pilot is a start that does not grow with the instances, so
 * that a single one tells too little: from two on, the line through the last two of them does.
 * @param points at least one, in growing order.
 * @param limit of the seconds of a training of one step of all instances.
 */
export function nextPilot(
  points: readonly Point[],
  instances: number,
  limit: number,
):
  | { readonly kind: 'done' }
  | { readonly kind: 'more'; readonly instances: number }
  | { readonly kind: 'too long'; readonly estimate: number } {
  const last = points.at(-1)!;
  const before = points.at(-2);
  const inProportion = (last.seconds * instances) / last.instances;
  const isAll = last.instances === instances;
  const estimate = before && !isAll ? extrapolate(before, last, instances) : inProportion;
  // What leaves room for a larger pilot is not given up for an estimate, to which a busy machine adds.
  const hasRoom = growth * last.seconds <= limit;
  if (last.seconds > limit || (before && estimate > limit && !hasRoom)) return { kind: 'too long', estimate };
  if (isAll) return { kind: 'done' };
  if (inProportion <= limit) return { kind: 'more', instances };
  return { kind: 'more', instances: Math.min(instances, growth * last.instances) };
}

/** On the line through two points; never below the last one. */
function extrapolate(before: Point, last: Point, instances: number): number {
  const slope = (last.seconds - before.seconds) / (last.instances - before.instances);
  return last.seconds + Math.max(0, slope) * (instances - last.instances);
}

/** From trainings of more and more steps, until the steps are not lost in the start. */
async function roughStep(
  train: Train,
  instances: number,
  start: number,
  limit: number,
  secondsOf: Clock,
): Promise<number> {
  for (let steps = 2; ; steps *= 4) {
    const seconds = await secondsOf(train(instances, steps));
    const further = seconds - start;
    if (further > Math.max(0.05, start / 2) || seconds > 4 * limit) {
      return Math.max(further, 1e-4) / (steps - 1);
    }
  }
}

/** Steps of the long training. */
export function stepsOfLong(
  { start, step }: Extract<Pilot, { kind: 'ready' }>,
  seconds: number,
  repetitions: number,
): number {
  return 1 + Math.max(1, Math.ceil(Math.max(seconds / repetitions, start) / step));
}

/** A long training that took so many seconds is not made longer, even if its steps take less than its start. */
const longEnough = 4;

/** @throws Error when the time of the steps is lost in that of the start. */
export async function measureSteady(
  train: Train,
  instances: number,
  pilot: Extract<Pilot, { kind: 'ready' }>,
  seconds: number,
): Promise<{ steps: number; seconds: number }> {
  const iterations = pilot.start < seconds ? 3 : 1;
  for (let steps = stepsOfLong(pilot, seconds, iterations); ; steps *= growth) {
    const bench = new Bench({ iterations, time: 0, warmup: false, throws: true });
    bench.add('short', train(instances, 1)).add('long', train(instances, steps));
    const [short, long] = (await bench.run()).map(medianSeconds) as [number, number];
    const difference = long - short;
    if (difference > short / 2) return { steps: steps - 1, seconds: difference };
    if (long < longEnough) continue;
    if (difference > 0) return { steps: steps - 1, seconds: difference };
    throw new Error(`${steps} steps took ${long} s, and one took ${short} s: the start varies by more`);
  }
}

function medianSeconds({ name, result }: Bench['tasks'][number]): number {
  if (result.state !== 'completed') throw new Error(`the ${name} training was not measured: ${result.state}`);
  return result.latency.p50 / 1000;
}

async function wallClock(action: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await action();
  return (performance.now() - begun) / 1000;
}
