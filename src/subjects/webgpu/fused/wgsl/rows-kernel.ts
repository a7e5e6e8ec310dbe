/**
 * The kernel for small models: a thread takes a row at a time, and keeps the sums of the gradient over its
 * rows to itself, in straight code without an index. After the batch the sums of the threads are added.
 *
 * Rows that are empty need no arithmetic of their own: a thread passes over them, so that all threads have a row
 * with something in it in hand, and in the end weighs one empty row by their number.
 *
 * With r = y − target, the gradient is left without the factor 2 / (batch · n), as in the fused engine:
 *
 *     h = E x + c, behind a ReLU or not        z = D h + b        y = z, or max(z, 0)
 *     δ_i = I_i r_i [y_i > 0]                   γ = Dᵀ δ (+ λ n/2 sign h), where h > 0 if there is a ReLU
 *     D gains δ hᵀ,   b gains δ,   E gains γ xᵀ,   c gains γ
 */
import type { KernelShape } from '../kernel-shape.js';
import { type Layout, layoutOf } from '../layout.js';
import type { Processor } from '../processor.js';
import { bindings } from './bindings.js';
import { areNormalised, rowFunctions } from './rows.js';
import { adam, stepEnd } from './step-end.js';
import { entryOf, lines, sum } from './text.js';

/** How many sums are added up at a time. */
const sumsAtATime = 16;

/** @param purpose training, or the gradient of one batch, scaled, with its loss behind it. */
export function rowsKernel(
  shape: KernelShape,
  { threads, parametersInHand: mostInHand }: Processor,
  purpose: 'train' | 'gradient',
): string {
  const layout = layoutOf(shape, 'tight');
  const { n } = shape;
  const blocks = Math.ceil(n / 4);
  const constantsOf = 1 + 3 * blocks;
  const row: RowText = (weight) => arithmetic(shape, layout, mostInHand, weight);
  return /* wgsl */ `
${bindings}
/** θ, μ and v of every instance. */
@group(0) @binding(5) var<storage, read_write> state: array<f32>;
@group(0) @binding(7) var<storage, read_write> outputs: array<f32>;
${rowFunctions(shape)}
${stepEnd}
var<workgroup> parameters: array<f32, ${layout.length}>;
var<workgroup> firstMoments: array<f32, ${layout.length}>;
var<workgroup> secondMoments: array<f32, ${layout.length}>;
var<workgroup> sums: array<f32, ${layout.length + 1}>;
${reductionArrays(threads)}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let at = job.firstInstance + group.x;
  let first = at * ${constantsOf}u;
${shape.data.kind === 'drawn' ? '  key = constants[first].xy;' : ''}
${lines(blocks, (j) => `  let low${j} = constants[first + ${1 + j}u]; let high${j} = constants[first + ${1 + blocks + j}u]; let importance${j} = bitcast<vec4f>(constants[first + ${1 + 2 * blocks + j}u]);`)}
  for (var q = thread; q < ${layout.length}u; q += ${threads}u) {
    parameters[q] = state[3u * at * ${layout.length}u + q];
    firstMoments[q] = state[(3u * at + 1u) * ${layout.length}u + q];
    secondMoments[q] = state[(3u * at + 2u) * ${layout.length}u + q];
  }
  if (thread == 0u) { diverged = progress[at].diverged; }
  let inverse = 1 / (f32(job.batch) * ${n});
  for (var step = job.firstStep; step < job.firstStep + job.steps; step++) {
    if (workgroupUniformLoad(&diverged) != 0u) { break; }
${parametersInHand(layout, mostInHand)}
${lines(layout.length, (q) => `    var sum${q} = 0.0;`)}
    var loss = 0.0;
    var position = thread;
${shape.data.kind === 'drawn' && shape.data.isAlwaysOn ? everyRow(threads, blocks, row) : rowsWithSomething(threads, blocks, row)}
${addUp(layout.length + 1, threads, layout)}
    workgroupBarrier();
${purpose === 'train' ? trainingEnd(layout, threads) : gradientEnd(layout, threads)}
  }
  workgroupBarrier();
  for (var q = thread; q < ${layout.length}u; q += ${threads}u) {
    state[3u * at * ${layout.length}u + q] = parameters[q];
    state[(3u * at + 1u) * ${layout.length}u + q] = firstMoments[q];
    state[(3u * at + 2u) * ${layout.length}u + q] = secondMoments[q];
  }
  if (thread == 0u && diverged == 0u) { recordMean(at); }
}
`;
}

