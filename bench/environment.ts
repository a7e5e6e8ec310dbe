/** Where and when a benchmark ran: what its figures depend on besides the code. */
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { suiteVersion } from '../src/claims/suite-version.js';

export interface Environment {
  readonly date: string;
  readonly suite: string;
  readonly node: string;
  readonly v8: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly platform: string;
  /** Processes that ran or waited, averaged over the minute before the benchmark. */
  readonly loadBefore: number;
}

/** To be called before anything is measured. */
export function environment(): Environment {
  return {
    date: new Date().toISOString(),
    suite: suiteVersion,
    node: process.versions.node,
    v8: process.versions.v8,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Number((totalmem() / 2 ** 30).toFixed(1)),
    platform: `${platform()} ${release()} ${arch()}`,
    loadBefore: loadavg()[0]!,
  };
}
