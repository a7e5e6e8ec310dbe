/**
 * The report: everything that a verification found, as plain data. Markdown, HTML and the terminal's
 * table are functions of it. For one subject version, suite version and set of options it is
 * byte-identical from run to run, but for `environment`.
 */
import { z } from 'zod';
import { profiles } from '../claims/profile.js';
import { figureDataSchema } from './figures/figure-data.js';

const matrixSchema = z.strictObject({
  rows: z.int(),
  columns: z.int(),
  /** Row-major. */
  data: z.array(z.number()),
});

/** Weights with plain arrays: W and the encoder are m × n, the decoder is n × m, c has m numbers. */
export const reportedWeightsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tied'), W: matrixSchema, b: z.array(z.number()) }),
  z.strictObject({
    kind: z.literal('hidden-biased'),
    W: matrixSchema,
    b: z.array(z.number()),
    c: z.array(z.number()),
  }),
  z.strictObject({
    kind: z.literal('untied'),
    encoder: matrixSchema,
    decoder: matrixSchema,
    b: z.array(z.number()),
  }),
]);

const verdictSchema = z.enum(['upheld', 'refuted', 'undecided', 'blocked', 'not applicable']);

const strengthSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('theorem') }),
  z.strictObject({
    kind: z.literal('robust'),
    upper: z.number(),
    lower: z.number(),
    falseUpheld: z.number(),
    falseRefuted: z.number(),
    cap: z.int(),
  }),
  z.strictObject({
    kind: z.literal('fragile'),
    recorded: z.strictObject({ holds: z.int(), of: z.int() }),
    trials: z.int(),
    falseAlarm: z.number(),
  }),
  z.strictObject({ kind: z.literal('observed') }),
]);

const settingReferenceSchema = z.strictObject({
  name: z.string(),
  id: z.string(),
  summary: z.string(),
  /** The whole setting, as src/setting/schema.ts describes it. */
  setting: z.record(z.string(), z.unknown()),
});

const exhibitSchema = z.strictObject({
  /** The claim's name for the setting. */
  name: z.string(),
  seed: z.int(),
  /** I_0 … I_{n−1}. */
  importances: z.array(z.number()),
  weights: reportedWeightsSchema,
});

const claimReportSchema = z.strictObject({
  id: z.string(),
  /** The title of the spec's describe block: the section of the paper. */
  section: z.string(),
  source: z.string(),
  statement: z.string(),
  criterion: z.string(),
  strength: strengthSchema,
  settings: z.array(settingReferenceSchema),
  /** Each trial takes the best of this many seeds, by population loss. */
  bestOf: z.int(),
  expected: z.discriminatedUnion('verdict', [
    z.strictObject({ verdict: z.literal('upheld') }),
    z.strictObject({ verdict: z.literal('refuted'), because: z.string() }),
  ]),
  verdict: verdictSchema,
  /** One sentence: how the verdict came about. */
  because: z.string(),
  /** `waived`: it fails, and the waivers file says why it may. */
  gate: z.enum(['holds', 'waived', 'fails']),
  /** The entry of the waivers file, where its gate would fail without it. */
  waiver: z.strictObject({ reason: z.string(), link: z.string(), expires: z.string() }).optional(),
  seeds: z.array(
    z.strictObject({
      seed: z.int(),
      holds: z.boolean(),
      because: z.string(),
      measured: z.record(z.string(), z.number()),
    }),
  ),
  exhibits: z.array(exhibitSchema),
  /** The paper's figure for this claim, as data. */
  figures: z.array(figureDataSchema),
});

/** The schema of `Report`; published as report.schema.json. */
export const reportSchema = z.strictObject({
  format: z.literal('superposition-spec/report'),
  version: z.literal(1),
  suite: z.strictObject({ version: z.string() }),
  subject: z.strictObject({ name: z.string(), version: z.string() }),
  /** How much was verified: src/claims/profile.ts. Claims outside it do not appear. */
  profile: z.enum(profiles),
  gates: z.strictObject({ held: z.int(), waived: z.int(), failed: z.int() }),
  /** Entries of the waivers file that are stale or expired; each fails the verification. */
  waiverFaults: z.array(z.strictObject({ claim: z.string(), because: z.string() })),
  /** Bounds on alarms about a subject that is as it should be: in one verification of a version, in a year of daily ones. */
  falseAlarms: z.strictObject({ perVersion: z.number(), perYear: z.number() }),
  claims: z.array(claimReportSchema),
  /** What differs from run to run. */
  environment: z.strictObject({
    device: z.string(),
    node: z.string(),
    platform: z.string(),
    processor: z.string(),
    date: z.string(),
    seconds: z.strictObject({ training: z.number(), judging: z.number() }),
    /** Runs trained now, and runs taken from the evidence store. */
    runs: z.strictObject({ trained: z.int(), reused: z.int() }),
  }),
});

/** A report as plain data: what `verify --json` prints. */
export type Report = z.output<typeof reportSchema>;
/** One claim in a report. */
export type ClaimReport = z.output<typeof claimReportSchema>;
export type ReportedExhibit = z.output<typeof exhibitSchema>;
export type ReportedWeights = z.output<typeof reportedWeightsSchema>;
