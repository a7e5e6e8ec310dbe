/**
 * The native backend, `@tensorflow/tfjs-node-gpu`: an optional package whose addon is downloaded when it is
 * installed, or linked with the TensorFlow of a Python (link/link.ts), and is missing otherwise.
 */
import { createRequire } from 'node:module';
import util from 'node:util';
import { tf } from '../../models/tensorflow.js';
import { printable } from '../../setting/printable.js';
import { firstLine, howToLink, packageName, whyAbsent } from './native-addon.js';
import { type Readied, readyInThread } from './ready.js';
import { type TensorflowBinding, tensorflowDevice } from './tensorflow-device.js';
import { replaceSum } from './tensorflow-sum.js';

/** The addon ends the process where it is loaded in a second thread, so that it belongs into a process of its own. */
export async function readyTensorflow(): Promise<Readied> {
  // Looked for before the package is loaded, since a load that fails leaves half of it registered.
  const reason = whyAbsent();
  if (reason !== undefined) return { kind: 'absent', reason };
  restoreRemovedUtil();
  // What TensorFlow itself counts as information, such as the list of CPU features, is no warning.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1';
  try {
    createRequire(import.meta.url)(packageName);
    await tf.setBackend('tensorflow');
    replaceSum();
    if (tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0]) !== 11) {
      return { kind: 'absent', reason: 'its native library multiplies wrongly' };
    }
  } catch (error) {
    const said = printable(firstLine(error));
    return {
      kind: 'absent',
      reason: `its native library does not work: ${said}; ${howToLink} builds another`,
    };
  }
  const { binding } = tf.backend() as unknown as { readonly binding: TensorflowBinding };
  const kind = binding.isUsingGpuDevice() ? 'gpu' : 'cpu';
  const library = `tensorflow.${binding.TF_Version}.${kind}`;
  return readyInThread(await tensorflowDevice(binding), library);
}

/** Node 23 removed `util.isNullOrUndefined`, which the package calls. */
function restoreRemovedUtil(): void {
  const removed = util as { isNullOrUndefined?: (value: unknown) => boolean };
  removed.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
