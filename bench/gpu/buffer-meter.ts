/**
 * The memory that buffers of WebGPU take: what was made and not yet destroyed, and the most of it at a
 * time. It watches all devices of this process, whoever opened them. Buffers that are only collected as
 * garbage count as taken, as they are until then. Textures are not counted; none is used.
 */
export interface BufferMeter {
  /** Bytes taken now. */
  readonly now: () => number;
  /** The most bytes taken at a time since this was last asked, and not less than are taken now. */
  readonly takePeak: () => number;
}

type Prototypes = {
  readonly GPUDevice: { readonly prototype: Pick<GPUDevice, 'createBuffer'> };
  readonly GPUBuffer: { readonly prototype: Pick<GPUBuffer, 'destroy'> };
};

/** @returns undefined where there is no WebGPU. */
export function watchBuffers(scope: Partial<Prototypes> = globalThis): BufferMeter | undefined {
  const { GPUDevice, GPUBuffer } = scope;
  if (!GPUDevice || !GPUBuffer) return undefined;
  const sizes = new WeakMap<object, number>();
  let now = 0;
  let peak = 0;
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    sizes.set(buffer, descriptor.size);
    now += descriptor.size;
    peak = Math.max(peak, now);
    return buffer;
  };
  const { destroy } = GPUBuffer.prototype;
  GPUBuffer.prototype.destroy = function (this: GPUBuffer) {
    now -= sizes.get(this) ?? 0;
    sizes.delete(this);
    return destroy.call(this);
  };
  return {
    now: () => now,
    takePeak: () => {
      const most = peak;
      peak = now;
      return most;
    },
  };
}
