/**
 * The most multiply-adds that a device of WebGPU does: each thread has eight sums of four floats, all in
 * registers, each multiplied and added to in turn by one fma. Eight chains hide the latency of an fma (four
 * cycles on most GPUs, of which a scheduler issues one a cycle and switches between warps besides). Nothing
 * is read from memory in the loop. The factor and the number of rounds come from a buffer, so that no
 * compiler can work the sums out; each of them tends to 2, which tells that the loop was run.
 */
export const threads = 256;

const chains = 8;

/** Multiply-adds of a thread in a round. */
const perRound = 4 * chains;

export function rooflineShader(): string {
  const each = (line: (k: number) => string): string =>
    Array.from({ length: chains }, (_, k) => line(k)).join('\n');
  return `
struct Job { rounds: u32, half: f32 }
@group(0) @binding(0) var<uniform> job: Job;
@group(0) @binding(1) var<storage, read_write> sums: array<vec4f>;

@compute @workgroup_size(${threads})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let half = vec4f(job.half);
  let one = vec4f(2.0 * job.half);
${each((k) => `  var s${k} = vec4f(${k}.0 + f32(id.x % 7u));`)}
  for (var round = 0u; round < job.rounds; round++) {
${each((k) => `    s${k} = fma(s${k}, half, one);`)}
  }
  sums[id.x] = (${Array.from({ length: chains }, (_, k) => `s${k}`).join(' + ')}) / ${chains}.0;
}`;
}

export function multiplyAddsOf(workgroups: number, rounds: number): number {
  return workgroups * threads * rounds * perRound;
}
