/** What a Python says of its TensorFlow. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { InputError } from '../../../setting/input-error.js';
import { excerpt, printable, quoted } from '../../../setting/printable.js';
import { missingLibrary } from '../native-addon.js';

const saidSchema = z.object({
  python: z.string(),
  version: z.string(),
  /** The folder of the headers. */
  include: z.string(),
  /** The folder of libtensorflow. */
  libraries: z.string(),
});

export type PythonTensorflow = z.infer<typeof saidSchema>;

const program = `
import json, sys
import tensorflow as tf
said = {'python': sys.executable, 'version': tf.__version__,
        'include': tf.sysconfig.get_include(), 'libraries': tf.sysconfig.get_lib()}
print('\\n' + json.dumps(said))
`;

/** @throws InputError when there is no such Python, or it has no TensorFlow that can be linked with. */
export async function askPython(python: string): Promise<PythonTensorflow> {
  const { stdout, stderr, exitCode, code } = await execa(python, ['-c', program], { reject: false });
  if (code === 'ENOENT' || code === 'EACCES') {
    throw new InputError(
      `${quoted(python)} cannot be started (${code}); give a Python that has TensorFlow with --python`,
    );
  }
  if (exitCode !== 0) {
    const last = excerpt(stderr.trim().split('\n').at(-1) ?? '');
    const remedy = `install it with "${printable(python)} -m pip install tensorflow", or give another Python with --python`;
    throw new InputError(`TensorFlow does not load in ${quoted(python)} (${last}); ${remedy}`);
  }
  const said = saidSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1)!));
  const header = path.join(said.include, 'tensorflow', 'c', 'eager', 'c_api.h');
  const lacks = missingLibrary(said.libraries) ?? (existsSync(header) ? undefined : header);
  if (lacks === undefined) return said;
  throw new InputError(
    `TensorFlow ${said.version} in ${printable(said.libraries)} has no ${printable(lacks)}, so that nothing can be linked with it; install TensorFlow with pip, as a wheel of the TensorFlow project`,
  );
}
