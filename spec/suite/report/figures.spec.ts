/**
 * The figures, drawn from small weights made by hand. Their stored forms are in fixtures/figures, to be
 * looked at and as regression tests: UPDATE_FIGURES=1 writes them anew.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { crc32, inflateSync } from 'node:zlib';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { arrows } from '../../../src/report/figures/arrows.js';
import {
  categoryColour,
  importanceColour,
  interferenceColour,
  signedPaint,
} from '../../../src/report/figures/colours.js';
import { curves } from '../../../src/report/figures/curves.js';
import { digitsFigure } from '../../../src/report/figures/digits.js';
import { embeddings2d } from '../../../src/report/figures/embeddings-2d.js';
import type { Curves } from '../../../src/report/figures/figure-data.js';
import { gramWithBias } from '../../../src/report/figures/gram-with-bias.js';
import { importanceLegend, interferenceLegend, signedLegend } from '../../../src/report/figures/legends.js';
import { matrixFigure } from '../../../src/report/figures/matrix.js';
import { normsByInterference } from '../../../src/report/figures/norms-by-interference.js';
import { phaseColour, phases } from '../../../src/report/figures/phases.js';
import { planes } from '../../../src/report/figures/planes.js';
import { greyPng } from '../../../src/report/figures/png.js';
import { seedStrip } from '../../../src/report/figures/seed-strip.js';
import { stacks } from '../../../src/report/figures/stacks.js';
import { style } from '../../../src/report/html/style.js';
import { paintApart } from './colour-vision.js';
import { epochsOfArrows, smallProduct, twoDigits } from './example-digits.js';
import { examplePhases, undecidedPhases } from './example-phases.js';
import { seedsOf } from './example-report.js';
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
} from './example-weights.js';

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
    const file = new URL(`../../../../fixtures/figures/${name}.svg`, import.meta.url);
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

describe('the heat map of WᵀW and the bias', () => {
  test('draws as many blue and red cells as there are positive and negative entries', () => {
    // Pentagon: the diagonal and the 2 neighbours of each are positive, the other 2 and the bias negative.
    expect(cellsOf(gramWithBias(pentagon(), ''))).toEqual({ positive: 15, negative: 10 + 5 });
    expect(cellsOf(gramWithBias(antipodalPairs(), ''))).toEqual({ positive: 4, negative: 4 });
    expect(cellsOf(gramWithBias(twentyInFive(2), ''))).toEqual({ positive: 3 + 4 + 13, negative: 4 });
  });

  test('puts output i in row i: feature 2 reaches output 0 of the untied model and not the reverse', () => {
    // decoder · encoder: (0, 2) = 0, (2, 0) = −.4, (2, 2) = .15; row 0 is .8 (1, −.5, 0).
    const words = [...parseHTML(gramWithBias(untiedThree(), '')).document.querySelectorAll('text')].map(
      ({ textContent }) => textContent,
    );
    expect(words.slice(0, 12)).toEqual([
      '.80',
      '−.40',
      '0',
      '0',
      '1.20',
      '.30',
      '−.40',
      '.80',
      '.15',
      '.10',
      '−.20',
      '0',
    ]);
  });

  test('gives equal shades to x and −x, and full shades from 1 on', () => {
    for (const value of [0.05, 0.3, 0.5, 0.99, 1, 1.4, 7]) {
      expect(signedPaint(value).opacity).toBe(signedPaint(-value).opacity);
      expect(signedPaint(value).fill).not.toBe(signedPaint(-value).fill);
    }
    expect([0, 1, 1.4].map((value) => signedPaint(value).opacity)).toEqual([0, 1, 1]);
  });

  test('shows the one large entry among 400 features, in a file of less than 60 kB', () => {
    const weights = crowded(400, 30);
    const W = { ...weights.W, data: weights.W.data.map(() => 0) };
    W.data[217] = 1;
    const svg = gramWithBias({ ...weights, W, b: new Float64Array(400) }, 'one of 400');
    expect(cellsOf(svg)).toEqual({ positive: 1, negative: 0 });
    expect(svg).toContain('in blocks of 5 × 5 by their extreme entry');
    expect(gramWithBias(weights, '').length).toBeLessThan(60_000);
  });
});

describe('the embeddings in the plane', () => {
  test('are arrows from the origin to each column of W that is long enough, the others are named', () => {
    const svg = embeddings2d(antipodalPairs(), importances, 'two pairs');
    expect(svg).toContain('near 0: 4<');
    expect(svg).toContain('feature 0 at 36° with norm 1, 1 at −144° with norm 1');
    expect(
      parseHTML(svg).document.querySelectorAll('path[stroke^="#"], g[stroke] > path, path[stroke^="rgb"]'),
    ).toHaveLength(4);
  });

  test('are coloured by importance: the first as the most important, equals alike', () => {
    expect(importanceColour(1, importances)).toBe(importanceColour(1, [0, 1]));
    expect(importanceColour(0.6561, importances)).toBe(importanceColour(0, [0, 1]));
    expect(importanceColour(3, [3, 3])).toBe(importanceColour(1, [0, 1]));
  });

  test('are refused where the hidden space is not a plane', () => {
    expect(() => embeddings2d(crowded(4, 3), [1, 1, 1, 1], '')).toThrow('need m = 2, not 3');
  });
});

describe('the norms', () => {
  test('are bars as long as the embeddings, on a scale shared by the figures of a row', () => {
    const lengths = (svg: string): number[] =>
      [...parseHTML(svg).document.querySelectorAll('rect')].map((bar) => Number(bar.getAttribute('width')));
    // The inner width is 210: 1.2 long alone, 2 long beside an embedding of length 2.
    expect(lengths(normsByInterference(antipodalPairs(), ''))).toEqual([175, 175, 175, 175, 0]);
    expect(lengths(normsByInterference(antipodalPairs(), '', 2))).toEqual([105, 105, 105, 105, 0]);
  });

  test('are coloured by interference, clamped at 1', () => {
    expect(interferenceColour(7)).toBe(interferenceColour(1));
    expect(interferenceColour(0)).not.toBe(interferenceColour(0.5));
    const fills = [...parseHTML(normsByInterference(twentyInFive(2), '')).document.querySelectorAll('rect')]
      .slice(0, 7)
      .map((bar) => bar.getAttribute('fill'));
    expect(fills).toEqual([0, 0, 0, 1, 1, 1, 1].map(interferenceColour));
  });

  test('are at most 400 bars, however many features there are', () => {
    const svg = normsByInterference(crowded(1000, 4), '');
    expect(parseHTML(svg).document.querySelectorAll('rect')).toHaveLength(Math.ceil(1000 / 3));
  });
});

describe('the curves', () => {
  const places = (svg: string, mark: string): [x: number, y: number][] =>
    [...parseHTML(svg).document.querySelectorAll(`path[stroke="${mark}"]`)]
      .slice(0, 1)
      .flatMap((path) => [...path.getAttribute('d')!.matchAll(/[ML]([\d.]+),([\d.]+)/g)])
      .map(([, x, y]) => [Number(x), Number(y)]);
  const wordsOf = (svg: string): { words: string; y: number }[] =>
    [...parseHTML(svg).document.querySelectorAll('text')].map((text) => ({
      words: text.textContent!,
      y: Number(text.getAttribute('y')),
    }));

  test('put equal steps at equal distances on a linear axis, and equal factors on a logarithmic one', () => {
    const line = { ...fallingLosses(), levels: [] };
    const svg = curves({
      ...line,
      series: [
        {
          name: 'one',
          mark: 'line',
          points: [
            [0, 1],
            [10, 0.1],
            [20, 0.01],
          ],
        },
      ],
    });
    const [first, second, third] = places(svg, categoryColour(0));
    expect(second![0] - first![0]).toBeCloseTo(third![0] - second![0], 1);
    expect(second![1] - first![1]).toBeCloseTo(third![1] - second![1], 1);
    expect(second![1], 'a smaller loss lies lower').toBeGreaterThan(first![1]);
  });

  test('label the ticks at 1, 2 and 5 of a logarithmic axis, none left out where the plot is narrow', () => {
    const narrow = {
      ...stickyLevels(),
      levels: [{ name: 'a level with a name that takes its room', y: 0.5 }],
    };
    const words = wordsOf(curves(narrow)).map((one) => one.words);
    expect(words).toEqual(expect.arrayContaining(['1', '2', '5', '10', '20']));
  });

  test('have a dot for each point of a scatter, in one path', () => {
    const data = stickyLevels();
    const scatter = data.series.findIndex(({ mark }) => mark === 'dots');
    expect(places(curves(data), categoryColour(scatter))).toHaveLength(data.series[scatter]!.points.length);
  });

  test('name every level at the right, at its line where there is room and apart where there is none', () => {
    const data = stickyLevels();
    const named = wordsOf(curves(data)).filter(({ words }) => /^[123]\/[2348]$|^2\/5$/.test(words));
    expect(named.map(({ words }) => words)).toEqual(data.levels.map(({ name }) => name));
    const heights = named.map(({ y }) => y).sort((a, b) => a - b);
    for (const [k, height] of heights.entries()) {
      if (k > 0) expect(height - heights[k - 1]!).toBeGreaterThan(10);
    }
    const lines = [...parseHTML(curves(data)).document.querySelectorAll('line')].map((rule) =>
      Number(rule.getAttribute('y1')),
    );
    expect(lines, 'the level 3/4 is far from others').toContain(named[0]!.y);
  });

  test('leave out what a logarithmic axis cannot show, and say how much', () => {
    const data = fallingLosses();
    const [first, ...others] = data.series;
    const withZero = {
      ...data,
      series: [{ ...first!, points: [...first!.points, [5, 0] as [number, number]] }, ...others],
    };
    expect(curves(withZero)).toContain('(1 point at 0 or below, which a logarithmic axis cannot show)');
    expect(places(curves(withZero), categoryColour(0))).toEqual(places(curves(data), categoryColour(0)));
    const turned = { ...withZero, x: { ...data.x, scale: 'log' as const }, levels: [] };
    expect(curves(turned), 'the steps 0 of three series, and the loss 0').toContain(
      '(4 points at 0 or below',
    );
  });

  test('have six colours, each with a light and a dark variant in the page', () => {
    const colours = [0, 1, 2, 3, 4, 5].map(categoryColour);
    expect(new Set(colours).size).toBe(6);
    expect(categoryColour(6)).toBe(colours[0]);
    for (const [k, colour] of colours.entries()) {
      const [, fallback] = /, (#[0-9a-f]{6})\)$/.exec(colour)!;
      const variants = [...style.matchAll(new RegExp(`--kind-${k + 1}: (#[0-9a-f]{6});`, 'g'))];
      expect(variants.map(([, variant]) => variant)).toEqual([
        fallback,
        expect.not.stringMatching(fallback!),
      ]);
    }
  });
});

describe('the stacks of neurons', () => {
  const bars = (svg: string): { fill: string | null; y: number; height: number }[] =>
    [...parseHTML(svg).document.querySelectorAll('rect')].map((bar) => ({
      fill: bar.getAttribute('fill'),
      y: Number(bar.getAttribute('y')),
      height: Number(bar.getAttribute('height')),
    }));

  test('are as high as the weights, positive ones up from the axis and negative ones down, the largest first', () => {
    // 150 pixels hold −1 … 2, 50 to a unit, below a heading of 16: the axis is at 116.
    const neurons = [
      [2, -1],
      [0.5, 1.5],
    ];
    const found = bars(stacks({ kind: 'stacks', title: '', panels: [{ name: '', neurons }] }));

    expect(found.map(({ y, height }) => [y, height])).toEqual([
      [16, 100],
      [116, 50],
      [41, 75],
      [16, 25],
    ]);
  });

  test('are coloured by the interference of the feature: dark on its own neuron, bright where opposed', () => {
    const neurons = [
      [1, 0, 0],
      [0, 1, -1],
    ];
    const found = bars(stacks({ kind: 'stacks', title: '', panels: [{ name: '', neurons }] }));

    expect(found.map(({ fill }) => fill)).toEqual([0, 1, 1].map(interferenceColour));
  });

  test('keep the height of weights that are too small to be seen one by one', () => {
    // 400 weights of .01 beside one of 1: each is a third of a pixel, together they are four units.
    const neurons = [[1, ...new Array<number>(400).fill(0.01)]];
    const found = bars(stacks({ kind: 'stacks', title: '', panels: [{ name: '', neurons }] }));

    expect(found.map(({ y, height }) => [y, height])).toEqual([
      [136, 30],
      [16, 120],
    ]);
  });

  test('share one scale and break into rows where the page is full', () => {
    const panel = (weight: number) => ({
      name: String(weight),
      neurons: Array.from({ length: 20 }, () => [weight]),
    });
    const found = bars(stacks({ kind: 'stacks', title: '', panels: [panel(2), panel(1)] }));

    expect(found[0]!.height).toBe(150);
    expect(found.at(-1)!.height).toBe(75);
    expect(found.at(-1)!.y).toBeGreaterThan(16 + 150);
  });

  test.for<number[][]>([[], [[0, 0]]])('are drawn even where no weight is to be seen', (neurons) => {
    const panels = [{ name: 'none', neurons }];
    expect(bars(stacks({ kind: 'stacks', title: '', panels }))).toEqual([]);
  });
});

describe('the phase diagrams', () => {
  const cellsIn = (svg: string, phase: number): number =>
    parseHTML(svg).document.querySelectorAll(`rect[fill="${phaseColour(phase)}"]`).length;

  test('have a cell for each value in each panel, in the colour of its phase, and one in the legend', () => {
    const figure = examplePhases();
    const svg = phases(figure);
    const all = figure.panels.flatMap(({ cells }) => cells.flat());
    for (const phase of [0, 1, 2]) {
      expect(cellsIn(svg, phase)).toBe(all.filter((cell) => cell === phase).length + 1);
    }
    for (const name of figure.phases) expect(svg).toContain(`>${name}</text>`);
  });

  test('put rising probability upwards and rising importance to the right', () => {
    // One panel of 2 × 2: the least importance at the least probability alone is in phase 1.
    const svg = phases({
      ...examplePhases(),
      x: { label: 'r', values: [0.1, 10] },
      y: { label: 'p', values: [0.01, 1] },
      panels: [
        {
          name: 'one',
          cells: [
            [1, 0],
            [0, 0],
          ],
        },
      ],
    });
    const at = (phase: number) =>
      [...parseHTML(svg).document.querySelectorAll(`rect[fill="${phaseColour(phase)}"]`)].map((cell) => ({
        x: Number(cell.getAttribute('x')),
        y: Number(cell.getAttribute('y')),
      }));
    const [alone] = at(1);
    const others = at(0).slice(0, 3);
    expect(alone!.x).toBe(Math.min(...others.map(({ x }) => x)));
    expect(alone!.y).toBe(Math.max(...others.map(({ y }) => y)));
  });

  test('say in how many cells the first panel agrees with each other', () => {
    expect(phases(examplePhases())).toContain('14 of 16 cells of “trained” are as in “closed form”');
  });

  test('leave a cell without a phase empty, with a cross, which the legend explains', () => {
    const svg = phases(undecidedPhases());
    expect(svg).toContain('none of these');
    expect(phases(examplePhases())).not.toContain('none of these');
  });

  test('have colours that stay apart for each kind of colour vision, and from a light and a dark page', () => {
    const fills = [0, 1, 2, 3].map(phaseColour);
    expect(paintApart(fills)).toBeGreaterThan(20);
    for (const page of ['#fdfdfb', '#15171b']) expect(paintApart([...fills, page])).toBeGreaterThan(20);
  });
});

describe('the strip of seeds', () => {
  test('has a dot for each seed that holds, a cross for each that does not, and none is left out', () => {
    const { document } = parseHTML(seedStrip('represented', withDiverged()));
    expect(document.querySelectorAll('circle')).toHaveLength(12);
    const crosses = [...document.querySelectorAll('path > title')].map(({ textContent }) => textContent);
    expect(crosses).toEqual(['seed 6: 4, does not hold']);
    expect(
      [...document.querySelectorAll('text')].filter(({ textContent }) => textContent === '✕'),
    ).toHaveLength(1);
  });

  test.for([[], [{ seed: 3, holds: false, because: 'diverged', measured: {} }]])(
    'is drawn even where no seed has a value',
    (seeds) => {
      expect(seedStrip('represented', seeds)).toContain('no values');
    },
  );
});

function withDiverged(): ReturnType<typeof seedsOf> {
  return seedsOf(14, [6]).map((seed) =>
    seed.seed === 9 ? { ...seed, holds: false, because: 'diverged', measured: {} } : seed,
  );
}

/** The number of cells by sign, counted from the strokes of the heat map. */
function cellsOf(svg: string): { positive: number; negative: number } {
  const count = (sign: string): number =>
    [...parseHTML(svg).document.querySelectorAll('path[stroke^="var"]')]
      .filter((path) => path.getAttribute('stroke')!.includes(sign))
      .flatMap((path) => [...path.getAttribute('d')!.matchAll(/h(\d+)/g)].map(([, run]) => Number(run)))
      .reduce((sum, run) => sum + run, 0);
  return { positive: count('positive'), negative: count('negative') };
}

