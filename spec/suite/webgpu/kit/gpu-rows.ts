/** The way of a GPU: many threads, and most parameters in the memory of the workgroup. */
import { openFusedWebgpu } from '../../../../src/subjects/webgpu/fused/fused-webgpu.js';

export const open = () => openFusedWebgpu({ threads: 64, parametersInHand: 8, tileThreads: 256 });
