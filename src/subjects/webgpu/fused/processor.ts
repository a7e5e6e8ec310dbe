/**
 * What the shaders are written for besides a setting: how the processor of a device likes to work.
 */
export interface Processor {
  /** Threads that take the rows of an instance side by side. */
  readonly threads: number;
  /** The most parameters of which each thread keeps a copy of its own. */
  readonly parametersInHand: number;
  /** The most parameters of which a thread adds up the gradient by itself. */
  readonly sumsInHand: number;
  /** Threads that work on the tiles of an instance. */
  readonly tileThreads: number;
  /** Bytes of the memory of a workgroup. */
  readonly workgroupMemory: number;
}

/**
 * A thread of a GPU has 255 registers, and two warps, or one wave of most vendors, hide each other's waiting.
 *
 * Software runs the threads of a workgroup four at a time on the vector unit of a core; it takes some 500 ns to
 * get over a barrier, 15 to 30 ns to reach into the memory of a workgroup, and 1 to 4 ns for arithmetic and for
 * what is in hand (measured on SwiftShader 5), so it is given as few threads and as much in hand as can be.
 */
export function processorOf({ info, limits }: Pick<GPUAdapter, 'info' | 'limits'>): Processor {
  const workgroupMemory = limits.maxComputeWorkgroupStorageSize;
  return info.isFallbackAdapter
    ? { threads: 4, parametersInHand: 400, sumsInHand: 400, tileThreads: 16, workgroupMemory }
    : { threads: 64, parametersInHand: 64, sumsInHand: 160, tileThreads: 256, workgroupMemory };
}
