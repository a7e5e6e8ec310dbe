/** The five models as the features that the kernels know. */
import type { ModelName } from '../../setting/schema.js';
import { absoluteTarget, hiddenRelu, outputRelu, tied } from './codes.js';

export const modelCodes: Readonly<Record<ModelName, number>> = {
  'relu-output': tied + outputRelu,
  linear: tied,
  untied: outputRelu,
  'relu-hidden': tied + hiddenRelu + outputRelu,
  'absolute-value': hiddenRelu + outputRelu + absoluteTarget,
};

/** Whether the outputs depend on the weights through more than the product D E. */
export function hasHiddenRelu(model: ModelName): boolean {
  return (modelCodes[model] & hiddenRelu) !== 0;
}
