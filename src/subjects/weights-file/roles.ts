/**
 * From named tensors to the part each plays in a model: a bias of length n with one matrix (tied) or
 * two (untied). Shapes decide what they can; names decide only which of two matrices encodes.
 */
import { InputError } from '../../setting/input-error.js';
import { excerpt, printable, quoted } from '../../setting/printable.js';
import type { Tensor } from './tensor.js';

/** Which tensor is what; still as stored. */
export type Roles =
  | { readonly kind: 'tied'; readonly W: Tensor; readonly b: Tensor }
  | { readonly kind: 'untied'; readonly encoder: Tensor; readonly decoder: Tensor; readonly b: Tensor };

/** `encoder`, `W_enc`, `w1_2t`, `fc1.weight`: what is named so reads the features into the hidden space. */
const encoderName = /enc|[a-z][_.]?1(?![0-9])/i;
/** `decoder`, `W_dec`, `w2_2t`, `fc2.weight`: what is named so reads them out. */
const decoderName = /dec|[a-z][_.]?2(?![0-9])/i;

/** @throws InputError when the shapes fit no model, or the names do not tell encoder from decoder. */
export function findRoles(tensors: readonly Tensor[], file: string): Roles {
  const biases = tensors.filter(({ shape }) => shape.length === 1);
  const matrices = tensors.filter(({ shape }) => shape.length === 2);
  const [b] = biases;
  const [first, second] = matrices;
  const fits = biases.length === 1 && biases.length + matrices.length === tensors.length;
  if (!b || !first || !fits || matrices.length > 2) {
    const held = tensors.length === 0 ? 'holds no tensor' : `holds ${list(tensors)}`;
    throw new InputError(
      `${printable(file)}: ${held}, which fits no model; save one matrix and a bias of length n (tied), or two matrices and a bias (untied), and nothing else`,
    );
  }
  if (!second) return { kind: 'tied', W: first, b };
  if (encodes(first, second)) return { kind: 'untied', encoder: first, decoder: second, b };
  if (encodes(second, first)) return { kind: 'untied', encoder: second, decoder: first, b };
  throw new InputError(
    `${printable(file)}: the names ${quoted(first.name)} and ${quoted(second.name)} do not say which matrix is the encoder; name them "encoder" and "decoder"`,
  );
}

/** `"w" 20 × 5`, for messages. */
export function tensorForm({ name, shape }: Tensor): string {
  return `${quoted(name)} ${shape.length === 0 ? 'scalar' : excerpt(shape.join(' × '))}`;
}

/** Whether the names say that `a` is the encoder and `c` the decoder, and nothing speaks against it. */
function encodes(a: Tensor, c: Tensor): boolean {
  const speaksFor = encoderName.test(a.name) || decoderName.test(c.name);
  const speaksAgainst = decoderName.test(a.name) || encoderName.test(c.name);
  return speaksFor && !speaksAgainst;
}

function list(tensors: readonly Tensor[]): string {
  const shown = tensors.slice(0, 4).map(tensorForm);
  const more = tensors.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
