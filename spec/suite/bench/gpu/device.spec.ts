import { describe, expect, test } from 'vitest';
import { deviceInWords, deviceOf } from '../../../../bench/gpu/device.js';
import { describeAdapter } from '../../../../src/subjects/webgpu/gpu.js';

describe('the device of a contender', () => {
  test('that is SwiftShader is software on the CPU, and never a GPU', () => {
    const device = deviceOf(
      describeAdapter(adapter({ isFallbackAdapter: true, description: 'SwiftShader 5' })),
    );

    expect(device).toEqual({ kind: 'software', name: 'SwiftShader 5' });
    expect(deviceInWords(device)).toBe('CPU, in software: SwiftShader 5');
  });

  test('that is a GPU has the name that its driver gives', () => {
    const info = adapter({ architecture: 'hopper', description: 'NVIDIA: 570.86' });

    const device = deviceOf(describeAdapter(info));

    expect(device).toEqual({ kind: 'gpu', name: 'hopper (NVIDIA: 570.86)' });
    expect(deviceInWords(device)).toBe('GPU: hopper (NVIDIA: 570.86)');
  });

  test('that is the processor says with what it uses it', () => {
    expect(deviceOf('CPU, WebAssembly SIMD, 2 threads')).toEqual({
      kind: 'cpu',
      name: 'WebAssembly SIMD, 2 threads',
    });
  });

  test('that is not known, or a GPU without a name, is refused: its figures would be nobody’s', () => {
    expect(() => deviceOf('fast')).toThrow('"fast" is neither said to be a GPU nor a CPU');
    expect(() => deviceOf('GPU')).toThrow('does not say which one');
  });
});

function adapter(info: { isFallbackAdapter?: boolean; architecture?: string; description: string }) {
  return { vendor: '', architecture: '', device: '', isFallbackAdapter: false, ...info };
}
