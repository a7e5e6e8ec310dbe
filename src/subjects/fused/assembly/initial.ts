/**
 * The first weights: every entry of E and F from one distribution, b = 0. Normals by Box and Muller
 * (1958) in float64, from two 24-bit uniforms each pair; 1 − u keeps the logarithm finite.
 */
import { initialStream } from '../codes';
import { floats } from './memory';
import { fillUniform, newStream } from './random';
import { E, F, isTied, m, n, width } from './shape';

let state: usize = 0;
let draws: usize = 0;
let used: i32 = 15;

@inline
function uniform(): f64 {
  if (used == 15) {
    fillUniform(state, draws, 16);
    used = 0;
  } else used++;
  return <f64>load<f32>(draws + ((<usize>used) << 2));
}

function normal(): f64 {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
}

/** Normal with deviation `first`, or uniform between `first` and `second`. */
export function drawInitialWeights(isNormal: bool, first: f64, second: f64, seed: u32): void {
  state = newStream(seed, initialStream);
  draws = floats(16);
  fillMatrix(E, isNormal, first, second);
  if (!isTied) fillMatrix(F, isNormal, first, second);
}

function fillMatrix(to: usize, isNormal: bool, first: f64, second: f64): void {
  for (let a = 0; a < m; a++) {
    for (let j = 0; j < n; j++) {
      const value = isNormal ? first * normal() : first + (second - first) * uniform();
      store<f32>(to + ((<usize>(a * width + j)) << 2), <f32>value);
    }
  }
}
