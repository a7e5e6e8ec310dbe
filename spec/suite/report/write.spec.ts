import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkWritable, unwritable } from '../../../src/report/folder.js';
import { reportJson } from '../../../src/report/json.js';
import { readReport } from '../../../src/report/read.js';
import type { Report } from '../../../src/report/report.js';
import { writeReport } from '../../../src/report/write.js';
import { InputError } from '../../../src/setting/input-error.js';
import { exampleClaim, exampleReport } from './example-report.js';

const files = ['report.html', 'report.json', 'report.md'];

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'report-spec-'));
});
afterEach(async () => {
  await rm(place, { recursive: true });
});

describe('writing a report', () => {
  test('makes the folder, with folders above it, and leaves nothing else behind', async () => {
    const folder = join(place, 'reports', 'latest');
    const written = await writeReport(folder, exampleReport());
    expect(written.toSorted()).toEqual(files.map((name) => join(folder, name)));
    expect((await readdir(folder)).toSorted()).toEqual(files);
    expect(await readdir(join(place, 'reports'))).toEqual(['latest']);
    expect(await readReport(join(folder, 'report.json'))).toEqual(exampleReport());
  });

  test('replaces an older report whole', async () => {
    const folder = join(place, 'latest');
    await writeReport(folder, exampleReport());
    await writeReport(folder, smaller());
    expect(await readFile(join(folder, 'report.json'), 'utf8')).toBe(reportJson(smaller()));
    expect(await readFile(join(folder, 'report.md'), 'utf8')).not.toContain('hexagon');
    expect(await readdir(place)).toEqual(['latest']);
  });

  test('leaves the older report as it was when the new one cannot be made', async () => {
    const folder = join(place, 'latest');
    await writeReport(folder, exampleReport());
    const seeds = [{ seed: 0, holds: true, because: '', measured: { value: Number.NaN } }];
    const broken = { ...exampleReport(), claims: [exampleClaim({ seeds })] };
    await expect(writeReport(folder, broken)).rejects.toThrow(InputError);
    expect(await readFile(join(folder, 'report.json'), 'utf8')).toBe(reportJson(exampleReport()));
    expect((await readdir(folder)).toSorted()).toEqual(files);
    expect(await readdir(place)).toEqual(['latest']);
  });

  test('shows a reader one whole report or none, at any moment', async () => {
    const folder = join(place, 'latest');
    await writeReport(folder, exampleReport());
    const whole = new Set([reportJson(exampleReport()), reportJson(smaller())]);
    let writing = true;
    const writer = (async () => {
      for (let k = 0; k < 12; k++) await writeReport(folder, k % 2 === 0 ? smaller() : exampleReport());
      writing = false;
    })();
    let seen = 0;
    while (writing) {
      const text = await readFile(join(folder, 'report.json'), 'utf8').catch(() => undefined);
      if (text !== undefined) {
        seen++;
        expect(whole, `a part of a report, ${text.length} characters`).toContain(text);
      }
    }
    await writer;
    expect(seen).toBeGreaterThan(0);
  });

  test('goes through a link to a folder, and keeps the link', async () => {
    await mkdir(join(place, 'real'));
    await symlink(join(place, 'real'), join(place, 'latest'));
    await writeReport(join(place, 'latest'), exampleReport());
    expect((await readdir(join(place, 'real'))).toSorted()).toEqual(files);
    expect((await readdir(place)).toSorted()).toEqual(['latest', 'real']);
  });

  test('can be read by those who can read its neighbours', async () => {
    await mkdir(join(place, 'neighbour'));
    await writeReport(join(place, 'latest'), exampleReport());
    expect((await stat(join(place, 'latest'))).mode).toBe((await stat(join(place, 'neighbour'))).mode);
  });
});

describe.for([
  ['checkWritable', checkWritable],
  ['writeReport', (folder: string) => writeReport(folder, exampleReport())],
] as const)('%s', ([, act]) => {
  test('refuses a folder with something else in it, and touches nothing', async () => {
    await writeReport(join(place, 'latest'), exampleReport());
    await writeFile(join(place, 'latest', 'notes.txt'), 'mine');
    await expectRefusal(act(join(place, 'latest')), /it holds "notes\.txt", which is not part of a report/);
    expect((await readdir(join(place, 'latest'))).toSorted()).toEqual(['notes.txt', ...files]);
  });

  test('refuses a folder whose files only have the names of a report', async () => {
    await mkdir(join(place, 'site'));
    await writeFile(join(place, 'site', 'report.html'), 'mine');
    await expectRefusal(act(join(place, 'site')), /its report\.json is missing or not a report/);
    await writeFile(join(place, 'site', 'report.json'), '{}');
    await expectRefusal(act(join(place, 'site')), /its report\.json is missing or not a report/);
    expect(await readFile(join(place, 'site', 'report.html'), 'utf8')).toBe('mine');
  });

  test('refuses a file, and a folder under a file', async () => {
    await writeFile(join(place, 'file'), 'mine');
    await expectRefusal(act(join(place, 'file')), /is a file, not a folder/);
    await expectRefusal(act(join(place, 'file', 'latest')), /is a file, not a folder/);
    expect(await readFile(join(place, 'file'), 'utf8')).toBe('mine');
  });

  test('refuses the root of the file system', async () => {
    await expectRefusal(act('/'), /it is the root of the file system/);
  });
});

describe('what the file system answers', () => {
  test.for([
    ['EACCES', 'permission is denied'],
    ['EROFS', 'the file system is read-only'],
    ['ENOTDIR', 'a part of the path is a file, not a folder'],
    ['ENOSPC', 'no space is left on the device'],
    ['EIO', 'EIO'],
  ] as const)('is said in words: %s', ([code, words]) => {
    const error = unwritable('out', Object.assign(new Error(), { code }));
    expect(error.message).toBe(`the report cannot be written to out: ${words}; choose another folder`);
  });
});

describe('checkWritable', () => {
  test('accepts a folder that can be made, an empty one and a report, and leaves no trace', async () => {
    await mkdir(join(place, 'empty'));
    await writeReport(join(place, 'latest'), exampleReport());
    await checkWritable(join(place, 'not', 'there', 'yet'));
    await checkWritable(join(place, 'empty'));
    await checkWritable(join(place, 'latest'));
    expect((await readdir(place)).toSorted()).toEqual(['empty', 'latest']);
  });
});

function smaller(): Report {
  return {
    ...exampleReport(),
    claims: [exampleClaim()],
    gates: { held: 1, waived: 0, failed: 0, notApplicable: 0 },
  };
}

async function expectRefusal(promise: Promise<unknown>, reason: RegExp): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).toMatch(
    /^the report cannot be written to .*; choose another folder$/,
  );
  expect((error as InputError).message).toMatch(reason);
}
