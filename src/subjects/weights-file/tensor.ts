/** What every format of a weights file is read into, before anything is known of models. */
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
