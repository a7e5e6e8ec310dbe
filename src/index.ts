/**
 * What TypeScript users can import. Each export has its documentation where it is declared; the names
 * here are in the order in which a verification uses them:
 *
 * - settings: `parseSetting`, `sources` (the paper's and the replications'), what follows from them;
 * - the interface of an implementation: `Subject`, and `serveSubject`, which makes a program of one;
 * - weights, and the measures of them;
 * - gates: `decide` (a sequential test), rates with exact intervals, the budget of false alarms;
 * - claims: `claim` and `theorem` declare them in spec files of vitest;
 * - the report, as data.
 */
export { type ClaimInput, claim } from './claims/claim.js';
export {
  type Declaration,
  type Evidence,
  type Exhibit,
  type Expectation,
  gateHolds,
  type Judgement,
  type SeedJudgement,
  type Strength,
  type TrainingStrength,
  type Verdict,
} from './claims/declaration.js';
export type { Judge, RunsOf } from './claims/judge.js';
export { type SavedClaimInput, type SavedJudgement, savedClaim } from './claims/saved-claim.js';
export { type SubjectWith, theorem } from './claims/theorem.js';
export { answeredFeatures } from './measures/answered.js';
export { type AntipodalPair, antipodalPairs } from './measures/antipodal-pairs.js';
export { asymmetricNeurons } from './measures/asymmetric-motif.js';
export { dimensionality, totalDimensionality } from './measures/dimensionality.js';
export { dimensionsPerFeature } from './measures/dimensions-per-feature.js';
export { embeddingNorms } from './measures/embedding-norms.js';
export { frameTightness } from './measures/frame-tightness.js';
export { gram } from './measures/gram.js';
export { identityDistance } from './measures/identity-distance.js';
export { inhibition } from './measures/inhibition.js';
export { interference, rootInterference, unnormalisedInterference } from './measures/interference.js';
export { lossOverFloor } from './measures/loss-over-floor.js';
export { monosemanticity, monosemanticNeurons, monosemanticShare } from './measures/monosemanticity.js';
export { noSuperpositionFloor } from './measures/no-superposition-floor.js';
export { phaseOf } from './measures/phase.js';
export { type Estimate, populationLoss, type Sampling } from './measures/population-loss.js';
export { representedByDiagonal, representedByNorm } from './measures/represented.js';
export { response, responseDistance } from './measures/response.js';
export { rank, singularValues } from './measures/spectrum.js';
export { welchRatio } from './measures/welch-ratio.js';
export { type Matrix, matrix, matrixOf } from './models/matrix.js';
export {
  decoderOf,
  encoderOf,
  type HiddenBiasedWeights,
  type TiedWeights,
  type UntiedWeights,
  type Weights,
} from './models/weights.js';
export { type FigureData, figureDataSchema } from './report/figures/figure-data.js';
export { type ClaimReport, type Report, reportSchema } from './report/report.js';
export { importances, learningRateAt, probabilities, totalSteps } from './setting/derived.js';
export { InputError } from './setting/input-error.js';
export {
  type ModelName,
  type Setting,
  type SettingInput,
  settingSchema,
  type Training,
} from './setting/schema.js';
export { parseSetting, parseUnknownSetting, settingId, summariseSetting } from './setting/setting.js';
export * as sources from './setting/sources.js';
export { falseAlarmBudget } from './statistics/budget.js';
export { exactInterval, type Rate, sameRateProbability } from './statistics/rates.js';
export { decide, decisionChances, type SequentialTest } from './statistics/sprt.js';
export { type ServeOptions, serveSubject } from './subjects/command/serve.js';
export { type Opened, type OpenOptions, openSubject, subjectNames } from './subjects/registry.js';
export {
  type Description,
  type FinishedRun,
  type Instance,
  type LossAndGradient,
  type Outcome,
  type Run,
  type Subject,
  type TrainOptions,
  traceSteps,
} from './subjects/subject.js';
export type { About } from './subjects/weights-file/about.js';
export { readModels } from './subjects/weights-file/model-files.js';
export type { Reading, SavedModel } from './subjects/weights-file/read-weights.js';
