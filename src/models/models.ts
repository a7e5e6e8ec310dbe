/** The models by name. */
import type { ModelName } from '../setting/schema.js';
import { absoluteValue } from './absolute-value.js';
import { linear } from './linear.js';
import type { Model } from './model.js';
import { reluHidden } from './relu-hidden.js';
import { reluHiddenBiased } from './relu-hidden-biased.js';
import { reluOutput } from './relu-output.js';
import { untiedOutput } from './untied.js';

export const models: Readonly<Record<ModelName, Model>> = {
  'relu-output': reluOutput,
  linear,
  untied: untiedOutput,
  'relu-hidden': reluHidden,
  'relu-hidden-biased': reluHiddenBiased,
  'absolute-value': absoluteValue,
};
