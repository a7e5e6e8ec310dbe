/**
 * Which subjects train in several processes side by side. TensorFlow on small tensors is faster in a
 * process a core, each with one thread, than in one process with a thread a core: what JavaScript does
 * between operations, drawing the rows above all, is then done on all cores too.
 */
import { availableParallelism } from 'node:os';
import type { Description, Instance } from '../subject.js';
import { groupInstances } from '../tfjs/groups.js';
import type { NativeName } from './native-subjects.js';

export interface Sharing {
  /** How many processes train side by side. */
  readonly processes: (description: Description) => number;
  /** What is trained together, in the order in which it is begun. */
  readonly groups: (instances: readonly Instance[], processes: number) => readonly (readonly Instance[])[];
}

/** The most instances that one request asks for: more arrive late, and are lost with their process. */
const mostTogether = 32;

const overCores: Sharing = {
  // A GPU is one device, however many processes use it.
  processes: ({ device }) => (device.startsWith('CPU') ? availableParallelism() : 1),
  groups: (instances, processes) => groupInstances(instances, processes, mostTogether),
};

export const sharings: Readonly<Partial<Record<NativeName, Sharing>>> = { 'tfjs:tensorflow': overCores };
