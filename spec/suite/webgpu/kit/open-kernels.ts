/** `fused:webgpu` as it chooses its kernels itself, and held to each of the others. */
import { afterAll } from 'vitest';
import { openInChild } from '../../../../src/subjects/isolated/open-isolated.js';
import { openSubject } from '../../../../src/subjects/registry.js';
import type { Subject } from '../../../../src/subjects/subject.js';
import { driverEnvironments } from '../../../../src/subjects/webgpu/drivers.js';

export interface OpenKernel {
  readonly name: string;
  /** Why nothing can be tested, or undefined. */
  readonly absent: string | undefined;
  /** @throws Error where it is absent. */
  readonly subject: () => Subject;
}

/** Their children end with the spec file. */
export async function openKernels(): Promise<readonly OpenKernel[]> {
  const environments = driverEnvironments();
  const inChild = (what: string) =>
    openInChild({
      name: 'fused:webgpu',
      what: new URL(`./${what}.js`, import.meta.url).href,
      environments,
    });
  const opened = {
    'its own choice': await openSubject('fused:webgpu'),
    'rows on many threads': await inChild('gpu-rows'),
    'tiles in a workgroup': await inChild('tiles'),
    'tiles on the device': await inChild('device-tiles'),
  };
  afterAll(async () => {
    for (const one of Object.values(opened)) if (one.kind === 'present') await one.subject.close();
  });
  return Object.entries(opened).map(([name, one]) => ({
    name,
    absent: one.kind === 'absent' ? one.reason : undefined,
    subject: () => {
      if (one.kind === 'absent') throw new Error(one.reason);
      return one.subject;
    },
  }));
}
