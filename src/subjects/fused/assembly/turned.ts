/** The encoder by feature, Eᵀ, and its gradient: what an active feature reads and adds to in one piece. */
import { floats, roundUp } from './memory';
import { E, gradientE, m, n, width } from './shape';

/** Floats from one row of Eᵀ to the next: m, to a multiple of four, the rest zero. */
export let narrow: i32 = 0;
/** n × narrow. */
export let turnedE: usize = 0;
/** n × narrow. */
export let turnedGradient: usize = 0;

export function setUpTurned(): void {
  narrow = roundUp(m, 4);
  turnedE = floats(n * narrow);
  turnedGradient = floats(n * narrow);
}

export function beginTurned(): void {
  const narrowBytes = (<usize>narrow) << 2;
  for (let a = 0; a < m; a++) {
    let from = E + ((<usize>(a * width)) << 2);
    let to = turnedE + ((<usize>a) << 2);
    for (let j = 0; j < n; j++, from += 4, to += narrowBytes) store<f32>(to, load<f32>(from));
  }
  memory.fill(turnedGradient, 0, <usize>n * narrowBytes);
}

/** dE is added, since in a tied model it is one array with dF. */
export function endTurned(): void {
  const narrowBytes = (<usize>narrow) << 2;
  for (let a = 0; a < m; a++) {
    let to = gradientE + ((<usize>(a * width)) << 2);
    let from = turnedGradient + ((<usize>a) << 2);
    for (let j = 0; j < n; j++, to += 4, from += narrowBytes) {
      store<f32>(to, load<f32>(to) + load<f32>(from));
    }
  }
}
