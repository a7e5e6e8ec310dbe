/**
 * Figures of the paper as plain data, made by a claim from its runs and drawn by the report. One zod
 * schema, since they travel in the report's JSON.
 */
import { z } from 'zod';

const axisSchema = z.strictObject({
  label: z.string(),
  scale: z.enum(['linear', 'log']),
});

const pointSchema = z.tuple([z.number(), z.number()]);

/** Lines and dots over a common pair of axes: D* against 1/(1 − S), losses over steps … */
const curvesSchema = z.strictObject({
  kind: z.literal('curves'),
  /** What one sees, in a sentence. */
  title: z.string(),
  x: axisSchema,
  y: axisSchema,
  series: z.array(
    z.strictObject({ name: z.string(), mark: z.enum(['line', 'dots']), points: z.array(pointSchema) }),
  ),
  /** Horizontal lines that a theory names: 1/2, 2/5 … */
  levels: z.array(z.strictObject({ name: z.string(), y: z.number() })),
});

/** A grid of named phases, one or several side by side: trained beside theoretical phase diagrams. */
const phasesSchema = z.strictObject({
  kind: z.literal('phases'),
  title: z.string(),
  x: z.strictObject({ label: z.string(), values: z.array(z.number()) }),
  y: z.strictObject({ label: z.string(), values: z.array(z.number()) }),
  /** The names of the phases, in the order of their colours. */
  phases: z.array(z.string()),
  panels: z.array(
    z.strictObject({
      name: z.string(),
      /** For each y, for each x: the index of the phase, or −1 where none was decided. */
      cells: z.array(z.array(z.int().min(-1))),
    }),
  ),
  /** Lines that a theory draws between phases, as points in the units of the axes, over every panel. */
  boundaries: z.array(z.strictObject({ name: z.string(), lines: z.array(z.array(pointSchema)) })),
});

/** Bars stacked over neurons: how strongly each feature acts on each neuron, signed. */
const stacksSchema = z.strictObject({
  kind: z.literal('stacks'),
  title: z.string(),
  panels: z.array(
    z.strictObject({
      name: z.string(),
      /** For each neuron, the weight of each feature. */
      neurons: z.array(z.array(z.number())),
    }),
  ),
});

/** Vectors in the plane, a panel for each set of them: embeddings beside the hidden vectors of data. */
const planesSchema = z.strictObject({
  kind: z.literal('planes'),
  title: z.string(),
  panels: z.array(z.strictObject({ name: z.string(), vectors: z.array(pointSchema) })),
});

/** The same vectors in the plane at several times, by importance: the hidden units over epochs. */
const arrowsSchema = z.strictObject({
  kind: z.literal('arrows'),
  title: z.string(),
  /** For each vector, how important it is: its colour. */
  importances: z.array(z.number()),
  panels: z.array(z.strictObject({ name: z.string(), vectors: z.array(pointSchema) })),
});

/** A matrix as a heat map: the product of a decoder and an encoder. */
const matrixSchema = z.strictObject({
  kind: z.literal('matrix'),
  title: z.string(),
  rows: z.array(z.array(z.number())),
  /** The size of an entry that has the full colour. */
  full: z.number().positive(),
});

/** Pictures of digits with what they are and what they were taken for. */
const digitsSchema = z.strictObject({
  kind: z.literal('digits'),
  title: z.string(),
  digits: z.array(
    z.strictObject({
      label: z.int().min(0).max(9),
      answer: z.int().min(0).max(9),
      /** 28 × 28 bytes in base64, row by row: 0 is paper, 255 is ink. */
      pixels: z.base64().length(1048),
    }),
  ),
});

/** The schema of `FigureData`. */
export const figureDataSchema = z.discriminatedUnion('kind', [
  curvesSchema,
  phasesSchema,
  stacksSchema,
  planesSchema,
  arrowsSchema,
  matrixSchema,
  digitsSchema,
]);

/** A figure of the paper as plain data. */
export type FigureData = z.output<typeof figureDataSchema>;
export type Curves = z.output<typeof curvesSchema>;
export type Phases = z.output<typeof phasesSchema>;
export type Stacks = z.output<typeof stacksSchema>;
export type Planes = z.output<typeof planesSchema>;
export type Arrows = z.output<typeof arrowsSchema>;
export type MatrixFigure = z.output<typeof matrixSchema>;
export type DigitsFigure = z.output<typeof digitsSchema>;
