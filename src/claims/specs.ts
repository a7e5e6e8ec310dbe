/**
 * The spec files, listed and run with vitest's own API. They are the one place where claims exist:
 * the CLI, the report and the listing have them from here.
 */

import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { TestCase, TestModule, Vitest } from 'vitest/node';
import { createVitest } from 'vitest/node';
import type { OpenOptions } from '../subjects/registry.js';
import type { Declaration, Evidence, FurtherRuns, SeedJudgement } from './declaration.js';
import { inPackage, packageRoot } from './package-root.js';

/** A claim as its spec file declares it. */
export interface ListedClaim {
  readonly declaration: Declaration;
  /** The titles of the describe blocks around it: the section of the paper. */
  readonly section: string;
  /** The spec file, relative to the package. */
  readonly file: string;
}

export interface JudgedClaim extends ListedClaim {
  /** Absent when the test ended before it could conclude: a crashed judge is unknown, never a pass. */
  readonly evidence: Evidence | undefined;
  /** The trials, when the specs were run to calibrate. */
  readonly calibration: readonly SeedJudgement[] | undefined;
  /** The runs that judging it took beyond those that were trained before; absent for theorems. */
  readonly runs: FurtherRuns | undefined;
  /** The failure message of the test, if it failed. */
  readonly failure: string | undefined;
}

export interface SpecOptions {
  readonly subjects: readonly string[];
  /** Absolute path of the evidence store. */
  readonly evidence: string;
  readonly seeds?: number | undefined;
  readonly propertySeed?: number | undefined;
  readonly calibration?: { readonly trials: number; readonly firstSeed: number } | undefined;
  /** How the subjects are opened where claims are judged. */
  readonly opening?: OpenOptions | undefined;
}

export interface Specs {
  list(): Promise<readonly ListedClaim[]>;
  /** Runs these claims, and returns them in that order; `onJudged` is called as each is done. */
  run(
    claims: readonly ListedClaim[],
    onJudged: (claim: JudgedClaim) => void,
  ): Promise<readonly JudgedClaim[]>;
  /** Ends the processes that list or run, at once if they are at work. */
  close(): Promise<void>;
}

/** Loads nothing yet; call `close` in any case. */
export async function openSpecs({
  subjects,
  evidence,
  seeds,
  propertySeed,
  calibration,
  opening,
}: SpecOptions): Promise<Specs> {
  let onResult: (test: TestCase) => void = () => {};
  const vitest = await withoutSignalHandlers(() =>
    createVitest('test', {
      root: packageRoot,
      config: false,
      include: ['dist/spec/{properties,replication}/**/*.spec.js'],
      exclude: [],
      setupFiles: [inPackage('dist/spec/fixed-seed.js')],
      watch: false,
      pool: 'forks',
      // A process for several files: loading their libraries takes longer than most of the work.
      isolate: false,
      // Listing is over before a second process has loaded the libraries.
      maxWorkers: 1,
      testTimeout: 0,
      reporters: [{ onTestCaseResult: (test) => onResult(test) }],
      provide: { subjects, evidence, seeds, propertySeed, calibration, opening },
    }),
  );
  return {
    async list() {
      const { testModules } = await vitest.collect();
      refuseBroken(vitest, testModules);
      const listed = testModules.flatMap((module) => [...module.children.allTests()].flatMap(listedOf));
      return inReadingOrder(listed);
    },
    async run(claims, onJudged) {
      const ids = claims.map(({ declaration }) => declaration.id);
      const files = [...new Set(claims.map(({ file }) => file))];
      vitest.provide('claims', ids);
      const judged: JudgedClaim[] = [];
      onResult = (test) => {
        const claim = judgedOf(test);
        if (!claim || !ids.includes(claim.declaration.id)) return;
        judged.push(claim);
        onJudged(claim);
      };
      // Judging keeps a core busy, and nothing else does meanwhile.
      vitest.getRootProject().config.maxWorkers = availableParallelism();
      // Only the files that hold these claims: loading the others takes longer than judging a few claims.
      const specifications = await vitest.globTestSpecifications();
      const { testModules } = await vitest.runTestSpecifications(
        specifications.filter(({ moduleId }) => files.some((file) => moduleId.endsWith(`/${file}`))),
      );
      refuseBroken(vitest, testModules);
      // Vitest marks the process as failed when a test fails; the exit code is the caller's to choose.
      process.exitCode = 0;
      return ids.flatMap((id) => judged.filter(({ declaration }) => declaration.id === id));
    },
    async close() {
      // A worker that has been told to cancel ends when its test does; closing while it is told ends it.
      vitest.cancelCurrentRun('keyboard-input').catch(() => undefined);
      await vitest.close();
    },
  };
}

/**
 * Vitest ends the process a millisecond after a signal, with its workers left behind and our runs
 * half-recorded. Who opened the specs closes them on a signal.
 */
async function withoutSignalHandlers<T>(create: () => Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const created = await create();
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.has(listener)) process.off(signal, listener);
    }
  }
  return created;
}

/** A spec file that cannot be loaded would hide its claims, so it ends the verification. */
function refuseBroken(vitest: Vitest, modules: readonly TestModule[]): void {
  const broken = modules.find((module) => module.errors().length > 0);
  if (broken) throw new Error(`${broken.relativeModuleId} does not load: ${broken.errors()[0]!.message}`);
  const [unhandled] = vitest.state.getUnhandledErrors();
  if (unhandled) throw unhandled;
  if (modules.length === 0) throw new Error(`no compiled specs below ${path.join(packageRoot, 'dist/spec')}`);
}

function listedOf(test: TestCase): ListedClaim[] {
  const { claim } = test.meta();
  return claim ? [{ declaration: claim, section: sectionOf(test), file: test.module.relativeModuleId }] : [];
}

function judgedOf(test: TestCase): JudgedClaim | undefined {
  const [listed] = listedOf(test);
  if (!listed) return undefined;
  const failure = test.result().errors?.[0]?.message;
  const { evidence, calibration, runs } = test.meta();
  return { ...listed, evidence, calibration, runs, failure };
}

function sectionOf(test: TestCase): string {
  const titles: string[] = [];
  let parent = test.parent;
  while (parent.type === 'suite') {
    titles.unshift(parent.name);
    parent = parent.parent;
  }
  return titles.join(' · ');
}

/**
 * Replication before properties; files by the first of their ids, as the paper's sections follow each
 * other; within a file as it is written.
 */
function inReadingOrder(claims: readonly ListedClaim[]): ListedClaim[] {
  const byId = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
  const files = new Map<string, ListedClaim[]>();
  for (const claim of claims) files.set(claim.file, [...(files.get(claim.file) ?? []), claim]);
  const rank = (file: readonly ListedClaim[]): number => (file[0]!.file.includes('replication') ? 0 : 1);
  const firstId = (file: readonly ListedClaim[]): string =>
    file.map(({ declaration }) => declaration.id).sort(byId)[0]!;
  return [...files.values()].sort((a, b) => rank(a) - rank(b) || byId(firstId(a), firstId(b))).flat();
}
