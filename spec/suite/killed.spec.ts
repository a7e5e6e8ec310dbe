/**
 * A verification that is killed loses nothing: what was recorded is whole and is used again, and the
 * report is the one of a verification that nobody disturbed.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import cacache from 'cacache';
import { afterAll, describe, expect, test } from 'vitest';
import { openStream } from '../../src/data/random.js';
import { reportFiles } from '../../src/report/folder.js';
import type { Report } from '../../src/report/report.js';
import { startCli } from './helpers/run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'killed-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Five hundred small runs and ten larger ones, judged in two processes, and a theorem. */
const claims = ['F1', 'C3', 'E5.attained'];
const wanted = 510;

const kills = 20;
/** Stores that are begun anew, so that there is something left to train at many of the moments. */
const rounds = 2;
/** Of the test with all its verifications, in milliseconds: many times what an idle machine takes. */
const patience = 1_800_000;
const seed = process.env['VARY_SEED'] === '1' ? Date.now() % 2 ** 32 : 20220914;

describe.runIf(process.platform !== 'win32')('verify, killed with all its processes', () => {
  test(
    `at ${kills} random moments (seed ${seed}) loses no run, and ends in the same report`,
    async () => {
      const begun = performance.now();
      const { environment } = await verified('undisturbed');
      const all = performance.now() - begun;
      const training = 1000 * environment.seconds.training;
      const { uniform } = openStream(seed, 'evaluation');
      const moments: string[] = [];

      for (let round = 0; round < rounds; round++) {
        const store = join(folder, `store-${round}`);
        let kept: readonly string[] = [];
        for (let kill = 0; kill < kills / rounds; kill++) {
          // Training is the shortest part, and what there is to lose is recorded in it.
          const from = uniform() < 0.5 ? 'the beginning' : 'the beginning of training';
          const milliseconds = Math.round(uniform() * (from === 'the beginning' ? all : training));
          await killedAfter(milliseconds, from, store, `killed-${round}`);
          const moment = `${milliseconds} ms after ${from}`;
          const now = await wholeRecords(store);
          const lost = kept.filter((key) => !now.includes(key));
          expect(lost, `lost by kill ${kill} of store ${round}, ${moment}`).toEqual([]);
          kept = now;
          moments.push(`${moment} (${kept.length} runs kept)`);
        }

        const report = await verified(`killed-${round}`, store);

        expect(report.environment.runs).toEqual({ trained: wanted - kept.length, reused: kept.length });
        expect(withoutEnvironment(`killed-${round}`)).toEqual(withoutEnvironment('undisturbed'));
      }
      console.info(`killed ${moments.join(', ')}`);
    },
    patience,
  );
});

describe('two verifications at once', () => {
  test(
    'share a store, and each ends in the report of one alone',
    async () => {
      const store = join(folder, 'shared');

      const both = await Promise.all([verified('one', store), verified('other', store)]);

      expect(await wholeRecords(store)).toHaveLength(wanted);
      for (const { environment } of both) {
        expect(environment.runs.trained + environment.runs.reused).toBe(wanted);
      }
      if (!existsSync(join(folder, 'undisturbed'))) await verified('undisturbed');
      expect(withoutEnvironment('one')).toEqual(withoutEnvironment('undisturbed'));
      expect(withoutEnvironment('other')).toEqual(withoutEnvironment('undisturbed'));
    },
    patience,
  );
});

async function verified(out: string, store = join(folder, `${out}-store`)): Promise<Report> {
  const { code, stderr } = await start(out, store).finished;
  expect([code, stderr.includes('report: ')], stderr).toEqual([0, true]);
  return JSON.parse(readFileSync(join(folder, out, 'report.json'), 'utf8')) as Report;
}

async function killedAfter(
  milliseconds: number,
  from: 'the beginning' | 'the beginning of training',
  store: string,
  out: string,
): Promise<void> {
  const { child, finished } = start(out, store);
  if (from === 'the beginning of training') {
    // A store that has all runs is not trained for; then the moment counts from the beginning of judging.
    const begun = new Promise((resolve) => child.stderr!.once('data', resolve));
    await Promise.race([begun, finished]);
  }
  await Promise.race([setTimeout(milliseconds), finished]);
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch (error) {
    // It may have ended just before.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  await finished;
}

function start(out: string, store: string): ReturnType<typeof startCli> {
  return startCli(['verify', '--claims', ...claims, '--evidence', store, '--out', join(folder, out)]);
}

/** The keys of all records; throws where one is listed and cannot be read as it was written. */
async function wholeRecords(store: string): Promise<string[]> {
  if (!existsSync(store)) return [];
  const keys = Object.keys(await cacache.ls(store));
  for (const key of keys) JSON.parse((await cacache.get(store, key)).data.toString('utf8'));
  return keys;
}

/** The report's files up to the environment, which each has as its last part. */
function withoutEnvironment(out: string): string[] {
  const at = join(folder, out);
  expect(readdirSync(at).sort()).toEqual([...reportFiles].sort());
  return reportFiles.map((name) => {
    const text = readFileSync(join(at, name), 'utf8');
    const end = text.search(/"environment": \{|## Environment|<section[^>]*environment/);
    expect(end, `${name} has no environment`).toBeGreaterThan(0);
    return text.slice(0, end);
  });
}
