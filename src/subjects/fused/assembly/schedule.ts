/**
 * The learning rate of a step, as `learningRateAt` of src/setting/derived.ts defines it; here because
 * the cosine must have the same bits everywhere (AssemblyScript's is a port of musl's, in WebAssembly).
 */
import { constantSchedule, linearSchedule } from '../codes';

/** The rate of step 1 … steps. */
export function learningRate(kind: i32, peak: f64, warmup: f64, steps: f64, step: f64): f64 {
  if (kind == constantSchedule) return peak;
  if (step <= warmup) return (peak * step) / warmup;
  const done = (step - 1 - warmup) / (steps - warmup);
  return peak * (kind == linearSchedule ? 1 - done : (1 + Math.cos(Math.PI * done)) / 2);
}
