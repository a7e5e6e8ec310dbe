/** What a shader is written for: everything about a setting that changes its text. */
import { probabilities } from '../../../setting/derived.js';
import { setSize } from '../../../setting/feature-sets.js';
import type { ModelName, Setting } from '../../../setting/schema.js';
import { hasHiddenRelu } from '../../../setting/schema.js';

export interface KernelShape {
  readonly n: number;
  readonly m: number;
  readonly model: ModelTraits;
  readonly data: DataTraits;
  readonly hasPenalty: boolean;
  readonly isAttacked: boolean;
}

/** The models as the features that the shaders know. */
export interface ModelTraits {
  readonly isTied: boolean;
  readonly hasHiddenBias: boolean;
  readonly hasHiddenRelu: boolean;
  readonly hasOutputRelu: boolean;
  readonly hasAbsoluteTarget: boolean;
}

/** How rows come about. Given rows are read from a buffer. */
export type DataTraits =
  | { readonly kind: 'given' }
  | {
      readonly kind: 'drawn';
      readonly rows: Setting['data']['rows']['kind'];
      readonly magnitude: Setting['data']['magnitude'];
      /** How many consecutive features share the draw of their mask; 1 where all are independent. */
      readonly setSize: number;
      /** Every feature is on in every row, so that no mask is drawn. */
      readonly isAlwaysOn: boolean;
    };

export function traitsOf(model: ModelName): ModelTraits {
  return {
    isTied: model !== 'untied' && model !== 'absolute-value',
    hasHiddenBias: model === 'relu-hidden-biased',
    hasHiddenRelu: hasHiddenRelu[model],
    hasOutputRelu: model !== 'linear',
    hasAbsoluteTarget: model === 'absolute-value',
  };
}

/** @param data given rows in place of those that the setting draws. */
export function kernelShape(setting: Setting, data: DataTraits = dataTraits(setting)): KernelShape {
  const { n, m, model, training } = setting;
  return {
    n,
    m,
    model: traitsOf(model),
    data,
    hasPenalty: training.hiddenPenalty !== undefined,
    isAttacked: training.attack !== undefined,
  };
}

function dataTraits(setting: Setting): DataTraits {
  const { rows, magnitude } = setting.data;
  const isAlwaysOn =
    magnitude !== 'coupled-normalised' && probabilities(setting).every((probability) => probability === 1);
  return { kind: 'drawn', rows: rows.kind, magnitude, setSize: setSize(setting), isAlwaysOn };
}
