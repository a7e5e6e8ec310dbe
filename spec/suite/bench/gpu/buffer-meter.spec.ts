import { describe, expect, test } from 'vitest';
import { watchBuffers } from '../../../../bench/gpu/buffer-meter.js';

describe('the meter of buffers', () => {
  test('holds the most that was taken at a time, since it was last asked', () => {
    const { make, meter } = watched();

    const first = make(100);
    first.destroy();
    make(60);
    make(20);

    expect(meter.takePeak()).toBe(100);
    expect(meter.now()).toBe(80);
    expect(meter.takePeak()).toBe(80);
  });

  test('counts a buffer that is destroyed twice once', () => {
    const { make, meter } = watched();

    const buffer = make(100);
    buffer.destroy();
    buffer.destroy();

    expect(meter.now()).toBe(0);
  });

  test('is not there where there is no WebGPU', () => {
    expect(watchBuffers({})).toBeUndefined();
  });
});

/** Classes like those of WebGPU, watched. */
function watched() {
  class GPUBuffer {
    destroy(): undefined {
      return undefined;
    }
  }
  class GPUDevice {
    createBuffer(_: GPUBufferDescriptor): GPUBuffer {
      return new GPUBuffer();
    }
  }
  const scope = { GPUBuffer, GPUDevice };
  const meter = watchBuffers(scope as unknown as Parameters<typeof watchBuffers>[0])!;
  const device = new GPUDevice();
  return { meter, make: (size: number) => device.createBuffer({ size, usage: 0 }) };
}
