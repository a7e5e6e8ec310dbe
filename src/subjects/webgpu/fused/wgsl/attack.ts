/**
 * The attack of adversarial training (src/setting/schema.ts): of the n + 1 perturbations 0 and
 * δ_i = ε G_i / ‖G_i‖, G = D E, a row gets the first of those under which its loss is largest. Since the hidden
 * layer is linear, δ_i only adds s_i = E δ_i to it, which is worked out once a step.
 */
import type { Each, TileNames } from './tiles-kernel.js';

export function attackFunctions(names: TileNames): string {
  const { shape, at, decoder, hidden } = names;
  const { n } = shape;
  return `
/** G_ik. */
fn gram(i: u32, k: u32) -> f32 {
  var product = 0.0;
  for (var a = 0u; a < ${hidden}u; a++) {
    product += dot(room[base + ${decoder}u + i * ${hidden}u + a], room[base + k * ${hidden}u + a]);
  }
  return product;
}

/** s_i, and ε / ‖G_i‖, or 0 where G_i = 0, so that the attack is none. */
fn findShift(i: u32) {
  for (var a = 0u; a < ${hidden}u; a++) { room[base + ${at.shift}u + i * ${hidden}u + a] = vec4f(); }
  var squares = 0.0;
  for (var k = 0u; k < ${n}u; k++) {
    let g = gram(i, k);
    squares += g * g;
    for (var a = 0u; a < ${hidden}u; a++) {
      room[base + ${at.shift}u + i * ${hidden}u + a] += g * room[base + k * ${hidden}u + a];
    }
  }
  let radius = bitcast<f32>(constants[first].z);
  let factor = select(0.0, radius / sqrt(squares), squares > 0);
  room[base + ${at.factor}u + i] = vec4f(factor);
  for (var a = 0u; a < ${hidden}u; a++) { room[base + ${at.shift}u + i * ${hidden}u + a] *= factor; }
}
${lossUnderAttack(names)}`;
}

/** Adds to x and h of each row in the room the attack that does it most harm. */
export function attackStep(each: Each, names: TileNames, barrier: string): string {
  const { shape, at, hidden, rows } = names;
  return `      ${each(
    'rows',
    rows,
    `        var most = vec4f(-1);
        var worst = vec4i(-1);
        for (var i = -1; i < ${shape.n}; i++) {
          let harm = lossUnder(i, rows);
          worst = select(worst, vec4i(i), harm > most);
          most = max(harm, most);
        }
        for (var r = 0u; r < 4u; r++) {
          if (worst[r] < 0) { continue; }
          let i = u32(worst[r]);
          let factor = room[base + ${at.factor}u + i].x;
          for (var k = 0u; k < ${shape.n}u; k++) {
            room[base + ${at.x}u + k * ${rows}u + rows][r] += factor * gram(i, k);
          }
          for (var a = 0u; a < ${4 * hidden}u; a++) {
            room[base + ${at.h}u + a * ${rows}u + rows][r] += room[base + ${at.shift}u + i * ${hidden}u + a / 4u][a % 4u];
          }
        }`,
  )}
      ${barrier}`;
}

/** The losses of four rows under attack i, or −1 for none. */
function lossUnderAttack(names: TileNames): string {
  const { shape, at, decoder, b, features, hidden, rows } = names;
  const { model, n } = shape;
  const clean = `room[base + ${at.clean}u + j * ${rows}u + rows]`;
  const shift = `room[base + ${at.shift}u + u32(i) * ${hidden}u + a]`;
  const row = (k: number): string => `room[base + ${at.h}u + (4u * a + ${k}u) * ${rows}u + rows]`;
  return `
fn lossUnder(i: i32, rows: u32) -> vec4f {
  var loss = vec4f();
  for (var j = 0u; j < ${n}u; j++) {
    var z = vec4f(room[base + ${b}u + j / 4u][j % 4u]);
    for (var a = 0u; a < ${hidden}u; a++) {
      let d = room[base + ${decoder}u + j * ${hidden}u + a];
      z += d.x * ${row(0)} + d.y * ${row(1)} + d.z * ${row(2)} + d.w * ${row(3)};
      if (i >= 0) { z += vec4f(dot(d, ${shift})); }
    }
    let error = ${model.hasOutputRelu ? 'max(z, vec4f())' : 'z'} - ${model.hasAbsoluteTarget ? `abs(${clean})` : clean};
    loss += bitcast<vec4f>(constants[first + ${1 + 2 * features}u + j / 4u])[j % 4u] * error * error;
  }
  return loss;
}
`;
}
