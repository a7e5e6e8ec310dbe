/** The Python of this machine, where it has the libraries of the example subjects. */
import { spawnSync } from 'node:child_process';

/** `PYTHON` names one; a virtual environment that is active comes first on the path. */
export const python: string = process.env['PYTHON'] ?? 'python3';

/** Why specs that need these modules cannot run, or false where they can. */
export function pythonMissing(...modules: readonly string[]): string | false {
  const imports = modules.map((name) => `import ${name}`).join('\n');
  const { error, status, stderr } = spawnSync(python, ['-c', imports], { encoding: 'utf8' });
  if (error) return `${python} does not start (PYTHON names another one): ${error.message}`;
  if (status === 0) return false;
  const reason = stderr.trim().split('\n').at(-1) ?? `status ${status}`;
  return `${python} cannot import ${modules.join(', ')} (PYTHON names another one): ${reason}`;
}
