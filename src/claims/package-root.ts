import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, in a clone as in an installed package. */
export const packageRoot = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[/\\]$/, '');

/** A path inside the package. */
export function inPackage(...parts: string[]): string {
  return path.join(packageRoot, ...parts);
}
