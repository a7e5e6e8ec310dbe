/** Every model by tiles in the memory of a workgroup. */
import { openFusedWebgpu } from '../../../../src/subjects/webgpu/fused/fused-webgpu.js';

export const open = () => openFusedWebgpu({ sumsInHand: 0 });
