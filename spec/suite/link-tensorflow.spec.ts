/**
 * `npm run link:tensorflow`: what is missing is said in a sentence, with what to do, and nothing is changed
 * then; what is linked loads, and a second time replaces it.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { InputError } from '../../src/setting/input-error.js';
import { linkTensorflow } from '../../src/subjects/tfjs/link/link.js';
import {
  libraryNames,
  locateAddon,
  type NativeAddon,
  readRecord,
  recordFile,
  whyAbsent,
} from '../../src/subjects/tfjs/native-addon.js';

const folder = mkdtempSync(join(tmpdir(), 'link-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const located = locateAddon();
const linked = located.kind === 'located' ? readRecord(located) : undefined;
/** Where the addon of the package would go, were this folder its own. */
const target = (name: string): NativeAddon => ({
  folder: located.kind === 'located' ? located.folder : folder,
  file: join(folder, name, 'napi-v8', 'tfjs_binding.node'),
});

describe.runIf(process.platform === 'linux')('Linking is refused, and changes nothing, where', () => {
  test('there is no such Python', async () => {
    await expectRefusal(
      join(folder, 'no-python'),
      /^".*" cannot be started \(ENOENT\); give a Python that has TensorFlow with --python$/,
    );
  });

  test('Python has no TensorFlow', async () => {
    const python = fakePython(
      'bare',
      'echo "ModuleNotFoundError: No module named \'tensorflow\'" >&2; exit 1',
    );

    await expectRefusal(
      python,
      /No module named 'tensorflow'\); install it with ".* -m pip install tensorflow"/,
    );
  });

  test('its TensorFlow has no library to link with', async () => {
    await expectRefusal(
      pythonWith('no-library', []),
      /^TensorFlow 9\.9\.9 in .* has no libtensorflow_cc\.so\.2, so that nothing can be linked with it; install/,
    );
  });

  test('its TensorFlow has no headers', async () => {
    await expectRefusal(pythonWith('no-headers', libraryNames), /has no .*c_api\.h, so that nothing/);
  });

  test.runIf(located.kind === 'located')('there is no compiler', async () => {
    vi.stubEnv('CXX', join(folder, 'no-compiler'));

    await expectRefusal(
      pythonWith('no-compiler', libraryNames, '// empty'),
      /no-compiler cannot be run, which building the addon needs; install a C\+\+ compiler and make/,
    );
  });

  test.runIf(located.kind === 'located')('the addon does not compile', async () => {
    await expectRefusal(
      pythonWith('no-compile', libraryNames, '#error headers of another planet'),
      /^the addon cannot be built: .*error: #error headers of another planet$/,
    );
  });

  async function expectRefusal(python: string, sentence: RegExp): Promise<void> {
    const addon = target('refused');
    mkdirSync(join(addon.file, '..'), { recursive: true });
    writeFileSync(addon.file, 'what was there');

    const linking = linkTensorflow(python, addon);

    await expect(linking).rejects.toThrow(InputError);
    await expect(linking).rejects.toThrow(sentence);
    expect(readdirSync(join(addon.file, '..'))).toEqual(['tfjs_binding.node']);
  }
});

describe('An addon', () => {
  test('that was linked and is linked again loads, and says with what', async ({ skip }) => {
    if (!linked) return skip('tfjs:tensorflow is not linked with the TensorFlow of a Python');
    const addon = target('linked');

    for (const _ of ['once', 'again']) expect(await linkTensorflow(linked.python, addon)).toEqual(linked);

    expect(readRecord(addon)).toEqual(linked);
    expect(readdirSync(join(addon.file, '..')).sort()).toEqual(['tfjs_binding.json', 'tfjs_binding.node']);
    expect(existsSync(createRequire(import.meta.url).resolve(addon.file))).toBe(true);
    expect(whyAbsent({ kind: 'located', ...addon })).toBeUndefined();
  });

  test('that is not there is absent, with what to do', () => {
    expect(whyAbsent({ kind: 'located', ...target('nowhere') })).toMatch(
      /^its native library is not installed; "npm run link:tensorflow -- --python python3" builds it/,
    );
  });

  test('whose libraries are gone is absent, with what to do', () => {
    const addon = target('moved');
    mkdirSync(join(addon.file, '..'), { recursive: true });
    writeFileSync(addon.file, 'an addon');
    const record = { tensorflow: '9.9.9', python: 'python3', libraries: join(folder, 'gone') };
    writeFileSync(recordFile(addon), JSON.stringify(record));

    expect(whyAbsent({ kind: 'located', ...addon })).toMatch(
      /^libtensorflow_cc\.so\.2 of TensorFlow 9\.9\.9, with which it was linked, is gone from .*gone; "npm run link:tensorflow -- --python python3" links it with another$/,
    );
  });
});

/** A Python that answers everything with this shell script. */
function fakePython(name: string, script: string): string {
  const file = join(folder, `python-${name}`);
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

/** A Python whose TensorFlow has these (empty) libraries, and the header with this text. */
function pythonWith(name: string, libraries: readonly string[], header?: string): string {
  const site = join(folder, `tensorflow-${name}`);
  const include = join(site, 'include', 'tensorflow', 'c', 'eager');
  mkdirSync(include, { recursive: true });
  for (const library of libraries) writeFileSync(join(site, library), '');
  if (header !== undefined) {
    writeFileSync(join(include, 'c_api.h'), header);
    writeFileSync(join(include, '..', 'c_api.h'), header);
  }
  const real = process.env['PYTHON'] ?? 'python3';
  const said = { version: '9.9.9', include: join(site, 'include'), libraries: site };
  // node-gyp is run by the Python that was asked.
  return fakePython(
    name,
    `case "$2" in *tensorflow*) echo '${JSON.stringify({ ...said, python: real })}';; *) exec ${real} "$@";; esac`,
  );
}
