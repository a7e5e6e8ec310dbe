/** Shaders made ready to run, and what they are bound to: one layout for all of them. */
import { type Device, GpuFault } from './device.js';

/** By the binding number: see wgsl/bindings.ts. Bindings 6 to 8 are rows, results and room to work in. */
const types: readonly GPUBufferBindingType[] = [
  'uniform',
  'read-only-storage',
  'read-only-storage',
  'storage',
  'storage',
  'storage',
  'read-only-storage',
  'storage',
  'storage',
];

/** Each takes up to some MiB where software compiles it, and random settings make hundreds of them. */
const mostCompiled = 64;

export interface Pipelines {
  /** The compiled shader; the same text is compiled once, unless many others came in between. */
  readonly compile: (shader: string) => Promise<GPUComputePipeline>;
  /** Binds buffers by their numbers; the numbers that are left out are bound to an empty one. */
  readonly bind: (buffers: Readonly<Record<number, GPUBuffer>>) => GPUBindGroup;
}

export function openPipelines(device: Device): Pipelines {
  const { gpu } = device;
  const compiled = new Map<string, Promise<GPUComputePipeline>>();
  const bindGroupLayout = gpu.createBindGroupLayout({
    entries: types.map((type, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type },
    })),
  });
  const layout = gpu.createPipelineLayout({ bindGroupLayouts: [bindGroupLayout] });
  const empty = types.map(() => gpu.createBuffer({ size: 64, usage: GPUBufferUsage.STORAGE }));
  const compile = async (code: string): Promise<GPUComputePipeline> => {
    // Its errors are this shader's, not the device's.
    gpu.pushErrorScope('validation');
    const module = gpu.createShaderModule({ code });
    await device.settle(gpu.popErrorScope());
    const { messages } = await device.settle(module.getCompilationInfo());
    const fault = messages.find(({ type }) => type === 'error');
    if (fault) throw new GpuFault(`the shader does not compile: line ${fault.lineNum}: ${fault.message}`);
    const compute = { module, entryPoint: 'main' };
    return device.settle(gpu.createComputePipelineAsync({ layout, compute }));
  };
  return {
    compile: (shader) => {
      const pipeline = compiled.get(shader) ?? compile(shader);
      // The one asked for longest ago comes first, and goes first.
      compiled.delete(shader);
      compiled.set(shader, pipeline);
      const [oldest] = compiled.keys();
      if (compiled.size > mostCompiled) compiled.delete(oldest!);
      return pipeline;
    },
    bind: (buffers) =>
      gpu.createBindGroup({
        layout: bindGroupLayout,
        entries: types.map((_, binding) => ({
          binding,
          resource: { buffer: buffers[binding] ?? empty[binding]! },
        })),
      }),
  };
}
