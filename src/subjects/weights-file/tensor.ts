/** What every format of a weights file is read into, before anything is known of models. */
import { InputError } from '../../setting/input-error.js';
import { printable } from '../../setting/printable.js';

export interface Tensor {
  readonly name: string;
  /** As stored, outermost axis first; the values are in row-major order. */
  readonly shape: readonly number[];
  /** `float64` when the values need it; everything narrower is exactly a float32. */
  readonly precision: 'float32' | 'float64';
  /**
   * The values, decoded when asked for: a file may hold tensors that are no weights.
   * @throws InputError when the values are not floating-point numbers.
   */
  readonly values: () => Float64Array;
}

/** What a file holds. */
export interface Content {
  readonly tensors: readonly Tensor[];
  /** What it says about them, as it was written: nothing is checked yet. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Ends the reading of a file with a sentence about it. */
export type Refuse = (sentence: string) => never;

export function refuser(file: string): Refuse {
  return (sentence) => {
    throw new InputError(`${printable(file)}: ${sentence}`);
  };
}

/** How many elements a shape has; undefined when a partial product leaves the whole numbers of a float64. */
export function elementsOf(shape: readonly number[]): number | undefined {
  let elements = 1;
  for (const size of shape) {
    elements *= size;
    if (!Number.isSafeInteger(elements)) return undefined;
  }
  return elements;
}
