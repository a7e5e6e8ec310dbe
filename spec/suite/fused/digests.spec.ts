/**
 * The bits of short trainings, the same on every machine and Node version: one digest for each model,
 * generator and optimiser in fixtures/digests.json. A change of the engine that moves a rounding or a
 * draw changes them; UPDATE_DIGESTS=1 writes them anew, and the difference shows in the review.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inPackage } from '../../../src/claims/package-root.js';
import { parametersOf } from '../../../src/models/weights.js';
import { modelNameSchema, type SettingInput } from '../../../src/setting/schema.js';
import { parseSetting } from '../../../src/setting/setting.js';
import { openFused } from '../../../src/subjects/fused/fused.js';
import type { Run } from '../../../src/subjects/subject.js';
import { trainAll } from '../kit/small-settings.js';

const generators: Readonly<Record<string, SettingInput['data']>> = {
  dense: { probability: 1 },
  masked: { probability: 0.5 },
  sparse: { probability: 0.03 },
  'signed, a p for each': {
    probability: [0.9, 0.3, 0.1, 0.05, 0.02, 0.01, 0.5, 0.2, 0.01, 0.1, 0.3],
    magnitude: 'signed',
  },
  'coupled, normalised': { probability: 0.2, magnitude: 'coupled-normalised' },
  'fixed rows': { probability: 0.1, rows: { kind: 'fixed', count: 50 } },
  'normalised, a full batch': {
    probability: 0.2,
    magnitude: 'uniform-normalised',
    rows: { kind: 'full-batch' },
  },
};

const trainings: Readonly<Record<string, NonNullable<SettingInput['training']>>> = {
  adam: { optimiser: { kind: 'adam', decay: 0.01 }, schedule: { kind: 'cosine', warmup: 5 } },
  adamw: {
    optimiser: { kind: 'adamw', decay: 0.01, epsilon: 1e-6 },
    schedule: { kind: 'linear', warmup: 0 },
    initialisation: { kind: 'kaiming-uniform-stacked' },
  },
};

/** Sets of features divide n, so these have another one. */
const inSets: Readonly<Record<string, NonNullable<SettingInput['data']['dependence']>>> = {
  'correlated sets': { kind: 'correlated', size: 3 },
  'one of a set': { kind: 'anticorrelated', size: 4, rule: 'one-of-set' },
  'mirrored pairs': { kind: 'anticorrelated', size: 2, rule: 'mirrored' },
};

const casesInSets = Object.entries(inSets).map(([generator, dependence]) => ({
  name: `relu-output, ${generator}, adam`,
  setting: parseSetting({
    model: 'relu-output',
    n: 12,
    m: 4,
    data: { probability: 0.4, dependence },
    training: { ...trainings['adam'], steps: 60, batch: 100, learningRate: 0.01 },
  }),
}));

const casesOfModels = modelNameSchema.options.flatMap((model) =>
  Object.entries(generators).flatMap(([generator, data]) =>
    Object.entries(trainings).map(([optimiser, training]) => ({
      name: `${model}, ${generator}, ${optimiser}`,
      setting: parseSetting({
        model,
        n: 11,
        m: 4,
        importance: { kind: 'geometric', base: 0.9, firstExponent: 1 },
        data,
        training: { ...training, steps: 60, batch: 100, learningRate: 0.01 },
      }),
    })),
  ),
);

const cases = [...casesOfModels, ...casesInSets];

test('The bits of short trainings are those on record', async () => {
  const runs = await trainAll(
    await openFused(2),
    cases.map(({ setting }) => ({ setting, seed: 1 })),
  );
  const digests = Object.fromEntries(cases.map(({ name }, index) => [name, digest(runs[index]!)]));
  const file = inPackage('fixtures/digests.json');
  if (process.env['UPDATE_DIGESTS'] === '1') writeFileSync(file, `${JSON.stringify(digests, null, 2)}\n`);
  expect(digests).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});

/** Of the weights' and the losses' bits. */
function digest({ outcome, losses }: Run): string {
  if (outcome.kind !== 'finished') return outcome.reason;
  const hash = createHash('sha256');
  for (const [, values] of parametersOf(outcome.weights)) hash.update(values);
  hash.update(Float64Array.from(losses, ({ loss }) => loss));
  return hash.digest('hex').slice(0, 16);
}