/** D* along a plateau, and a scatter of dimensionalities on five levels, two of them near each other. */
function stickyLevels(): Curves {
  const levels = [
    { name: '3/4', y: 3 / 4 },
    { name: '1/2', y: 1 / 2 },
    { name: '2/5', y: 2 / 5 },
    { name: '3/8', y: 3 / 8 },
    { name: '1/3', y: 1 / 3 },
  ];
  const sparser = [1, 1.5, 2, 3, 5, 8, 12, 20];
  return {
    kind: 'curves',
    title: 'Dimensions per feature against sparsity, and the dimensionality of each feature',
    x: { label: '1/(1 − S)', scale: 'log' },
    y: { label: 'dimensions', scale: 'linear' },
    series: [
      {
        name: 'D* = m/‖W‖²',
        mark: 'line',
        points: sparser.map((x, k) => [x, [1, 0.95, 0.55, 0.5, 0.4, 0.3, 0.24, 0.18][k]!]),
      },
      {
        name: 'D of each feature',
        mark: 'dots',
        points: sparser.flatMap((x, k) =>
          levels.map(({ y }, at): [number, number] => [x * 1.03 ** at, y - k / 200]),
        ),
      },
    ],
    levels,
  };
}

function fallingLosses(): Curves {
  const lossAt = (name: string, rate: number): Curves['series'][number] => ({
    name,
    mark: 'line',
    points: [0, 250, 500, 750, 1000].map((step) => [step, 0.02 * Math.exp(-rate * step)]),
  });
  return {
    kind: 'curves',
    title: 'Loss over steps',
    x: { label: 'step', scale: 'linear' },
    y: { label: 'loss', scale: 'log' },
    series: [lossAt('dense', 0.001), lossAt('S = .9', 0.004), lossAt('S = .99', 0.008)],
    levels: [{ name: 'floor', y: 0.004 }],
  };
}

