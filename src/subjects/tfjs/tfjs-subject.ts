/**
 * The subjects `tfjs:cpu`, `tfjs:wasm`, `tfjs:webgpu` and `tfjs:tensorflow`: the models of src/models with the autodiff
 * of TensorFlow.js, on one of its backends.
 */
import { availableParallelism } from 'node:os';
import { sampleRows } from '../../data/sample.js';
import { lossesAndGradients, objectiveOf } from '../../models/loss.js';
import { outputOf } from '../../models/model.js';
import { models } from '../../models/models.js';
import { rowsTensor, stackWeights, unstackWeights } from '../../models/tensors.js';
import { modelNameSchema } from '../../setting/schema.js';
import type { Opened } from '../registry.js';
import { type BackendName, readFrom, readyBackend } from './backends.js';
import { openTfjsDigits } from './digits/digits.js';
import { groupInstances } from './groups.js';
import { trainInProcess } from './train-in-process.js';
import { trainOnWorkers } from './train-on-workers.js';
import { tfjsVersion } from './version.js';
import { openWorkerPool } from './worker-pool.js';

/**
 * The most instances that share tensors. Measured on the wasm backend at n = 5 and n = 20 with 1, 2, 4, 8
 * and 16 of them: instance-steps per second grow up to 4, beyond which the arithmetic is what costs and
 * larger tensors only leave the cache. The native backend pays more for a dispatch and has more lanes; so
 * does WebGPU on a GPU, while on SwiftShader, where the arithmetic is what costs, 1 to 16 take as long for each.
 */
const groupLimits: Readonly<Record<BackendName, number>> = { cpu: 4, wasm: 4, tensorflow: 32, webgpu: 16 };

/** These have one device in a process, which worker threads could not share. */
const inProcess: ReadonlySet<BackendName> = new Set(['tensorflow', 'webgpu']);

export async function openTfjs(backend: BackendName): Promise<Opened> {
  const readied = await readyBackend(backend);
  if (readied.kind === 'absent') return readied;
  const { guard, device, library } = readied;
  const threads = inProcess.has(backend) ? 1 : availableParallelism();
  const pool = openWorkerPool(new URL('./worker.js', import.meta.url), backend, threads);
  const closing = new AbortController();
  return {
    kind: 'present',
    subject: {
      describe: async () => ({
        name: `tfjs:${backend}`,
        version: tfjsVersion(library),
        device: inProcess.has(backend)
          ? device
          : `${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
        precision: 'float32',
        models: modelNameSchema.options,
        magnitudes: ['uniform', 'signed', 'coupled-normalised', 'uniform-normalised'],
      }),

      sample: async (setting, rows, seed) => sampleRows(setting, rows, seed),

      forward: async ({ model }, weights, x) => {
        const [y] = await guard(() =>
          readFrom(backend, () => [outputOf(models[model], stackWeights([weights]), rowsTensor(x))]),
        );
        return { ...x, data: Float64Array.from(y!) };
      },

      lossAndGradient: async (setting, weights, x) => {
        const [loss, ...gradients] = await guard(() =>
          readFrom(backend, () => {
            const objective = objectiveOf([setting]);
            const parameters = stackWeights([weights]);
            const asked = lossesAndGradients(models[setting.model], parameters, rowsTensor(x), objective);
            return [asked.losses, ...asked.gradients];
          }),
        );
        return { loss: loss![0]!, gradient: unstackWeights(gradients, weights)(0) };
      },

      train: (instances, options = {}) => {
        const signal = AbortSignal.any([closing.signal, ...(options.signal ? [options.signal] : [])]);
        const limit = groupLimits[backend];
        const groups = groupInstances(instances, threads, limit);
        if (!inProcess.has(backend)) return trainOnWorkers(groups, pool, { ...options, signal });
        // A GPU's libraries choose their kernels by the shapes that they are given. On the CPU the bits are
        // the same at every place of groups of 1 to 32, in all models and sizes that were tried.
        const size = backend === 'tensorflow' && device.startsWith('GPU') ? limit : 1;
        return trainInProcess(backend, readied, groups, size, { ...options, signal });
      },

      digits: openTfjsDigits(backend, readied, closing.signal),

      close: async () => {
        closing.abort();
        await pool.close();
      },
    },
  };
}
