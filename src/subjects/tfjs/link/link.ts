/**
 * Links `tfjs:tensorflow` with the libtensorflow of an installed Python: current CUDA, newer processors,
 * and no download. The addon is built in a temporary folder, tried, and moved to where the package loads
 * it, so that nothing is left half-done; doing it again replaces it.
 */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { InputError } from '../../../setting/input-error.js';
import { printable } from '../../../setting/printable.js';
import { type LinkRecord, locateAddon, type NativeAddon, packageName, recordFile } from '../native-addon.js';
import { askPython } from './ask-python.js';
import { buildAddon } from './build-addon.js';

/**
 * @param addon where it goes; found in node_modules by default.
 * @returns what it is linked with.
 * @throws InputError when something is missing or the build fails; then nothing is changed.
 */
export async function linkTensorflow(python: string, addon: NativeAddon = located()): Promise<LinkRecord> {
  if (process.platform !== 'linux') {
    throw new InputError(
      'TensorFlow is linked on Linux alone, where its wheels have the library to link with',
    );
  }
  const said = await askPython(python);
  const folder = await mkdtemp(path.join(tmpdir(), 'link-tensorflow-'));
  try {
    const built = await buildAddon(addon, said, folder);
    const record = { tensorflow: said.version, python: said.python, libraries: said.libraries };
    await putInPlace(built, addon, record);
    return record;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function located(): NativeAddon {
  const addon = locateAddon();
  if (addon.kind === 'located') return addon;
  throw new InputError(
    `${addon.reason}; install it with "npm install --ignore-scripts ${packageName}@4.22.0"`,
  );
}

/** A rename replaces the file that is there, and touches no process that has it loaded. */
async function putInPlace(built: string, addon: NativeAddon, record: LinkRecord): Promise<void> {
  const folder = path.dirname(addon.file);
  await mkdir(folder, { recursive: true });
  const fresh = path.join(folder, `.${randomUUID()}.node`);
  const freshRecord = `${fresh}.json`;
  try {
    await copyFile(built, fresh);
    await tryToLoad(fresh);
    await writeFile(freshRecord, `${JSON.stringify(record, null, 2)}\n`);
    await rename(freshRecord, recordFile(addon));
    await rename(fresh, addon.file);
  } finally {
    await rm(fresh, { force: true });
    await rm(freshRecord, { force: true });
  }
}

/** @throws InputError when the addon does not load. */
async function tryToLoad(file: string): Promise<void> {
  const program = `require(${JSON.stringify(file)}).TF_Version.length`;
  const { exitCode, signal, stderr } = await execa(process.execPath, ['-e', program], { reject: false });
  if (exitCode === 0) return;
  const said = /Error: (.*)/.exec(stderr)?.[1] ?? `ended with ${signal ?? exitCode}`;
  throw new InputError(`the addon was built, but does not load: ${printable(said)}`);
}
