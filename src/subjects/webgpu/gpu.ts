/**
 * WebGPU in Node: Dawn, by the optional package `webgpu`. Called in the child process of a subject
 * (src/subjects/isolated), because a driver is native code.
 *
 * The device is named by what the driver says that it is. A driver that computes on the CPU (SwiftShader,
 * lavapipe) says so of itself, and is never called a GPU.
 */
export type OpenedGpu =
  | {
      readonly kind: 'ready';
      readonly gpu: GPU;
      readonly adapter: GPUAdapter;
      /** For people: `GPU, nvidia-h200 (NVIDIA: 570.86)`, or `CPU, SwiftShader driver 5.0.0 (a GPU in software)`. */
      readonly described: string;
    }
  | { readonly kind: 'absent'; readonly reason: string };

export async function openGpu(): Promise<OpenedGpu> {
  let webgpu: typeof import('webgpu');
  try {
    webgpu = await import('webgpu');
  } catch (error) {
    return { kind: 'absent', reason: whyNotLoaded(error) };
  }
  Object.assign(globalThis, webgpu.globals);
  const gpu = webgpu.create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter) return { kind: 'ready', gpu, adapter, described: describeAdapter(adapter.info) };
  const reason =
    "no driver of a GPU was found, nor SwiftShader; install a Vulkan driver, or Debian's package chromium, which carries SwiftShader";
  return { kind: 'absent', reason };
}

type Info = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'>;

/** What computes, as far as the driver itself tells. */
export function describeAdapter(info: Info): string {
  const { isFallbackAdapter: isSoftware, description } = info;
  const name = info.device || info.architecture || info.vendor;
  if (isSoftware) return `CPU, ${description || name} (a GPU in software)`;
  return `GPU, ${description ? `${name} (${description})` : name}`;
}

function whyNotLoaded(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === 'ERR_MODULE_NOT_FOUND') {
    return 'the optional package webgpu is not installed; "npm install webgpu" adds it';
  }
  return `the package webgpu does not load: ${String(message ?? error).split('\n')[0]!}`;
}
