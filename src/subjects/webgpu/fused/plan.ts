/**
 * Which kernel a setting gets, by its size alone: straight code with everything in registers for small
 * models, tiles in the memory of a workgroup for larger ones, and tiles in the memory of the device for
 * those that do not fit.
 */
import type { KernelShape } from './kernel-shape.js';
import { type Layout, layoutOf } from './layout.js';
import type { Processor } from './processor.js';
import { rowsKernel } from './wgsl/rows-kernel.js';
import { tilesKernel, tilesLayout, tileVectors } from './wgsl/tiles-kernel.js';

export interface Plan {
  readonly layout: Layout;
  /** Bytes of the device's memory that an instance needs to work in. */
  readonly scratch: number;
  readonly shader: (purpose: 'train' | 'gradient') => string;
}

export function planFor(shape: KernelShape, processor: Processor, batch: number): Plan {
  const tight = layoutOf(shape, 'tight');
  if (tight.length <= processor.sumsInHand && !shape.isAttacked) {
    return { layout: tight, scratch: 0, shader: (purpose) => rowsKernel(shape, processor, purpose) };
  }
  const tiles = tilesLayout(shape, processor.workgroupMemory, batch);
  return {
    layout: layoutOf(shape, 'fours'),
    scratch: tiles.place === 'device' ? 16 * tileVectors(shape, tiles) : 0,
    shader: (purpose) => tilesKernel(shape, tiles, processor.tileThreads, purpose),
  };
}
