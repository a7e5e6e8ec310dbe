/**
 * The figures, drawn from small weights made by hand. Their stored forms are in fixtures/figures, to be
 * looked at and as regression tests: UPDATE_FIGURES=1 writes them anew.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { arrows } from '../../../../src/report/figures/arrows.js';
import { curves } from '../../../../src/report/figures/curves.js';
import { digitsFigure } from '../../../../src/report/figures/digits.js';
import { embeddings2d } from '../../../../src/report/figures/embeddings-2d.js';
import { gramWithBias } from '../../../../src/report/figures/gram-with-bias.js';
import {
  importanceLegend,
  interferenceLegend,
  signedLegend,
} from '../../../../src/report/figures/legends.js';
import { matrixFigure } from '../../../../src/report/figures/matrix.js';
import { normsByInterference } from '../../../../src/report/figures/norms-by-interference.js';
import { phases } from '../../../../src/report/figures/phases.js';
import { planes } from '../../../../src/report/figures/planes.js';
import { seedStrip } from '../../../../src/report/figures/seed-strip.js';
import { stacks } from '../../../../src/report/figures/stacks.js';
import { fallingLosses, stickyLevels } from '../example-curves.js';
import { epochsOfArrows, smallProduct, twoDigits } from '../example-digits.js';
import { examplePhases, undecidedPhases } from '../example-phases.js';
import { seedsOf } from '../example-report.js';
import { withDiverged } from '../example-seeds.js';
import {
  antipodalPairs,
  crowded,
  crowdedNeurons,
  denseOfFive,
  fiveNeurons,
  pentagon,
  twentyInFive,
  twoPlanes,
  untiedThree,
} from '../example-weights.js';

const importances = [1, 0.9, 0.81, 0.729, 0.6561];

/** Every stored figure by its name. */
const figures: Readonly<Record<string, () => string>> = {
  'gram-with-bias-dense': () => gramWithBias(denseOfFive(), 'two of five features'),
  'gram-with-bias-antipodal': () => gramWithBias(antipodalPairs(), 'two antipodal pairs'),
  'gram-with-bias-pentagon': () => gramWithBias(pentagon(), 'a pentagon'),
  'gram-with-bias-twenty': () => gramWithBias(twentyInFive(4), 'nine of twenty features', 168),
  'gram-with-bias-crowded': () => gramWithBias(crowded(20, 5), 'twenty features'),
  'gram-with-bias-untied': () => gramWithBias(untiedThree(), 'an untied model'),
  'gram-with-bias-blocks': () => gramWithBias(crowded(100, 10), 'a hundred features'),
  'embeddings-2d-dense': () => embeddings2d(denseOfFive(), importances, 'two of five features'),
  'embeddings-2d-antipodal': () => embeddings2d(antipodalPairs(), importances, 'two antipodal pairs'),
  'embeddings-2d-pentagon': () => embeddings2d(pentagon(), importances, 'a pentagon'),
  'norms-by-interference-antipodal': () => normsByInterference(antipodalPairs(), 'two antipodal pairs'),
  'norms-by-interference-twenty': () => normsByInterference(twentyInFive(4), 'nine of twenty features'),
  'norms-by-interference-crowded': () => normsByInterference(crowded(20, 5), 'twenty features', 1.6),
  'phases-two': () => phases(examplePhases()),
  'phases-undecided': () => phases(undecidedPhases()),
  'curves-levels': () => curves(stickyLevels()),
  'curves-losses': () => curves(fallingLosses()),
  'curves-empty': () => curves({ ...fallingLosses(), series: [] }),
  'stacks-five-neurons': () => stacks(fiveNeurons()),
  'stacks-crowded': () => stacks(crowdedNeurons()),
  'planes-two': () => planes(twoPlanes()),
  'arrows-epochs': () => arrows(epochsOfArrows()),
  'matrix-product': () => matrixFigure(smallProduct()),
  'digits-sheet': () => digitsFigure(twoDigits()),
  'seed-strip': () => seedStrip('represented', seedsOf(14, [6])),
  'seed-strip-diverged': () => seedStrip('represented', withDiverged()),
  'legend-signed': signedLegend,
  'legend-interference': interferenceLegend,
  'legend-importance': importanceLegend,
};

describe('the stored figures', () => {
  test.for(Object.entries(figures))('%s is drawn as it is stored', ([name, draw]) => {
    const file = new URL(`../../../../../fixtures/figures/${name}.svg`, import.meta.url);
    const drawn = `${draw()}\n`;
    if (process.env['UPDATE_FIGURES'] === '1') {
      mkdirSync(new URL('.', file), { recursive: true });
      writeFileSync(file, drawn);
    }
    expect(existsSync(file), `${name}.svg is not stored: look at it, then run with UPDATE_FIGURES=1`).toBe(
      true,
    );
    expect(drawn, `${name} has changed: look at it, then store it with UPDATE_FIGURES=1`).toBe(
      readFileSync(file, 'utf8'),
    );
  });

  test.for(Object.entries(figures))('%s stands alone, named, with rounded coordinates', ([, draw]) => {
    const svg = draw();
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*><title>[^<]+<\/title>/);
    const bare = svg.replace(/xmlns="[^"]*"/, '').replaceAll(/href="data:image\/png;base64,[^"]+"/g, '');
    expect(bare).not.toMatch(/https?:|href|NaN|undefined|Infinity/);
    expect(svg.match(/(?:x|y|cx|cy|r|d|transform|width|height)="[^"]*\.\d{3,}[^"]*"/g) ?? []).toEqual([]);
  });
});
