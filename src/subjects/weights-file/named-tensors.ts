/** Which tensor plays which part, as a person says it: `encoder=W_in,decoder=W_out,bias=b`. */
import { InputError } from '../../setting/input-error.js';
import { quoted } from '../../setting/printable.js';

/** Names of tensors by role; without a decoder the encoder's is W, and the weights are tied. */
export interface TensorNames {
  readonly encoder: string;
  readonly decoder?: string;
  readonly bias: string;
}

/** @throws InputError when it is not of the form above. */
export function parseTensorNames(text: string): TensorNames {
  const names = new Map<string, string>();
  for (const part of text.split(',')) {
    const [, role, name] = /^(encoder|decoder|bias)=(.+)$/s.exec(part) ?? [];
    if (!role || !name) {
      throw new InputError(
        `tensors: ${quoted(part)} does not name one; write encoder=NAME,bias=NAME, and decoder=NAME for untied weights`,
      );
    }
    if (names.has(role)) throw new InputError(`tensors: ${role} is named twice`);
    names.set(role, name);
  }
  const [encoder, decoder, bias] = ['encoder', 'decoder', 'bias'].map((role) => names.get(role));
  if (!encoder || !bias) {
    throw new InputError(`tensors: the ${encoder ? 'bias' : 'encoder'} is not named; a model has both`);
  }
  return { encoder, bias, ...(decoder && { decoder }) };
}
