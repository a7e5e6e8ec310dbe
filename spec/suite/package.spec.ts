/**
 * The package as a stranger has it: packed, installed from the tarball into an empty folder, used from
 * the command line and from TypeScript.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inPackage } from '../../src/claims/package-root.js';
import type { Report } from '../../src/report/report.js';

const folder = mkdtempSync(join(tmpdir(), 'package-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));
const home = join(folder, 'empty');
mkdirSync(home);

/** Some five hundred packages. */
const minutes = 20 * 60_000;

const packed = pack();
const missing = install();

describe('the package', () => {
  test('is the compiled suite, what it publishes, and nothing of its workshop', () => {
    const files = packed.files.map(({ path }) => path);

    for (const file of ['dist/src/index.js', 'dist/src/index.d.ts', 'dist/src/subjects/fused/kernels.wasm']) {
      expect(files).toContain(file);
    }
    expect(
      files.filter((file) => !/^(dist|fixtures\/subjects\/|src\/.*\.(schema\.json|md)$)|^[^/]+$/.test(file)),
    ).toEqual([]);
    expect(packed.size, 'of the tarball, in bytes').toBeLessThan(5e6);
  });

  test('verifies a program from the folder in which it is installed', ({ skip }) => {
    if (missing) skip(missing);
    writeFileSync(
      join(home, 'my-subject.mjs'),
      [
        "import { openSubject, serveSubject } from 'superposition-spec';",
        "const { subject } = await openSubject('fused');",
        'await serveSubject(subject);',
        'await subject.close();',
      ].join('\n'),
    );

    const verify = ['superposition-spec', 'verify', '--subject', 'node my-subject.mjs'];
    const { status, stdout, stderr } = run('npx', [
      ...verify,
      '--claims',
      'E7.forward',
      'E5.attained',
      '--summary',
      'summary.md',
    ]);

    expect(stdout + stderr).toContain('All 2 gates hold.');
    expect(stderr, 'what a stranger would wonder about').not.toMatch(/source ?map/i);
    expect(status).toBe(0);
    const report: Report = JSON.parse(readFileSync(join(home, 'reports/latest/report.json'), 'utf8'));
    expect(report.claims.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['E5.attained', 'upheld'],
      ['E7.forward', 'upheld'],
    ]);
    expect(existsSync(join(home, 'reports/latest/report.html'))).toBe(true);
    expect(readFileSync(join(home, 'summary.md'), 'utf8')).toMatch(
      /^### .*fused .*: All 2 gates hold\.\n\n\| Verdict/,
    );
  });

  test('gives TypeScript users types, without any of their own', ({ skip }) => {
    if (missing) skip(missing);
    const compiler = inPackage('node_modules/typescript/bin/tsc');
    if (!existsSync(compiler)) skip('TypeScript is not installed');
    const check = (name: string, text: string) => {
      writeFileSync(join(home, name), text);
      const strict = '--strict --exactOptionalPropertyTypes --noEmit --module nodenext --target es2023'.split(
        ' ',
      );
      return run(process.execPath, [compiler, ...strict, '--types', '', name]);
    };

    expect(check('user.mts', userText).stdout).toBe('');
    const wrong = check('wrong.mts', userText.replace("model: 'relu-output'", "model: 'mlp'"));
    expect(wrong.stdout).toContain(`Type '"mlp"' is not assignable to type`);
  });
});

/** Everything that a replication in TypeScript needs: interface, settings, measures, gates and claims. */
const userText = `
import {
  claim, decide, dimensionality, gateHolds, matrixOf, parseSetting, responseDistance, settingId, sources, theorem,
} from 'superposition-spec';
import type { Instance, Matrix, Run, Setting, Subject, Weights } from 'superposition-spec';

const setting: Setting = parseSetting({ model: 'relu-output', n: 2, m: 2, data: { probability: 0.1 } });
const weights: Weights = { kind: 'tied', W: matrixOf([[1, 0], [0, 1]]), b: new Float64Array(2) };

export const mine: Subject = {
  describe: async () => ({
    name: 'mine', version: '1', device: 'CPU', precision: 'float64', models: ['relu-output'], magnitudes: ['uniform'],
  }),
  forward: async (asked: Setting, _: Weights, x: Matrix) => (asked.n === x.columns ? x : matrixOf([])),
  async *train(instances: readonly Instance[]): AsyncIterable<Run> {
    for (const each of instances) yield { ...each, outcome: { kind: 'finished', weights }, losses: [], checkpoints: [] };
  },
  close: async () => {},
};

const test = { upper: 0.8, lower: 0.4, falseUpheld: 0.001, falseRefuted: 0.001, cap: 60 } as const;
export const numbers: number[] = [...dimensionality(weights), responseDistance('relu-output', weights)];
export const ids: string[] = [settingId(sources.seed0), settingId(setting)];
export const holds: boolean = gateHolds({ verdict: 'upheld' }, decide(test, [true]).decision);

claim({
  id: 'M1', source: 'mine', statement: 'Mine.', criterion: 'mine',
  strength: { kind: 'robust', ...test },
  settings: { only: setting },
  judge: ({ only }) => ({ holds: only.outcome.weights.b.length === 2, because: 'so', measured: { seed: only.seed } }),
});
theorem({ id: 'M2', source: 'mine', statement: 'Mine.', criterion: 'mine', needs: ['forward'] }, async (subject) => {
  await subject.forward(setting, weights, matrixOf([[0, 0]]));
});
`;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Without scripts, which would build the suite anew while it is tested. */
function pack(): Packed {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout, stderr } = spawnSync('npm', args, { cwd: inPackage(), encoding: 'utf8' });
  const [first] = JSON.parse(stdout || '[]') as Packed[];
  if (!first) throw new Error(`npm pack gave nothing: ${stderr}`);
  return first;
}

/** Why it cannot be installed here, or false when it is. Scripts of other packages are not run. */
function install(): string | false {
  const tarball = join(folder, packed.filename);
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball];
  const { status, stderr } = run('npm', args);
  if (status === 0) return false;
  const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED|ENETUNREACH/.exec(
    stderr,
  );
  if (unreachable) return `the registry of npm cannot be reached (${unreachable[0]})`;
  throw new Error(`npm install failed: ${stderr}`);
}

function run(program: string, args: readonly string[]) {
  return spawnSync(program, args, { cwd: home, encoding: 'utf8', timeout: minutes });
}
