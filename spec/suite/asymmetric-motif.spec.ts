/** The asymmetric motif, on the paper's weights and on ones that lack a part of it. */
import { describe, expect, test } from 'vitest';
import { asymmetricNeurons } from '../../src/measures/asymmetric-motif.js';
import { matrixOf } from '../../src/models/matrix.js';
import type { Weights } from '../../src/models/weights.js';

const reads = [
  [2, -0.5],
  [1, 0],
];
const writes = [
  [0.5, 0],
  [2, -1],
];

describe('the asymmetric motif', () => {
  test('is a neuron that reads [2, −1/2] and writes [1/2, 2], inhibited by another one', () => {
    expect(asymmetricNeurons(untied(reads, writes))).toEqual([0]);
  });

  test('is not there without the inhibition', () => {
    const uninhibited = [
      [0.5, 0],
      [2, -0.4],
    ];
    expect(asymmetricNeurons(untied(reads, uninhibited))).toEqual([]);
  });

  test.for([
    { what: 'the neuron reads both features alike', reads: [[2, -1.1], reads[1]!], writes },
    { what: 'it does not read the feature that it writes', reads: [[2, 0.05], reads[1]!], writes },
    { what: 'it writes both features alike', reads, writes: [[1.1, 0], writes[1]!] },
    { what: 'it does not write the feature that it reads', reads, writes: [[0, 0], writes[1]!] },
    { what: 'it writes what it reads', reads, writes: [[2.5, 0], writes[1]!] },
  ])('is not there where $what', ({ reads, writes }) => {
    expect(asymmetricNeurons(untied(reads, writes))).toEqual([]);
  });
});

/** @param encoder a row for each neuron. @param decoder a row for each feature. */
function untied(encoder: readonly (readonly number[])[], decoder: readonly (readonly number[])[]): Weights {
  return {
    kind: 'untied',
    encoder: matrixOf(encoder),
    decoder: matrixOf(decoder),
    b: new Float64Array(decoder.length),
  };
}
