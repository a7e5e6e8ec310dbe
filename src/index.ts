/**
 * What TypeScript users can import: the interface of a subject, settings, measures and statistics.
 * Claims are declared in spec files, with `claim` and `theorem`.
 */
export { type ClaimInput, claim } from './claims/claim.js';
export type { Evidence, Judgement, Strength, Verdict } from './claims/declaration.js';
export { theorem } from './claims/theorem.js';
export { antipodalPairs } from './measures/antipodal-pairs.js';
export { dimensionality, totalDimensionality } from './measures/dimensionality.js';
export { dimensionsPerFeature } from './measures/dimensions-per-feature.js';
export { embeddingNorms } from './measures/embedding-norms.js';
export { frameTightness } from './measures/frame-tightness.js';
export { gram } from './measures/gram.js';
export { identityDistance } from './measures/identity-distance.js';
export { interference, rootInterference, unnormalisedInterference } from './measures/interference.js';
export { lossOverFloor } from './measures/loss-over-floor.js';
export { noSuperpositionFloor } from './measures/no-superposition-floor.js';
export { populationLoss } from './measures/population-loss.js';
export { representedByDiagonal, representedByNorm } from './measures/represented.js';
export { response, responseDistance } from './measures/response.js';
export { welchRatio } from './measures/welch-ratio.js';
export { type Matrix, matrix, matrixOf } from './models/matrix.js';
export type { HiddenBiasedWeights, TiedWeights, UntiedWeights, Weights } from './models/weights.js';
export { type Report, reportSchema } from './report/report.js';
export { InputError } from './setting/input-error.js';
export { type Setting, type SettingInput, settingSchema } from './setting/schema.js';
export { parseSetting, parseUnknownSetting, settingId, summariseSetting } from './setting/setting.js';
export * as sources from './setting/sources.js';
export { exactInterval, sameRateProbability } from './statistics/rates.js';
export { decide, type SequentialTest } from './statistics/sprt.js';
export { openSubject, subjectNames } from './subjects/registry.js';
export type {
  Description,
  FinishedRun,
  Instance,
  LossAndGradient,
  Run,
  Subject,
} from './subjects/subject.js';
