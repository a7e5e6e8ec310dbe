/** The `digits` command and `verify --digits`, as a person meets them, and the real digits where they are. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realDigits } from '../../../src/data/digits/load.js';
import { parseDigitsSetting } from '../../../src/setting/digits.js';
import { runCli, startCli } from '../helpers/run-cli.js';
import { labelsFile, rightFile } from './kit/idx-bytes.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'digits-command-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('superposition-spec digits', () => {
  test('refuses a mirror that has something else, and leaves nothing behind', async () => {
    const server: Server = createServer((_, response) => response.end('something else'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const { code, stderr } = await startCli(['digits', '--from', `http://127.0.0.1:${port}`, '--out', folder])
      .finished;

    server.close();
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^superposition-spec: http:\/\/127\.0\.0\.1:\d+\/train-images-idx3-ubyte\.gz: its SHA-256 is .*\n$/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('wants a mirror', () => {
    const { code, stderr } = runCli(['digits']);
    expect(code).toBe(2);
    expect(stderr).toContain("required option '--from <url>' not specified");
  });
});

describe('verify --digits', () => {
  test('refuses a folder that lacks a file before anything is trained', () => {
    writeFileSync(path.join(folder, 't10k-images-idx3-ubyte'), rightFile('images', 5));
    const { code, stderr } = runCli(['verify', '--claims', 'S3.norm', '--digits', folder, '--out', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^superposition-spec: .*: t10k-labels-idx1-ubyte is missing, .*\n$/);
  });

  test('refuses labels that are none', () => {
    writeFileSync(path.join(folder, 't10k-images-idx3-ubyte'), rightFile('images', 2));
    writeFileSync(path.join(folder, 't10k-labels-idx1-ubyte'), labelsFile([3, 12]));
    const { code, stderr } = runCli(['verify', '--digits', folder, '--out', folder]);
    expect(code).toBe(2);
    expect(stderr).toContain('holds 12 as label 1; labels are 0 to 9');
  });
});

describe('the setting of seed 3', () => {
  test('has the source’s numbers where nothing else is said', () => {
    const data = { kind: 'generated', seed: 0, train: 60_000, test: 10_000 } as const;
    expect(parseDigitsSetting({ kind: 'digits', data })).toEqual({
      kind: 'digits',
      data,
      hidden: 49,
      code: 2,
      classifier: { epochs: 10, batch: 64, learningRate: 1e-3, passes: 1 },
      autoEncoder: { epochs: 20, batch: 64, learningRate: 1e-4, passes: 1 },
    });
  });

  test('is refused with the field that is wrong', () => {
    const data = { kind: 'generated', seed: 0, train: 0, test: 1 } as const;
    expect(() => parseDigitsSetting({ kind: 'digits', data })).toThrow(/^digits setting: data\.train: /);
  });
});

describe('the real digits', () => {
  test('begin with 7, 2, 1, 0, 4 and are split into 8,000 and 2,000', async ({ skip }) => {
    const real = await realDigits();
    if (!real) return skip('no real digits: set MNIST_DIR to a folder with their IDX files');
    const { train, test: held } = real.digits;
    if (train.count !== 8000) return skip(`MNIST_DIR has ${train.count} digits to train on: all of them`);
    expect([...train.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
    expect(held.count).toBe(2000);
    // Of the 10,000, 980 are a 0 and 1,135 a 1.
    const all = [...train.labels, ...held.labels];
    expect([0, 1].map((digit) => all.filter((label) => label === digit).length)).toEqual([980, 1135]);
  });
});
