/**
 * The attack of the setting schema (`training.attack`): to each row is added that of the n + 1 perturbations
 * 0 and ε G_i / ‖G_i‖, G = D E, under which its loss is largest.
 *
 * Without a hidden ReLU an added δ_i moves z by G δ_i, whatever the row. So both are worked out once a
 * step, and a row costs n² for the losses under all of them; four rows at a time, as in dense.ts.
 */
import { floats } from './memory';
import { chunkRows, E, F, hasAbsoluteTarget, hasOutputRelu, importance, m, n, width } from './shape';

export let isAttacked: bool = false;
let radius: f32 = 0;
/** δ_i and G δ_i, i = 0 … n − 1: n × n each. */
let directions: usize = 0;
let effects: usize = 0;
/** One row of the hidden layer. */
let hidden: usize = 0;
/** The rows of the chunk under their attacks, in the order of the chunk. */
export let attackedRows: usize = 0;

export function setUpAttack(length: f32): void {
  isAttacked = true;
  radius = length;
  directions = floats(n * n);
  effects = floats(n * n);
  hidden = floats(m);
  attackedRows = floats(chunkRows * n);
}

/** The perturbations for the weights as they are. */
export function beginAttack(): void {
  const rowBytes = (<usize>n) << 2;
  for (let i: usize = 0; i < <usize>n; i++) {
    const direction = directions + i * rowBytes;
    // Row i of D E: the hidden row is row i of D.
    for (let a: usize = 0; a < <usize>m; a++) store<f32>(hidden + (a << 2), weight(F, a, i));
    let squares: f32 = 0;
    for (let j: usize = 0; j < <usize>n; j++) {
      let sum: f32 = 0;
      for (let a: usize = 0; a < <usize>m; a++) sum += load<f32>(hidden + (a << 2)) * weight(E, a, j);
      store<f32>(direction + (j << 2), sum);
      squares += sum * sum;
    }
    const scale: f32 = squares > 0 ? radius / sqrt<f32>(squares) : 0;
    for (let j: usize = 0; j < <usize>n; j++) {
      store<f32>(direction + (j << 2), load<f32>(direction + (j << 2)) * scale);
    }
    for (let a: usize = 0; a < <usize>m; a++) {
      let sum: f32 = 0;
      for (let j: usize = 0; j < <usize>n; j++) sum += weight(E, a, j) * load<f32>(direction + (j << 2));
      store<f32>(hidden + (a << 2), sum);
    }
    for (let j: usize = 0; j < <usize>n; j++) {
      let sum: f32 = 0;
      for (let a: usize = 0; a < <usize>m; a++) sum += load<f32>(hidden + (a << 2)) * weight(F, a, j);
      store<f32>(effects + i * rowBytes + (j << 2), sum);
    }
  }
}

@inline
function weight(matrix: usize, row: usize, column: usize): f32 {
  return load<f32>(matrix + ((row * <usize>width + column) << 2));
}

/** Four rows at `atX`, whose z lies at `atZ`, under their worst attacks at `to`. */
export function attackBlock(atX: usize, atZ: usize, to: usize): void {
  let most = lossUnder(atX, atZ, 0);
  /** In each lane 1 + the index of the attack, or 0 for none. */
  let worst = i32x4.splat(0);
  for (let i = 0; i < n; i++) {
    const loss = lossUnder(atX, atZ, effects + ((<usize>(i * n)) << 2));
    const more = f32x4.gt(loss, most);
    most = v128.bitselect(loss, most, more);
    worst = v128.bitselect(i32x4.splat(i + 1), worst, more);
  }
  memory.copy(to, atX, (<usize>n) << 4);
  addAttack(i32x4.extract_lane(worst, 0), to);
  addAttack(i32x4.extract_lane(worst, 1), to + 4);
  addAttack(i32x4.extract_lane(worst, 2), to + 8);
  addAttack(i32x4.extract_lane(worst, 3), to + 12);
}

/** Σ_j I_j (y_j − t_j)² of four rows whose z is moved by `effect`, n numbers; 0 for not at all. */
@inline
function lossUnder(atX: usize, atZ: usize, effect: usize): v128 {
  const zero = f32x4.splat(0);
  let loss = zero;
  let I = importance;
  for (let end = atX + ((<usize>n) << 4); atX < end; atX += 16, atZ += 16, I += 4) {
    let z = v128.load(atZ);
    if (effect) {
      z = f32x4.add(z, v128.load32_splat(effect));
      effect += 4;
    }
    const t = v128.load(atX);
    const e = f32x4.sub(hasOutputRelu ? f32x4.max(z, zero) : z, hasAbsoluteTarget ? f32x4.abs(t) : t);
    loss = f32x4.add(loss, f32x4.mul(v128.load32_splat(I), f32x4.mul(e, e)));
  }
  return loss;
}

/** Adds δ of an attack, counted from 1, to one row of a block. */
function addAttack(attack: i32, to: usize): void {
  if (attack == 0) return;
  let from = directions + ((<usize>((attack - 1) * n)) << 2);
  for (let j = 0; j < n; j++, from += 4, to += 16) store<f32>(to, load<f32>(to) + load<f32>(from));
}
