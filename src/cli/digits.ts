/** `superposition-spec digits`: the real digits from a mirror, for `verify --digits`. */
import { Command } from 'commander';
import { downloadDigits } from '../data/digits/download.js';
import { readDigitsFolder } from '../data/digits/folder.js';
import { interruptible } from './interrupt.js';

interface Options {
  readonly from: string;
  readonly out: string;
}

export function digitsCommand(): Command {
  return new Command('digits')
    .description('download the four files of real handwritten digits (MNIST), to verify with --digits')
    .requiredOption('--from <url>', 'the mirror: the address below which the archives lie')
    .option('-o, --out <folder>', 'where they go', 'digits')
    .action(async ({ from, out }: Options) => {
      await interruptible(async (signal) => {
        await downloadDigits({
          from,
          folder: out,
          signal,
          onFile: (name, how) => process.stderr.write(`${name}: ${how}\n`),
        });
        const { digits } = await readDigitsFolder(out);
        process.stdout.write(
          `${digits.train.count} digits to train on, ${digits.test.count} to test on: superposition-spec verify --digits ${out}\n`,
        );
      });
    });
}
