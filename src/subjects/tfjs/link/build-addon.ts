/** Builds the package's own addon against a libtensorflow, with the node-gyp that comes with npm. */
import { existsSync } from 'node:fs';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { execa } from 'execa';
import { InputError } from '../../../setting/input-error.js';
import { printable } from '../../../setting/printable.js';
import type { NativeAddon } from '../native-addon.js';
import type { PythonTensorflow } from './ask-python.js';

/**
 * @param folder an empty one, in which everything is done.
 * @returns the path of the addon.
 * @throws InputError when a tool is missing or the build fails.
 */
export async function buildAddon(
  { folder: source, file }: NativeAddon,
  { python, include, libraries }: PythonTensorflow,
  folder: string,
): Promise<string> {
  const gyp = nodeGyp();
  await requireTool('make');
  await requireTool(process.env['CXX'] ?? 'g++');
  for (const part of ['binding', 'binding.gyp', 'package.json']) {
    await cp(path.join(source, part), path.join(folder, part), { recursive: true });
  }
  // The names that binding.gyp links with. The addon asks for the libraries by their own names, and finds
  // them where they are: from there they find those of CUDA.
  const links = path.join(folder, 'deps', 'lib');
  await mkdir(links, { recursive: true });
  await symlink(include, path.join(folder, 'deps', 'include'));
  await symlink(path.join(libraries, 'libtensorflow_cc.so.2'), path.join(links, 'libtensorflow.so'));
  await symlink(
    path.join(libraries, 'libtensorflow_framework.so.2'),
    path.join(links, 'libtensorflow_framework.so'),
  );
  const built = path.join(folder, 'built');
  // The folder into which the package's file goes is named after the version of Node-API.
  const version = /napi-v(\d+)/.exec(file)?.[1] ?? '8';
  const options = [
    '--module_name=tfjs_binding',
    `--module_path=${built}`,
    `--napi_version=${process.versions['napi']}`,
    `--napi_build_version=${version}`,
    `--python=${python}`,
    ...headers(),
  ];
  const { exitCode, all } = await execa(process.execPath, [gyp, 'rebuild', ...options], {
    cwd: folder,
    env: { LDFLAGS: `-Wl,-rpath,${libraries} ${process.env['LDFLAGS'] ?? ''}` },
    reject: false,
    all: true,
  });
  const addon = path.join(built, 'tfjs_binding.node');
  if (exitCode === 0 && existsSync(addon)) return addon;
  throw new InputError(whyNotBuilt(all));
}

/** npm says where its own is, to the scripts that it runs. */
function nodeGyp(): string {
  const said = process.env['npm_config_node_gyp'];
  if (said !== undefined && existsSync(said)) return said;
  const prefix = path.dirname(path.dirname(process.execPath));
  const npm = process.env['npm_execpath'] ?? path.join(prefix, 'lib', 'node_modules', 'npm', 'index.js');
  try {
    return createRequire(npm).resolve('node-gyp/bin/node-gyp.js');
  } catch {
    throw new InputError(
      `node-gyp, which comes with npm, is not found beside ${printable(npm)}; run this by "npm run link:tensorflow"`,
    );
  }
}

/** Those beside Node, so that none are downloaded. */
function headers(): string[] {
  const prefix = path.dirname(path.dirname(process.execPath));
  const directory = process.env['npm_config_nodedir'] ?? prefix;
  return existsSync(path.join(directory, 'include', 'node', 'node_api.h')) ? [`--nodedir=${directory}`] : [];
}

async function requireTool(tool: string): Promise<void> {
  const { exitCode } = await execa(tool, ['--version'], { reject: false });
  if (exitCode === 0) return;
  throw new InputError(
    `${printable(tool)} cannot be run, which building the addon needs; install a C++ compiler and make (on Debian the package build-essential)`,
  );
}

function whyNotBuilt(output: string): string {
  const lines = output.split('\n').map((line) => printable(line.trim()));
  if (lines.some((line) => /nodejs\.org|headers\.tar\.gz/.test(line) && /ERR!/.test(line))) {
    return `the headers of Node ${process.version} are not beside it and cannot be downloaded; give their folder with "npm config set nodedir <folder>", in which include/node/node_api.h is`;
  }
  const said =
    lines.find((line) => /\berror\b[: ]/.test(line)) ??
    lines.findLast((line) => line.startsWith('gyp ERR! stack')) ??
    lines.findLast((line) => line !== '');
  return `the addon cannot be built: ${said}`;
}
