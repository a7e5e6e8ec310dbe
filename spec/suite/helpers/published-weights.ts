/** Seed 1's published tied models, n = 20 and m = 5, where this machine has them. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the repository: the compiled helper lies in dist/spec/suite/helpers. */
const folder = fileURLToPath(new URL('../../../../../shared/weights/', import.meta.url));

export function publishedWeights(sparsity: string): string {
  return `${folder}one_w_s${sparsity}.safetensors`;
}

/** Why specs on the published models cannot run, or false where they can. */
export const publishedWeightsMissing: string | false =
  !existsSync(publishedWeights('0')) &&
  'the published weights are not beside the repository (../shared/weights)';
