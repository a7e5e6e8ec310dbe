/** `superposition-spec inspect FILE…`: the measures of a published model, or of a sweep of them. */
import { Command } from 'commander';
import { printableJson } from '../setting/printable.js';
import { readModels } from '../subjects/weights-file/model-files.js';
import type { Reading, SavedModel } from '../subjects/weights-file/read-weights.js';
import { inspectModel } from './inspection.js';
import { inspectionText } from './inspection-text.js';
import { sweepText } from './sweep-text.js';
import { readingOf, withWeightsOptions } from './weights-options.js';

interface InspectOptions extends Reading {
  readonly json?: true;
  readonly all?: true;
}

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .description('print the measures of trained models: what they represent, and how')
    .argument(
      '<files...>',
      'weights as .safetensors, .npz, .json or a folder of .npy arrays: one matrix (tied) or two (untied), and a bias; or a folder with many, a sweep',
    )
    .option('--json', 'print one JSON document, in full precision')
    .option('--all', 'list every feature, however many there are');
  return withWeightsOptions(command).action(async (files: string[], options: InspectOptions) => {
    const models: SavedModel[] = [];
    for (const file of files) models.push(...(await readModels(file, readingOf(options))));
    process.stdout.write(options.json ? asJson(models) : asText(models, options));
  });
}

/** One model's measures, or those of all under `models`. */
function asJson(models: readonly SavedModel[]): string {
  const inspected = models.map(inspectModel);
  return `${printableJson(inspected.length === 1 ? inspected[0] : { models: inspected })}\n`;
}

function asText(models: readonly SavedModel[], { all }: InspectOptions): string {
  const [model] = models;
  if (!model || models.length > 1) return sweepText(models);
  const { sparsity } = model.about;
  const source = `${model.file} (${model.precision}${sparsity === undefined ? '' : `, S = ${sparsity}`})`;
  return inspectionText(inspectModel(model), source, all ? Number.POSITIVE_INFINITY : undefined);
}
