/** Every model by tiles in the memory of the device. */
import { openFusedWebgpu } from '../../../../src/subjects/webgpu/fused/fused-webgpu.js';

export const open = () => openFusedWebgpu({ sumsInHand: 0, workgroupMemory: 0 });