describe('vectors in the plane', () => {
  test('end where they point, on the scale of the longest, beside a unit circle of that scale', () => {
    const svg = planes({
      kind: 'planes',
      title: '',
      panels: [
        {
          name: 'one',
          vectors: [
            [0, 4],
            [-2, 0],
          ],
        },
      ],
    });

    const { document } = parseHTML(svg);
    const circle = document.querySelector('circle')!;
    const [cx, cy, r] = ['cx', 'cy', 'r'].map((name) => Number(circle.getAttribute(name)));
    const ends = [
      ...document
        .querySelectorAll('path')[1]!
        .getAttribute('d')!
        .matchAll(/M([\d.]+),([\d.]+)h0/g),
    ].map(([, x, y]) => [(Number(x) - cx!) / r!, (cy! - Number(y)) / r!]);
    // Pixels are rounded to hundredths, of a unit circle of 22.
    expect(ends.flat().map((value) => Math.round(value * 100) / 100 + 0)).toEqual([0, 4, -2, 0]);
  });
});

describe('arrows over epochs', () => {
  test('share one scale, and the most important lies on top', () => {
    const { document } = parseHTML(arrows(epochsOfArrows()));
    const panels = [...document.querySelectorAll('svg > g')];
    const radii = panels.map((panel) => Number(panel.querySelector('circle')!.getAttribute('r')));
    // The longest vector of all, .5 long, takes 88 pixels; the circle is .5.
    expect(radii).toEqual([88, 88]);
    expect(panels[0]!.querySelector('text')!.textContent).toBe('after epoch 1 (circle: 0.5)');
    const colours = [...panels[0]!.querySelectorAll('g')].map((spoke) => spoke.getAttribute('stroke'));
    expect(colours).toEqual([0.1, 0.4, 0.9].map((own) => importanceColour(own, [0.9, 0.1, 0.4])));
  });
});

