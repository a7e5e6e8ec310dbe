import { paperTwentyFeatures } from '../../../src/setting/sources.js';

/** The paper's n = 20, m = 5 at its seven sparsities. */
export function twentyFeatures() {
  return {
    'S = 0': paperTwentyFeatures(0),
    'S = .7': paperTwentyFeatures(0.7),
    'S = .9': paperTwentyFeatures(0.9),
    'S = .97': paperTwentyFeatures(0.97),
    'S = .99': paperTwentyFeatures(0.99),
    'S = .997': paperTwentyFeatures(0.997),
    'S = .999': paperTwentyFeatures(0.999),
  };
}
