/**
 * What a contender computes on, as its driver or its library says of itself. A driver in software is the
 * CPU, whatever interface it has, and nothing that it does is called a GPU's.
 */
export type DeviceKind = 'gpu' | 'software' | 'cpu';

export interface Device {
  readonly kind: DeviceKind;
  /** `NVIDIA H200, CUDA 12.8`; `SwiftShader driver 5.0.0`; `WebAssembly SIMD, 2 threads`. */
  readonly name: string;
}

const described = /^(?<place>GPU|CPU)(?:, (?<name>.*?))?(?<software> \(a GPU in software\))?$/;

/**
 * From the words with which subjects describe their device.
 * @throws Error for words that name neither a GPU nor a CPU: such a device is not known.
 */
export function deviceOf(words: string): Device {
  const { place, name = '', software } = described.exec(words)?.groups ?? {};
  if (place === undefined) throw new Error(`the device "${words}" is neither said to be a GPU nor a CPU`);
  if (place === 'GPU' && name === '') throw new Error('the GPU does not say which one it is');
  if (place === 'GPU') return { kind: 'gpu', name };
  return { kind: software === undefined ? 'cpu' : 'software', name: name || 'the processor' };
}

/** `GPU: NVIDIA H200`; `CPU, in software: SwiftShader driver 5.0.0`; `CPU: WebAssembly SIMD, 2 threads`. */
export function deviceInWords(device: Device): string {
  return `${kindInWords(device)}: ${device.name}`;
}

export function kindInWords({ kind }: Pick<Device, 'kind'>): string {
  return { gpu: 'GPU', software: 'CPU, in software', cpu: 'CPU' }[kind];
}
