/**
 * The pixels of a digit that have ink, a fifth of them: for each the place of its row of W₁ and its
 * value. The others would add 0 to every sum, so leaving them out changes no bit.
 */
import { allocate, floats } from '../../assembly/memory';

export const pixels: i32 = 784;

/** Pairs of a byte distance (u32) and a value (f32), and one to spare. */
export let list: usize = 0;
export let listEnd: usize = 0;
let shades: usize = 0;

export function setUpList(): void {
  list = allocate((pixels + 1) * 8);
  shades = floats(256);
  for (let value = 0; value < 256; value++) {
    store<f32>(shades + ((<usize>value) << 2), <f32>value / <f32>255);
  }
}

/** @param rowBytes from one pixel's row of W₁ to the next. */
export function listPixels(image: usize, rowBytes: usize): void {
  let to = list;
  let row: usize = 0;
  for (let at: usize = 0; at < <usize>pixels; at += 8, row += rowBytes << 3) {
    let eight = load<u64>(image + at);
    let place = row;
    while (eight) {
      const zeros = ctz(eight) >> 3;
      place += rowBytes * <usize>zeros;
      eight >>= zeros << 3;
      store<u32>(to, <u32>place);
      store<f32>(to, load<f32>(shades + (<usize>(eight & 255) << 2)), 4);
      to += 8;
      // In two parts, since a shift by 64 is one by 0.
      eight = (eight >> 4) >> 4;
      place += rowBytes;
    }
  }
  listEnd = to;
}
