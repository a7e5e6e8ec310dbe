/**
 * The kernel for models whose gradient does not fit into the registers of a thread. The rows of a batch go
 * through a room in memory, some at a time, and the products of src/subjects/webgpu/fused/wgsl/rows-kernel.ts
 * are taken over it in tiles of four by four, between barriers:
 *
 *     rows x → hidden h → δ and the loss → γ → what they add to the gradient
 *
 * In the room an array by feature or hidden dimension holds its rows in vectors of four, [entry][rows / 4],
 * and a matrix holds four hidden entries to a vector, [feature][m / 4]; so every product reads whole vectors.
 */
import type { KernelShape } from '../kernel-shape.js';
import { layoutOf } from '../layout.js';
import { attackFunctions, attackStep } from './attack.js';
import { bindings } from './bindings.js';
import { rowFunctions } from './rows.js';
import { adam, stepEnd } from './step-end.js';
import { drawRows, gradientSums, hiddenLayer, hiddenSlopes, outputLayer } from './tile-products.js';

/** Where the room is: in the memory of the workgroup, or, for what is too large, in that of the device. */
export type TilePlace = 'workgroup' | 'device';

export interface Tiles {
  readonly place: TilePlace;
  /** How many rows are in the room at a time, a multiple of four. */
  readonly rows: number;
}

/** What else lies in the memory of a workgroup: the losses of the threads. */
const reserved = 2048;

export function tilesLayout(shape: KernelShape, workgroupMemory: number, batch: number): Tiles {
  // No more rows than there are, up to the next power of two, so that few shaders serve all batches.
  const useful = [64, 32, 16, 8, 4].filter((rows) => rows < 2 * batch || rows === 4);
  const fitting = useful.find(
    (rows) => 16 * tileVectors(shape, { place: 'workgroup', rows }) <= workgroupMemory - reserved,
  );
  if (fitting !== undefined && fitting >= Math.min(8, useful[0]!))
    return { place: 'workgroup', rows: fitting };
  return { place: 'device', rows: Math.min(32, useful[0]!) };
}

/** Vectors of four floats in the room. */
export function tileVectors(shape: KernelShape, tiles: Tiles): number {
  return regions(shape, tiles).length;
}

/** Where each array begins in the room, in vectors. */
export interface Regions {
  readonly parameters: number;
  readonly gradient: number;
  readonly x: number;
  /** The rows before any attack, which are the targets. */
  readonly clean: number;
  readonly delta: number;
  readonly h: number;
  readonly slope: number;
  /** What each attack adds to the hidden layer, and its factor ε / ‖G_i‖ in the first entry of a vector. */
  readonly shift: number;
  readonly factor: number;
  readonly length: number;
}

function regions(shape: KernelShape, { rows }: Tiles): Regions {
  const { features, stride, length } = layoutOf(shape, 'fours');
  const perFeature = (features * rows) / 4;
  const perHidden = (stride * rows) / 4;
  const gradient = length / 4;
  const x = 2 * gradient;
  const clean = shape.isAttacked ? x + perFeature : x;
  const delta = clean + perFeature;
  const h = delta + perFeature;
  const slope = h + perHidden;
  const shift = slope + perHidden;
  const factor = shift + (shape.isAttacked ? (features * stride) / 4 : 0);
  const end = factor + (shape.isAttacked ? features : 0);
  return { parameters: 0, gradient, x, clean, delta, h, slope, shift, factor, length: end };
}

export type Purpose = 'train' | 'gradient' | 'forward';

/** Everything that the text of the kernel is put together from; counts are of vectors. */
export interface TileNames {
  readonly shape: KernelShape;
  readonly at: Regions;
  readonly features: number;
  readonly hidden: number;
  readonly rows: number;
  readonly threads: number;
  /** Where D, b and c begin among the parameters. */
  readonly decoder: number;
  readonly b: number;
  readonly c: number;
}

