/** A report made by hand with one claim of every kind, for the specs of the report's forms. */
import type { Weights } from '../../../src/models/weights.js';
import type { ClaimReport, Report, ReportedExhibit } from '../../../src/report/report.js';
import { toReported } from '../../../src/report/weights.js';
import { importances } from '../../../src/setting/derived.js';
import type { Setting } from '../../../src/setting/schema.js';
import { parseSetting, settingId, summariseSetting } from '../../../src/setting/setting.js';
import { antipodalPairs, crowded, denseOfFive, pentagon, twentyInFive } from './example-weights.js';

const robust = {
  kind: 'robust',
  upper: 0.95,
  lower: 0.6,
  falseUpheld: 0.01,
  falseRefuted: 1e-6,
  cap: 40,
} as const;

const superposition = 'Demonstrating superposition';

export function exampleReport(): Report {
  const claims = [fiveInTwo(), sweep(), finding(), failure(), undecided(), theorem(), blocked(), absent()];
  return {
    format: 'superposition-spec/report',
    version: 1,
    suite: { version: '0.1.0' },
    subject: { name: 'fused', version: '1' },
    profile: 'default',
    gates: {
      held: claims.filter(({ gate }) => gate === 'holds').length,
      waived: claims.filter(({ gate }) => gate === 'waived').length,
      failed: claims.filter(({ gate }) => gate === 'fails').length,
    },
    waiverFaults: [],
    falseAlarms: { perVersion: 0.0002, perYear: 0.073 },
    claims,
    environment: {
      device: 'CPU, WebAssembly SIMD, 2 threads',
      node: 'v20.20.2',
      platform: 'linux x64',
      processor: 'Example processor',
      date: '2026-01-31T12:00:00.000Z',
      seconds: { training: 61.25, judging: 0.5 },
      runs: { trained: 24, reused: 8 },
    },
  };
}

/** The claim that all others differ from: upheld as expected, on eight seeds, without exhibits. */
export function exampleClaim(changes: Partial<ClaimReport> = {}): ClaimReport {
  return {
    id: 'example',
    section: superposition,
    source: 'Elhage et al. 2022, "Demonstrating Superposition"',
    statement: 'The five features of a sparse setting form a regular pentagon.',
    criterion: 'neighbours are 72° apart to within 5°',
    strength: robust,
    settings: [],
    bestOf: 1,
    expected: { verdict: 'upheld' },
    verdict: 'upheld',
    because: 'held for 8 of 8 seeds, so for more than 0.6 of all seeds (error rate 0.01)',
    gate: 'holds',
    seeds: seedsOf(8),
    exhibits: [],
    figures: [],
    ...changes,
  };
}

/** The first `count` seeds, of which those listed do not hold. */
export function seedsOf(count: number, failing: readonly number[] = []): ClaimReport['seeds'] {
  return Array.from({ length: count }, (_, seed) => {
    const holds = !failing.includes(seed);
    return {
      seed,
      holds,
      because: holds ? 'five features, largest deviation 1.2°' : 'two antipodal pairs',
      measured: {
        represented: holds ? 5 : 4,
        'largest deviation (degrees)': holds ? 0.5 + ((seed * 37) % 11) / 5 : 18 + seed / 4,
      },
    };
  });
}

function fiveInTwo(): ClaimReport {
  const at = (probability: number) => settingOf(5, 2, 0.9, probability);
  return exampleClaim({
    id: 'five-in-two',
    statement: 'As sparsity rises, five features go from two on axes over antipodal pairs to a pentagon.',
    ...shown([
      ['dense', at(1), denseOfFive()],
      ['moderate', at(0.2), antipodalPairs()],
      ['sparse', at(0.05), pentagon()],
    ]),
    seeds: seedsOf(14, [6]),
    because:
      'held for 13 of 14 seeds, so for more than 0.6 of all seeds (error rate 0.01); seed 6: two antipodal pairs',
  });
}

