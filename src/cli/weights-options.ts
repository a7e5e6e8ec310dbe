/** The options that say of weights in files what the files do not. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { InputError } from '../setting/input-error.js';
import { parseTensorNames, type TensorNames } from '../subjects/weights-file/named-tensors.js';
import type { Reading } from '../subjects/weights-file/read-weights.js';
import { orientations } from '../subjects/weights-file/weights-of.js';

export function withWeightsOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--orientation <layout>',
        'of weights files: how W, or the encoder, is stored; needed where m = n, since the length of the bias then does not tell',
      ).choices(orientations),
    )
    .option(
      '--tensors <names>',
      'of weights files: which tensor is which, as encoder=NAME,decoder=NAME,bias=NAME (no decoder where the weights are tied)',
      tensorNames,
    );
}

/** What was given of them. */
export function readingOf({ orientation, tensors }: Reading): Reading {
  return { ...(orientation && { orientation }), ...(tensors && { tensors }) };
}

function tensorNames(text: string): TensorNames {
  try {
    return parseTensorNames(text);
  } catch (error) {
    if (error instanceof InputError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
