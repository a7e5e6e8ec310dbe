import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeFiles } from '../../../src/report/write-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writing files whole', () => {
  test('puts each in its place, in a folder that is made, and leaves nothing beside', async () => {
    const out = join(folder, 'new', 'reports');

    expect(await writeFiles(out, { 'a.json': '{}', 'b.md': '# b' })).toEqual([
      join(out, 'a.json'),
      join(out, 'b.md'),
    ]);

    expect((await readdir(out)).sort()).toEqual(['a.json', 'b.md']);
    expect(await readFile(join(out, 'b.md'), 'utf8')).toBe('# b');
  });

  test('refuses a folder that is a file, in one sentence, and leaves the file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'mine');

    await expect(writeFiles(file, { 'a.json': '{}' })).rejects.toThrow(/^--out: .*file cannot be written: /);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });
});
