/** The numbers of a dispatch: `Job` of wgsl/bindings.ts. */
import type { Setting } from '../../../setting/schema.js';

export interface Span {
  readonly firstInstance: number;
  readonly instances: number;
  /** Counted from 0. */
  readonly firstStep: number;
  readonly steps: number;
  readonly batch: number;
  /** The mean of losses that ends with these steps, and over how many steps it is taken. */
  readonly mark?: { readonly place: number; readonly stretch: number } | undefined;
}

export function jobBytes({ data, training }: Setting, span: Span): ArrayBuffer {
  const bytes = new ArrayBuffer(64);
  const { kind, beta1, beta2, epsilon, decay } = training.optimiser;
  const stored = data.rows.kind === 'fixed' ? data.rows.count : 0;
  const { firstInstance, instances, firstStep, steps, batch, mark } = span;
  new Uint32Array(bytes, 0, 8).set([
    firstInstance,
    instances,
    firstStep,
    steps,
    batch,
    stored,
    mark?.place ?? 0,
    mark?.stretch ?? 0,
  ]);
  new Float32Array(bytes, 32).set([
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    epsilon,
    kind === 'adam' ? decay : 0,
    training.hiddenPenalty ?? 0,
  ]);
  return bytes;
}
