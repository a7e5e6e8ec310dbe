/**
 * The four classic files of MNIST (LeCun, Cortes and Burges), by name, with the SHA-256 of their gzip
 * archives, the same on every mirror (they are those that TensorFlow Datasets and others publish).
 */
import type { IdxKind } from './idx.js';

export interface ClassicFile {
  /** Without `.gz`. */
  readonly name: string;
  readonly part: 'train' | 'test';
  readonly kind: IdxKind;
  /** Of the archive `name.gz`. */
  readonly sha256: string;
}

export const classicFiles: readonly ClassicFile[] = [
  {
    name: 'train-images-idx3-ubyte',
    part: 'train',
    kind: 'images',
    sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
  },
  {
    name: 'train-labels-idx1-ubyte',
    part: 'train',
    kind: 'labels',
    sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
  },
  {
    name: 't10k-images-idx3-ubyte',
    part: 'test',
    kind: 'images',
    sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
  },
  {
    name: 't10k-labels-idx1-ubyte',
    part: 'test',
    kind: 'labels',
    sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
  },
];
