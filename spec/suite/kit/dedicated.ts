/** Weights without superposition. */
import { matrix } from '../../../src/models/matrix.js';
import type { TiedWeights } from '../../../src/models/weights.js';
import type { Setting } from '../../../src/setting/schema.js';

/** W = [I_m 0] and the bias b on the rest. */
export function dedicated({ n, m }: Setting, b: number): TiedWeights {
  return {
    kind: 'tied',
    W: matrix(m, n, (h, i) => Number(h === i)),
    b: Float64Array.from({ length: n }, (_, i) => (i < m ? 0 : b)),
  };
}
