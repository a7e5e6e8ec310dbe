/** Progress of a long stretch of work: a bar on a terminal, a plain line now and then elsewhere. */
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** More units are done. */
  advance(units: number): void;
  stop(): void;
}

const secondsBetweenLines = 10;

/** @param total in the units that `advance` counts, at least 1 */
export function startProgress(
  label: string,
  total: number,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  return stream.isTTY ? bar(label, total, stream) : lines(label, total, stream);
}

function bar(label: string, total: number, stream: NodeJS.WriteStream): Progress {
  const single = new SingleBar(
    {
      format: `${label} {bar} {percentage}% · {eta_formatted} left`,
      stream,
      hideCursor: true,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  );
  single.start(total, 0);
  return { advance: (units) => single.increment(units), stop: () => single.stop() };
}

function lines(label: string, total: number, stream: NodeJS.WriteStream): Progress {
  let done = 0;
  let spoken = performance.now();
  stream.write(`${label}\n`);
  return {
    advance(units) {
      done += units;
      if (performance.now() - spoken < secondsBetweenLines * 1000) return;
      spoken = performance.now();
      stream.write(`${label}: ${Math.floor((100 * done) / total)}%\n`);
    },
    stop() {},
  };
}