export function tilesKernel(shape: KernelShape, tiles: Tiles, threads: number, purpose: Purpose): string {
  const layout = layoutOf(shape, 'fours');
  const at = regions(shape, tiles);
  const vectors = layout.length / 4;
  const names: TileNames = {
    shape,
    at,
    features: layout.features / 4,
    hidden: layout.stride / 4,
    rows: tiles.rows / 4,
    threads,
    decoder: layout.decoder / 4,
    b: layout.b / 4,
    c: layout.c / 4,
  };
  const barrier =
    tiles.place === 'workgroup' ? 'workgroupBarrier();' : 'storageBarrier(); workgroupBarrier();';
  const each = eachOf(threads);
  return /* wgsl */ `
${bindings}
/** θ, μ and v of every instance. */
@group(0) @binding(5) var<storage, read_write> state: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> outputs: array<f32>;
${
  tiles.place === 'workgroup'
    ? `var<workgroup> room: array<vec4f, ${at.length}>;`
    : '@group(0) @binding(8) var<storage, read_write> room: array<vec4f>;'
}
${rowFunctions(shape)}
${stepEnd}
var<workgroup> losses: array<f32, ${threads}>;
/** Where the room of this instance begins, and its constants. */
var<private> base: u32;
var<private> first: u32;

fn rowOf(step: u32, position: u32, block: u32) -> vec4f {
  if (position >= job.batch) { return vec4f(); }
  return entries(rowNumber(step, position), block, constants[first + 1u + block], constants[first + ${1 + names.features}u + block]);
}

/** 1 for the rows of the batch, and 0 for those behind it. */
fn validRows(position: u32) -> vec4f {
  return select(vec4f(), vec4f(1), position + vec4u(0, 1, 2, 3) < vec4u(job.batch));
}
${shape.isAttacked ? attackFunctions(names) : ''}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let instance = job.firstInstance + group.x;
  base = ${tiles.place === 'workgroup' ? '0u' : `instance * ${at.length}u`};
  first = instance * ${1 + 3 * names.features}u;
${shape.data.kind === 'drawn' ? '  key = constants[first].xy;' : ''}
  ${each('u', vectors, `room[base + u] = state[3u * instance * ${vectors}u + u];`)}
  if (thread == 0u) { diverged = progress[instance].diverged; }
  let inverse = 1 / (f32(job.batch) * ${shape.n});
  for (var step = job.firstStep; step < job.firstStep + job.steps; step++) {
    if (workgroupUniformLoad(&diverged) != 0u) { break; }
    ${barrier}
    ${each('u', vectors, `room[base + ${at.gradient}u + u] = vec4f();`)}
${shape.isAttacked ? `    ${each('i', shape.n, 'findShift(i);')}` : ''}
    var loss = 0.0;
    for (var start = 0u; start < job.batch; start += ${tiles.rows}u) {
      ${barrier}
${drawRows(names, each, barrier)}
      ${barrier}
${hiddenLayer(names, each)}
      ${barrier}
${shape.isAttacked ? attackStep(each, names, barrier) : ''}
${outputLayer(names, each, purpose)}
${purpose === 'forward' ? '' : `      ${barrier}\n${hiddenSlopes(names, each)}\n      ${barrier}\n${gradientSums(names, each)}`}
    }
${purpose === 'forward' ? '' : `${addLosses(threads)}\n    ${barrier}\n${purpose === 'train' ? trainingEnd(vectors, at, each) : gradientEnd(layout.length, at, threads)}`}
  }
  ${barrier}
  ${each('u', vectors, `state[3u * instance * ${vectors}u + u] = room[base + u];`)}
  if (thread == 0u && diverged == 0u) { recordMean(instance); }
}
`;
}

export type Each = (index: string, count: number, body: string) => string;

/** A loop that shares 0 … count − 1 among the threads. */
function eachOf(threads: number): Each {
  return (index, count, body) =>
    `for (var ${index} = thread; ${index} < ${count}u; ${index} += ${threads}u) {\n${body}\n}`;
}

/** Adds up the losses of the threads, always in the same order; the sum is losses[0]. */
function addLosses(threads: number): string {
  const adders = Math.min(16, threads);
  return `    losses[thread] = loss;
    workgroupBarrier();
    var total = 0.0;
    for (var k = thread; k < ${threads}u; k += ${adders}u) { total += losses[k]; }
    workgroupBarrier();
    if (thread < ${adders}u) { losses[thread] = total; }
    workgroupBarrier();
    if (thread == 0u) {
      for (var k = 1u; k < ${adders}u; k++) { total += losses[k]; }
      losses[0] = total;
    }`;
}

function trainingEnd(vectors: number, at: Regions, each: Each): string {
  return `    if (thread == 0u) { recordLoss(losses[0] * inverse, step, instance); }
    if (workgroupUniformLoad(&diverged) != 0u) { break; }
    ${each(
      'u',
      vectors,
      adam(
        'room[base + u]',
        `state[(3u * instance + 1u) * ${vectors}u + u]`,
        `state[(3u * instance + 2u) * ${vectors}u + u]`,
        `room[base + ${at.gradient}u + u] * (2 * inverse)`,
      ),
    )}`;
}

function gradientEnd(length: number, at: Regions, threads: number): string {
  return `    for (var q = thread; q < ${length}u; q += ${threads}u) {
      outputs[q] = room[base + ${at.gradient}u + q / 4u][q % 4u] * (2 * inverse);
    }
    if (thread == 0u) { outputs[${length}] = losses[0] * inverse; }`;
}
