/**
 * From named tensors to the part each plays in a model: a bias of length n with one matrix (tied) or
 * two (untied). Shapes decide what they can; names decide only which of two matrices encodes.
 */
import { excerpt, quoted } from '../../setting/printable.js';
import type { TensorNames } from './named-tensors.js';
import { type Refuse, refuser, type Tensor } from './tensor.js';

/** Which tensor is what; still as stored. */
export type Roles =
  | { readonly kind: 'tied'; readonly W: Tensor; readonly b: Tensor }
  | { readonly kind: 'untied'; readonly encoder: Tensor; readonly decoder: Tensor; readonly b: Tensor };

/** `encoder`, `W_enc`, `w1_2t`, `fc1.weight`: what is named so reads the features into the hidden space. */
const encoderName = /enc|[a-z][_.]?1(?![0-9])/i;
/** `decoder`, `W_dec`, `w2_2t`, `fc2.weight`: what is named so reads them out. */
const decoderName = /dec|[a-z][_.]?2(?![0-9])/i;

/**
 * @param names which tensor is which; others are then left aside. Found by shapes and names when left out.
 * @throws InputError when the shapes fit no model, or the names do not tell encoder from decoder.
 */
export function findRoles(tensors: readonly Tensor[], file: string, names?: TensorNames): Roles {
  const refuse = refuser(file);
  return names ? namedRoles(tensors, names, refuse) : rolesByShape(tensors, refuse);
}

function namedRoles(tensors: readonly Tensor[], names: TensorNames, refuse: Refuse): Roles {
  const take = (name: string, axes: number): Tensor => {
    const tensor = tensors.find((each) => each.name === name);
    if (!tensor) return refuse(`there is no tensor ${quoted(name)}; the file holds ${list(tensors)}`);
    if (tensor.shape.length === axes) return tensor;
    return refuse(`${tensorForm(tensor)} cannot be a ${axes === 1 ? 'bias' : 'matrix'}, by its shape`);
  };
  const b = take(names.bias, 1);
  const encoder = take(names.encoder, 2);
  return names.decoder === undefined
    ? { kind: 'tied', W: encoder, b }
    : { kind: 'untied', encoder, decoder: take(names.decoder, 2), b };
}

function rolesByShape(tensors: readonly Tensor[], refuse: Refuse): Roles {
  const biases = tensors.filter(({ shape }) => shape.length === 1);
  const matrices = tensors.filter(({ shape }) => shape.length === 2);
  const [b] = biases;
  const [first, second] = matrices;
  const fits = biases.length === 1 && biases.length + matrices.length === tensors.length;
  if (!b || !first || !fits || matrices.length > 2) {
    return refuse(
      `holds ${list(tensors)}, which fits no model; save one matrix and a bias of length n (tied), or two matrices and a bias (untied), and nothing else, or name them with --tensors encoder=NAME,decoder=NAME,bias=NAME`,
    );
  }
  if (!second) return { kind: 'tied', W: first, b };
  if (encodes(first, second)) return { kind: 'untied', encoder: first, decoder: second, b };
  if (encodes(second, first)) return { kind: 'untied', encoder: second, decoder: first, b };
  return refuse(
    `the names ${quoted(first.name)} and ${quoted(second.name)} do not say which matrix is the encoder; name them "encoder" and "decoder", or say so with --tensors encoder=NAME,decoder=NAME,bias=NAME`,
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
  if (tensors.length === 0) return 'no tensor';
  const shown = tensors.slice(0, 4).map(tensorForm);
  const more = tensors.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