describe('a matrix', () => {
  test('has a square for each entry that is not 0, blue above and red below', () => {
    const { document } = parseHTML(matrixFigure(smallProduct()));
    const paths = [...document.querySelectorAll('path')];
    const squares = paths.map((path) => [
      path.getAttribute('fill'),
      path.getAttribute('fill-opacity'),
      path.getAttribute('d')!.split('z').length - 1,
    ]);
    expect(squares).toEqual([
      [signedPaint(1).fill, '1', 2],
      [signedPaint(-1).fill, '0.5', 1],
    ]);
  });
});

describe('a sheet of digits', () => {
  test('shows each with what it is and what it was taken for', () => {
    const { document } = parseHTML(digitsFigure(twoDigits()));
    expect([...document.querySelectorAll('text')].map((text) => text.textContent)).toEqual([
      '1, not 7',
      '4, not 9',
    ]);
    expect(document.querySelectorAll('image')).toHaveLength(2);
  });

  test('is drawn as PNG that unpacks to its pixels', () => {
    const grey = Uint8Array.from({ length: 6 }, (_, k) => 40 * k);
    const png = Buffer.from(greyPng(3, 2, grey));
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([3, 2]);
    const at = png.indexOf('IDAT');
    const data = png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
    expect([...inflateSync(data)]).toEqual([0, 0, 40, 80, 0, 120, 160, 200]);
    expect(png.readUInt32BE(at + 4 + data.length)).toBe(crc32(png.subarray(at, at + 4 + data.length)));
  });
});
