/**
 * Which kernel a setting gets, by its size alone: straight code with everything in registers for small
 * models, tiles in the memory of a workgroup for larger ones, and tiles in the memory of the device for
 * those that do not fit.
 */
import type { Device } from './device.js';
import type { KernelShape } from './kernel-shape.js';
import { type Layout, layoutOf } from './layout.js';
import { rowsKernel } from './wgsl/rows-kernel.js';
import { type TilePlace, tilesKernel, tilesLayout, tileVectors } from './wgsl/tiles-kernel.js';

export interface Plan {
  readonly layout: Layout;
  /** Bytes of the device's memory that an instance needs to work in. */
  readonly scratch: number;
  readonly shader: (purpose: 'train' | 'gradient') => string;
}

/**
 * The most parameters that a thread adds up the gradient of by itself: more than that many sums do not stay in
 * the 255 registers that a thread of a GPU has.
 */
const mostSums = 220;

export function planFor(shape: KernelShape, device: Pick<Device, 'threads' | 'workgroupMemory'>): Plan {
  const tight = layoutOf(shape, 'tight');
  if (tight.length <= mostSums && !shape.isAttacked) {
    return {
      layout: tight,
      scratch: 0,
      shader: (purpose) => rowsKernel(shape, device.threads, purpose),
    };
  }
  const tiles = tilesLayout(shape, device.workgroupMemory);
  return {
    layout: layoutOf(shape, 'fours'),
    scratch: tiles.place === 'device' ? 16 * tileVectors(shape, tiles) : 0,
    shader: (purpose) => tilesKernel(shape, tiles, 4 * device.threads, purpose),
  };
}

export type { TilePlace };
