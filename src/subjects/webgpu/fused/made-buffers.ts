/** Buffers that are made together and given back together. */
export interface MadeBuffers {
  readonly empty: (size: number, usage: number) => GPUBuffer;
  readonly filled: (data: BufferData, usage: number) => GPUBuffer;
  /** Bytes of all of them. */
  readonly bytes: () => number;
  readonly destroy: () => void;
}

export type BufferData = ArrayBuffer | Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

export function makeBuffers(gpu: GPUDevice): MadeBuffers {
  const made: GPUBuffer[] = [];
  const empty = (size: number, usage: number): GPUBuffer => {
    const buffer = gpu.createBuffer({ size, usage });
    made.push(buffer);
    return buffer;
  };
  return {
    empty,
    filled: (data, usage) => {
      const buffer = empty(data.byteLength, usage | GPUBufferUsage.COPY_DST);
      gpu.queue.writeBuffer(buffer, 0, data);
      return buffer;
    },
    bytes: () => made.reduce((sum, { size }) => sum + size, 0),
    destroy: () => {
      for (const buffer of made) buffer.destroy();
    },
  };
}
