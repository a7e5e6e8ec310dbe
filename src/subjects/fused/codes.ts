/**
 * The numbers by which the TypeScript side and the kernels name their choices. This file is compiled
 * by both compilers, so it holds nothing but constants.
 */

/** Features of a model, added up: bits of `model`. */
export const tied = 1;
export const hiddenRelu = 2;
export const outputRelu = 4;
export const absoluteTarget = 8;
export const hiddenBias = 16;

/** How the gradient of a batch is computed. `kernel-choice.ts` says which is taken. */
export const denseFactored = 0;
export const denseGram = 1;
export const denseMixed = 2;
export const sparseGram = 3;
export const sparseFactored = 4;
export const sparseInput = 5;

/** Where the rows of a batch come from. */
export const freshRows = 0;
export const fixedRows = 1;
export const givenRows = 2;
export const fullBatch = 3;

/** How the values of features that are on are drawn. */
export const uniformMagnitude = 0;
export const signedMagnitude = 1;
export const coupledNormalised = 2;
export const uniformNormalised = 3;

/** Shapes of the learning rate over the steps. */
export const constantSchedule = 0;
export const linearSchedule = 1;
export const cosineSchedule = 2;

/** The independent random streams of a seed. */
export const dataStream = 0;
export const initialStream = 1;
export const indexStream = 2;
