/**
 * `npm run readme`: fills the README's generated blocks from reports/verification,
 * reports/benchmark.json and reports/benchmark-gpu.json, and draws its picture.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { inPackage } from '../src/claims/package-root.js';
import { sweep } from '../src/report/figures/sweep.js';
import { readReport } from '../src/report/read.js';
import { fillReadme } from '../src/report/readme.js';
import { readmeBlocks } from './readme-blocks.js';

const report = await readReport(inPackage('reports/verification/report.json'));
const pictured = report.claims.find(({ id }) => id === 'C13.n=5');
if (!pictured) throw new Error('the report lacks the claim that the README shows');
writeFileSync(inPackage('reports/verification-sweep.svg'), sweep(pictured));

const readme = inPackage('README.md');
writeFileSync(readme, fillReadme(readFileSync(readme, 'utf8'), await readmeBlocks()));
