/**
 * The rows of a batch, four features at a time: `entries(row, block, low, high)`, before any
 * normalisation. The number of a row says which of the stream it is, so that a row of a fixed set is drawn
 * anew whenever it is used and need not be stored.
 *
 * A feature is on where the word of its mask, which sets of features share, lies between its low and its
 * high; the coupled generator takes the upper 24 bits of one word for both mask and value.
 */
import type { DataTraits, KernelShape } from '../kernel-shape.js';
import { random, streams } from './random.js';

/** Also declares the buffer of given rows, where rows are given. */
export function rowFunctions({ n, data }: Pick<KernelShape, 'n' | 'data'>): string {
  if (data.kind === 'given') return givenRows(n);
  return `${random}
${rowNumber(data.rows)}
fn entries(row: u32, block: u32, low: vec4u, high: vec4u) -> vec4f {
${drawnEntries(data)}
}
`;
}

/** Whether rows are divided by their L2 norm. */
export function areNormalised({ data }: Pick<KernelShape, 'data'>): boolean {
  return (
    data.kind === 'drawn' &&
    (data.magnitude === 'coupled-normalised' || data.magnitude === 'uniform-normalised')
  );
}

function givenRows(n: number): string {
  return `
/** rows × n, each row padded to whole vectors. */
@group(0) @binding(6) var<storage, read> given: array<vec4f>;
fn rowNumber(step: u32, position: u32) -> u32 { return position; }
fn entries(row: u32, block: u32, low: vec4u, high: vec4u) -> vec4f {
  return given[row * ${Math.ceil(n / 4)}u + block];
}
`;
}

function rowNumber(rows: Extract<DataTraits, { kind: 'drawn' }>['rows']): string {
  const number = {
    fresh: 'step * job.batch + position',
    // Each stored row is within 1 / 2³² of its share.
    fixed: `upperProduct(draw(step * job.batch + position, 0u, ${streams.indices}u).x, job.stored)`,
    'full-batch': 'position',
  }[rows];
  return `fn rowNumber(step: u32, position: u32) -> u32 { return ${number}; }`;
}

function drawnEntries({ magnitude, setSize, isAlwaysOn }: Extract<DataTraits, { kind: 'drawn' }>): string {
  if (magnitude === 'coupled-normalised') {
    return `  let words = draw(row, block, ${streams.values}u);
  return select(vec4f(), unit(words), (words >> vec4u(8u)) <= high);`;
  }
  const value = magnitude === 'signed' ? '2 * unit(words) - 1' : 'unit(words)';
  const values = `  let words = draw(row, block, ${streams.values}u);`;
  // Beyond the last feature there is nothing: its low is above its high.
  if (isAlwaysOn) return `${values}\n  return select(vec4f(), ${value}, low <= high);`;
  return `${mask(setSize)}
  let on = (word >= low) & (word <= high);
  if (!any(on)) { return vec4f(); }
${values}
  return select(vec4f(), ${value}, on);`;
}

function mask(setSize: number): string {
  if (setSize === 1) return `  let word = draw(row, block, ${streams.masks}u);`;
  const wordOf = (member: number): string => {
    const set = `((4u * block + ${member}u) / ${setSize}u)`;
    return `draw(row, ${set} / 4u, ${streams.masks}u)[${set} % 4u]`;
  };
  return `  let word = vec4u(${[0, 1, 2, 3].map(wordOf).join(', ')});`;
}
