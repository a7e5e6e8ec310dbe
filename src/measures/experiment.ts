import type { Setting } from '../setting/schema.js';

/** The part of a setting that fixes the population loss: everything but the training. */
export type Experiment = Pick<Setting, 'model' | 'n' | 'm' | 'importance' | 'data'>;