function parametersInHand({ length }: Layout, mostInHand: number): string {
  return length > mostInHand ? '' : lines(length, (q) => `    let parameter${q} = parameters[${q}];`);
}

function parameter({ length }: Layout, mostInHand: number, q: number): string {
  return length > mostInHand ? `parameters[${q}]` : `parameter${q}`;
}

/** What a row adds to the sums, so many times. */
type RowText = (weight: string) => string;

function everyRow(threads: number, blocks: number, row: RowText): string {
  return `    for (; position < job.batch; position += ${threads}u) {
      let row = rowNumber(step, position);
${lines(blocks, (j) => `      var x${j} = entries(row, ${j}u, low${j}, high${j});`)}
${row('1.0')}
    }`;
}

function rowsWithSomething(threads: number, blocks: number, row: RowText): string {
  const something = Array.from({ length: blocks }, (_, j) => `any(x${j} != vec4f())`).join(' || ');
  return `    var empty = 0.0;
    loop {
${lines(blocks, (j) => `      var x${j} = vec4f();`)}
      var weight = 0.0;
      while (position < job.batch) {
        let row = rowNumber(step, position);
        position += ${threads}u;
${lines(blocks, (j) => `        x${j} = entries(row, ${j}u, low${j}, high${j});`)}
        if (${something}) { weight = 1.0; break; }
        empty += 1.0;
      }
      if (weight == 0.0) {
        if (empty == 0.0) { break; }
        weight = empty;
        empty = 0.0;
      }
${row('weight')}
    }`;
}

/** What a row adds to the sums, `weight` times. */
function arithmetic(shape: KernelShape, layout: Layout, mostInHand: number, weight: string): string {
  const { n, m, model, hasPenalty } = shape;
  const { stride, decoder, b, c } = layout;
  const at = (q: number): string => parameter(layout, mostInHand, q);
  const E = (i: number, a: number): number => i * stride + a;
  const D = (i: number, a: number): number => decoder + i * stride + a;
  const x = (i: number): string => entryOf('x', i);
  const target = (i: number): string => (model.hasAbsoluteTarget ? `abs(${x(i)})` : x(i));
  const hidden = (a: number): string => {
    const product = sum(n, (i) => `${at(E(i, a))} * ${x(i)}`);
    const whole = model.hasHiddenBias ? `${at(c + a)} + ${product}` : product;
    return model.hasHiddenRelu ? `max(${whole}, 0.0)` : whole;
  };
  const penalty = (a: number): string =>
    hasPenalty ? `${weight} * job.penalty * ${n / 2} * sign(h${a}) + ` : '';
  const slope = (a: number): string => {
    const whole = `${penalty(a)}${sum(n, (i) => `delta${i} * ${at(D(i, a))}`)}`;
    return model.hasHiddenRelu ? `select(0.0, ${whole}, h${a} > 0)` : whole;
  };
  const gains = (i: number, a: number): string =>
    model.isTied
      ? `      sum${E(i, a)} += delta${i} * h${a} + slope${a} * ${x(i)};`
      : `      sum${D(i, a)} += delta${i} * h${a}; sum${E(i, a)} += slope${a} * ${x(i)};`;
  // Values that are named once, and few sums that change: what compilers, of software above all, do well.
  return `${areNormalised(shape) ? normalise(n) : ''}
${lines(m, (a) => `      let h${a} = ${hidden(a)};`)}
${lines(
  n,
  (i) => `      let z${i} = ${at(b + i)} + ${sum(m, (a) => `${at(D(i, a))} * h${a}`)};
      let error${i} = ${model.hasOutputRelu ? `max(z${i}, 0.0)` : `z${i}`} - ${target(i)};
      let weighted${i} = ${weight} * ${entryOf('importance', i)} * error${i};
      let delta${i} = ${model.hasOutputRelu ? `select(0.0, weighted${i}, z${i} > 0)` : `weighted${i}`};`,
)}
      loss += ${sum(n, (i) => `weighted${i} * error${i}`)};
${hasPenalty ? `      loss += ${weight} * job.penalty * ${n} * (${sum(m, (a) => `abs(h${a})`)});` : ''}
${lines(m, (a) => `      let slope${a} = ${slope(a)};`)}
${lines(n, (i) => `      sum${b + i} += delta${i};`)}
${model.hasHiddenBias ? lines(m, (a) => `      sum${c + a} += slope${a};`) : ''}
${lines(n, (i) => lines(m, (a) => gains(i, a)))}`;
}

