/** The models as the features that the kernels know. */
import type { ModelName } from '../../setting/schema.js';
import { absoluteTarget, hiddenBias, hiddenRelu, outputRelu, tied } from './codes.js';

export const modelCodes: Readonly<Record<ModelName, number>> = {
  'relu-output': tied + outputRelu,
  linear: tied,
  untied: outputRelu,
  'relu-hidden': tied + hiddenRelu + outputRelu,
  'relu-hidden-biased': tied + hiddenRelu + outputRelu + hiddenBias,
  'absolute-value': hiddenRelu + outputRelu + absoluteTarget,
};

/** Whether D = Eᵀ, kept as one matrix. */
export function isTied(model: ModelName): boolean {
  return (modelCodes[model] & tied) !== 0;
}

export function hasHiddenBias(model: ModelName): boolean {
  return (modelCodes[model] & hiddenBias) !== 0;
}
