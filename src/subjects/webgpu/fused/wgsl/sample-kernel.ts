/** The kernel that writes the rows which a training consumes, a row a thread. */
import type { KernelShape } from '../kernel-shape.js';
import { bindings } from './bindings.js';
import { areNormalised, rowFunctions } from './rows.js';

export const sampleThreads = 64;

export function sampleKernel(shape: KernelShape): string {
  const blocks = Math.ceil(shape.n / 4);
  const normalise = `  let norm = select(1.0, sqrt(squares), squares > 0);
  for (var i = 0u; i < ${shape.n}u; i++) { outputs[at * ${shape.n}u + i] /= norm; }`;
  return /* wgsl */ `
${bindings}
@group(0) @binding(7) var<storage, read_write> outputs: array<f32>;
${rowFunctions(shape)}
@compute @workgroup_size(${sampleThreads})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let at = id.x;
  // As many rows as the dispatch was asked for.
  if (at >= job.steps) { return; }
  key = constants[0].xy;
  let row = rowNumber((job.firstStep + at) / job.batch, (job.firstStep + at) % job.batch);
  var squares = 0.0;
  for (var block = 0u; block < ${blocks}u; block++) {
    let x = entries(row, block, constants[1u + block], constants[${1 + blocks}u + block]);
    squares += dot(x, x);
    for (var k = 0u; k < 4u; k++) {
      if (4u * block + k < ${shape.n}u) { outputs[at * ${shape.n}u + 4u * block + k] = x[k]; }
    }
  }
${areNormalised(shape) ? normalise : ''}
}
`;
}
