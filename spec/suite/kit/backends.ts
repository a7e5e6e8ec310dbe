/** The backends that run in the process of a spec: those of JavaScript, and the native one where it is there. */
import type { BackendName } from '../../../src/subjects/tfjs/backends.js';
import { whyAbsent } from '../../../src/subjects/tfjs/native-addon.js';

export const backends: readonly BackendName[] =
  whyAbsent() === undefined ? ['cpu', 'wasm', 'tensorflow'] : ['cpu', 'wasm'];
