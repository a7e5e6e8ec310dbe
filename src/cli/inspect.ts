/** `superposition-spec inspect FILE`: the measures of a published model. */
import { Command, Option } from 'commander';
import { printableJson } from '../setting/printable.js';
import { readWeights } from '../subjects/weights-file/read-weights.js';
import { type Orientation, orientations } from '../subjects/weights-file/weights-of.js';
import { inspectWeights } from './inspection.js';
import { inspectionText } from './inspection-text.js';

interface InspectOptions {
  readonly json?: true;
  readonly all?: true;
  readonly orientation?: Orientation;
}

export function inspectCommand(): Command {
  return new Command('inspect')
    .description('print the measures of a trained model: what it represents, and how')
    .argument('<file>', 'weights as .safetensors: one matrix (tied) or two (untied), and a bias')
    .option('--json', 'print one JSON document, in full precision')
    .option('--all', 'list every feature, however many there are')
    .addOption(
      new Option(
        '--orientation <layout>',
        'how W, or the encoder, is stored; needed where m = n, since the length of the bias then does not tell',
      ).choices(orientations),
    )
    .action(async (file: string, { json, all, orientation }: InspectOptions) => {
      const { weights, precision, sha256 } = await readWeights(file, orientation);
      const inspection = inspectWeights(weights);
      process.stdout.write(
        json
          ? `${printableJson({ file, sha256, precision, ...inspection })}\n`
          : inspectionText(inspection, `${file} (${precision})`, all ? Number.POSITIVE_INFINITY : undefined),
      );
    });
}