function normalise(n: number): string {
  const blocks = Math.ceil(n / 4);
  return `      let squares = ${sum(blocks, (j) => `dot(x${j}, x${j})`)};
      let norm = select(1.0, sqrt(squares), squares > 0);
${lines(blocks, (j) => `      x${j} /= norm;`)}`;
}

function reductionArrays(threads: number): string {
  const adders = Math.max(1, Math.floor(threads / sumsAtATime));
  return `/** The sums of every thread; a float more a row, so that threads side by side read from banks side by side. */
var<workgroup> parts: array<f32, ${sumsAtATime * (threads + 1)}>;
var<workgroup> partial: array<f32, ${sumsAtATime * adders}>;`;
}

/** Adds up `count` sums over the threads, the loss as the last one, in an order that is always the same. */
function addUp(count: number, threads: number, { length }: Layout): string {
  const adders = Math.max(1, Math.floor(threads / sumsAtATime));
  const name = (q: number): string => (q === length ? 'loss' : `sum${q}`);
  return lines(Math.ceil(count / sumsAtATime), (chunk) => {
    const start = chunk * sumsAtATime;
    const some = Math.min(sumsAtATime, count - start);
    return `${lines(some, (k) => `    parts[${k * (threads + 1)}u + thread] = ${name(start + k)};`)}
    workgroupBarrier();
    for (var u = thread; u < ${some * adders}u; u += ${threads}u) {
      let place = u / ${adders}u * ${threads + 1}u;
      var total = 0.0;
      for (var k = u % ${adders}u; k < ${threads}u; k += ${adders}u) { total += parts[place + k]; }
      partial[u] = total;
    }
    workgroupBarrier();
    for (var u = thread; u < ${some}u; u += ${threads}u) {
      var total = 0.0;
      for (var k = 0u; k < ${adders}u; k++) { total += partial[u * ${adders}u + k]; }
      sums[${start}u + u] = total;
    }`;
  });
}

function trainingEnd(layout: Layout, threads: number): string {
  return `    if (thread == 0u) { recordLoss(sums[${layout.length}] * inverse, step, at); }
    if (workgroupUniformLoad(&diverged) != 0u) { break; }
    for (var q = thread; q < ${layout.length}u; q += ${threads}u) {
      ${adam('parameters[q]', 'firstMoments[q]', 'secondMoments[q]', 'sums[q] * (2 * inverse)')}
    }`;
}

function gradientEnd(layout: Layout, threads: number): string {
  return `    for (var q = thread; q < ${layout.length}u; q += ${threads}u) { outputs[q] = sums[q] * (2 * inverse); }
    if (thread == 0u) { outputs[${layout.length}] = sums[${layout.length}] * inverse; }`;
}
