/**
 * Memory is handed out once, when an engine is set up, and never taken back: an engine is one
 * instance of this module, and its memory goes with it. Nothing is allocated while it trains.
 */

let top: usize = 0;

/** `bytes` bytes of zeros, starting at a multiple of 64 (a cache line). */
export function allocate(bytes: usize): usize {
  if (top == 0) top = (__heap_base + 63) & ~63;
  const at = top;
  // One line to spare: some kernels read or add zeros a few floats past the end of a row.
  top = (at + bytes + 127) & ~63;
  const pages = <i32>((top + 0xffff) >>> 16);
  const present = memory.size();
  if (pages > present && memory.grow(pages - present) < 0) unreachable();
  return at;
}

@inline
export function floats(count: i32): usize {
  return allocate((<usize>count) << 2);
}

/** The smallest multiple of `unit`, a power of two, that is not less than `value`. */
@inline
export function roundUp(value: i32, unit: i32): i32 {
  return (value + unit - 1) & -unit;
}