function sweep(): ClaimReport {
  const at = (probability: number) => settingOf(20, 5, 0.7, probability);
  return exampleClaim({
    id: 'represented-rises',
    statement: 'With 20 features in 5 dimensions, the number of represented features rises with sparsity.',
    criterion: 'represented counts rise from 5 to at least 10',
    ...shown([
      ['S = 0', at(1), twentyInFive(0)],
      ['S = .7', at(0.3), twentyInFive(2)],
      ['S = .9', at(0.1), twentyInFive(4)],
      ['S = .99', at(0.01), twentyInFive(5)],
      ['S = .999', at(0.001), crowded(20, 5)],
    ]),
  });
}

function finding(): ClaimReport {
  return exampleClaim({
    id: 'gram-is-identity',
    statement: 'At high sparsity W·Wᵀ becomes the identity.',
    source: 'project card',
    criterion: '‖WᵀW − I‖_F < √(n − m)',
    expected: {
      verdict: 'refuted',
      because: 'WᵀW has rank at most m, so ‖WᵀW − I‖_F ≥ √(n − m) for any W',
    },
    verdict: 'refuted',
    because: 'held for 0 of 5 seeds, so for less than 0.95 of all seeds (error rate 1e-6)',
    seeds: seedsOf(5, [0, 1, 2, 3, 4]),
  });
}

function failure(): ClaimReport {
  return exampleClaim({
    id: 'below-floor',
    statement: 'A trained sparse ReLU model has a loss below the no-superposition floor.',
    verdict: 'refuted',
    gate: 'fails',
    because: 'held for 1 of 6 seeds, so for less than 0.95 of all seeds (error rate 1e-6)',
    seeds: [
      ...seedsOf(5, [0, 1, 3, 4]),
      {
        seed: 5,
        holds: false,
        because: 'the run "sparse" diverged at step 412: the loss is NaN',
        measured: {},
      },
    ],
  });
}

function undecided(): ClaimReport {
  return exampleClaim({
    id: 'hexagon',
    section: 'The geometry of superposition',
    statement: 'Six independent features do not form a hexagon.',
    verdict: 'undecided',
    gate: 'fails',
    because: 'held for 31 of 40 seeds: too few seeds to decide between shares of 0.6 and 0.95',
    seeds: seedsOf(40, [1, 5, 9, 13, 17, 21, 25, 29, 33]),
  });
}

function theorem(): ClaimReport {
  return exampleClaim({
    id: 'dimensionality-bound',
    section: 'The geometry of superposition',
    statement: 'The dimensionalities of all features add up to at most the rank of W.',
    criterion: 'Σ D_i ≤ rank W for 1,000 generated matrices',
    strength: { kind: 'theorem' },
    because: 'held for 1,000 generated inputs',
    seeds: [],
  });
}

function blocked(): ClaimReport {
  return exampleClaim({
    id: 'pentagon-digons',
    section: 'The geometry of superposition',
    statement: 'The pentagon collapses into digons when one feature is made sparser.',
    verdict: 'blocked',
    gate: 'fails',
    because: 'the prerequisite hexagon did not hold',
    seeds: [],
  });
}

function absent(): ClaimReport {
  return exampleClaim({
    id: 'generator-rate',
    section: 'Data',
    statement: 'The generator turns each feature on with probability p.',
    strength: { kind: 'theorem' },
    verdict: 'not applicable',
    because: 'the subject has no generator of its own',
    seeds: [],
  });
}

function settingOf(n: number, m: number, base: number, probability: number): Setting {
  return parseSetting({
    model: 'relu-output',
    n,
    m,
    importance: { kind: 'geometric', base },
    data: { probability },
  });
}

type Shown = readonly (readonly [name: string, setting: Setting, weights: Weights])[];

/** Settings and exhibits of seed 0. */
function shown(items: Shown): Pick<ClaimReport, 'settings' | 'exhibits'> {
  return {
    settings: items.map(([name, setting]) => ({
      name,
      id: settingId(setting),
      summary: summariseSetting(setting),
      setting: { ...setting },
    })),
    exhibits: items.map(
      ([name, setting, weights]): ReportedExhibit => ({
        name,
        seed: 0,
        importances: importances(setting),
        weights: toReported(weights),
      }),
    ),
  };
}
