import { paperTwentyFeatures } from '../../../src/setting/sources.js';

/** The paper's n = 20, m = 5 over sparsity. */
export function twentyFeatures() {
  return {
    'S = 0': paperTwentyFeatures(0),
    'S = .9': paperTwentyFeatures(0.9),
    'S = .99': paperTwentyFeatures(0.99),
    'S = .999': paperTwentyFeatures(0.999),
  };
}
