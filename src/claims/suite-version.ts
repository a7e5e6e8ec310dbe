import { readFileSync } from 'node:fs';
import { inPackage } from './package-root.js';

/** The version of this package. */
export const suiteVersion: string = JSON.parse(readFileSync(inPackage('package.json'), 'utf8')).version;
