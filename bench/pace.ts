/**
 * Steps per second of a training whose start takes time too (threads, compilation, the first weights):
 * a long training and one of a single step, several times each, and
 *
 *   pace = (steps of the long one − 1) / (median time of the long one − median time of the short one),
 *
 * in which the start cancels. Limit: what the start varies by is an error of the difference, so the long
 * training should take several times as long as the start.
 */
import { Bench } from 'tinybench';

/** Trains for so many steps from the beginning. */
export type Train = (steps: number) => Promise<void>;

/** Of the short and of the long training. */
const repetitions = 3;

/** A rough pace, after which code and threads are warm. */
export async function estimatePace(train: Train): Promise<number> {
  await train(1);
  const starts = [await secondsOf(() => train(1)), await secondsOf(() => train(1))];
  for (let steps = 2; ; steps *= 4) {
    const longer = (await secondsOf(() => train(steps))) - Math.min(...starts);
    if (longer > Math.max(0.1, ...starts)) return (steps - 1) / longer;
  }
}

/**
 * Trains three times long and three times short, or once each where a step alone takes too long.
 * @param pace a rough one, by which the long trainings are made to last `seconds` together.
 */
export async function measurePace(
  train: Train,
  pace: number,
  seconds: number,
): Promise<{ steps: number; seconds: number }> {
  const iterations = pace * seconds >= 6 ? repetitions : 1;
  const steps = Math.max(2, Math.round((pace * seconds) / iterations));
  const bench = new Bench({ iterations, time: 0, warmup: false, throws: true });
  bench.add('short', () => train(1)).add('long', () => train(steps));
  const [short, long] = (await bench.run()).map(medianSeconds);
  const difference = long! - short!;
  // A difference this small may be the start's own variation, of which the rough pace was made too.
  if (difference < Math.max(short!, seconds / iterations) / 2) return measurePace(train, 4 * pace, seconds);
  return { steps: steps - 1, seconds: difference };
}

function medianSeconds({ name, result }: Bench['tasks'][number]): number {
  if (result.state !== 'completed') throw new Error(`the ${name} training was not measured: ${result.state}`);
  return result.latency.p50 / 1000;
}

async function secondsOf(action: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await action();
  return (performance.now() - begun) / 1000;
}
