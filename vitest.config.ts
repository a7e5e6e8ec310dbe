import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * The specs run as compiled (dist/spec): what is tested is what is shipped, and worker threads
 * and WebAssembly files are found at the same places as in an installed package.
 */
export default defineConfig({
  test: {
    include: ['dist/spec/**/*.spec.js'],
    setupFiles: ['dist/spec/fixed-seed.js'],
    // A process for several files: loading their libraries took a third of the time. Vitest still
    // evaluates the suite's own modules afresh for each file.
    isolate: false,
    // Vitest's own choice leaves one core idle, of two.
    maxWorkers: availableParallelism(),
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // CI counts the tests from the JSON.
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: 'reports/tests.json' }]] : ['default'],
  },
});
