/**
 * mathjs as its one published file, in which each function is made when it is first used. The package's
 * modules make all of them on loading, which takes a second of every process that loads the specs.
 */
import { createRequire } from 'node:module';

const mathjs = createRequire(import.meta.url)('mathjs/lib/browser/math.js') as typeof import('mathjs');

export const {
  abs,
  add,
  dot,
  dotMultiply,
  erf,
  map,
  mean,
  multiply,
  norm,
  square,
  subtract,
  sum,
  transpose,
} = mathjs;
