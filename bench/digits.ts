/**
 * Seed 3's work, ten epochs of the classifier and twenty of the auto-encoder on 60,000 digits, by the
 * fused engine and by PyTorch: `node dist/bench/digits.js [--digits N] [--rounds K] [--python PATH]`.
 *
 * One training is one thread of the engine; PyTorch is given one and two. Contenders take turns in every
 * round, and what counts is the ratio within a round, so that a machine that others use disturbs all
 * alike. Prints a line for each measurement, and the median ratios.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inPackage } from '../src/claims/package-root.js';
import { generateDigits } from '../src/data/digits/generate.js';
import { median } from './statistics.js';

interface Measured {
  readonly version: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly accuracy: number;
  readonly loss: number;
  readonly peakMegabytes: number;
}

const { values } = parseArgs({
  options: {
    digits: { type: 'string', default: '60000' },
    rounds: { type: 'string', default: '3' },
    python: { type: 'string', default: 'python3' },
  },
});
const count = Number(values.digits);
const folder = mkdtempSync(path.join(tmpdir(), 'digits-bench-'));
try {
  const { images, labels } = generateDigits(0, count);
  const [imagesFile, labelsFile] = [path.join(folder, 'images'), path.join(folder, 'labels')];
  writeFileSync(imagesFile, images);
  writeFileSync(labelsFile, labels);
  const fused = fileURLToPath(new URL('./digits-fused.js', import.meta.url));
  const peer = inPackage('bench', 'peers', 'digits_pytorch.py');
  const contenders: Readonly<Record<string, readonly [command: string, args: readonly string[]]>> = {
    'fused, 1 thread': [process.execPath, [fused, String(count)]],
    'PyTorch eager, 1 thread': [values.python, [peer, imagesFile, labelsFile, '1']],
    'PyTorch eager, 2 threads': [values.python, [peer, imagesFile, labelsFile, '2']],
  };
  const found = new Map<string, Measured[]>();
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const [name, [command, args]] of Object.entries(contenders)) {
      const measured = JSON.parse(execFileSync(command, args, { encoding: 'utf8' })) as Measured;
      found.set(name, [...(found.get(name) ?? []), measured]);
      process.stdout.write(`round ${round}, ${name}: ${inWords(measured)}\n`);
    }
  }
  const [[, ours], ...peers] = [...found] as [[string, Measured[]], ...[string, Measured[]][]];
  for (const [name, theirs] of peers) {
    const ratio = (of: (one: Measured) => number): string =>
      median(theirs.map((one, round) => of(one) / of(ours[round]!))).toFixed(1);
    process.stdout.write(
      `${name}: ${ratio((one) => one.seconds)} times the seconds of fused, ${ratio((one) => one.cpuSeconds)} times its processor seconds\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

function inWords({ seconds, cpuSeconds, accuracy, loss, peakMegabytes }: Measured): string {
  return `${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor, accuracy ${accuracy.toFixed(4)}, loss ${loss.toFixed(4)}, ${Math.round(peakMegabytes)} MB`;
}
