/** Help for writing shaders: straight lines of code, whose indices are known when they are written. */

/** The texts for 0 … count − 1, a line each. */
export function lines(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join('\n');
}

/** `a + b + c`, or 0 for nothing. */
export function sum(count: number, term: (index: number) => string): string {
  return count === 0 ? '0.0' : Array.from({ length: count }, (_, index) => term(index)).join(' + ');
}

/** The entry `index` of consecutive vectors of four: `name2.y`. */
export function entryOf(name: string, index: number): string {
  return `${name}${Math.floor(index / 4)}.${'xyzw'[index % 4]!}`;
}
