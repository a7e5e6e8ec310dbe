/** A device that fails costs the runs that were on it, which say why; nothing hangs and nothing passes silently. */
import { afterAll, describe, expect, test } from 'vitest';
import { openInChild } from '../../../src/subjects/isolated/open-isolated.js';
import { driverEnvironments } from '../../../src/subjects/webgpu/drivers.js';
import { collect, smallSetting } from '../kit/small-settings.js';
import { failures } from './kit/failing-device.js';

const opened = await openInChild({
  name: 'failing device',
  what: new URL('./kit/failing-device.js', import.meta.url).href,
  environments: driverEnvironments(),
});
afterAll(async () => {
  if (opened.kind === 'present') await opened.subject.close();
});

/** It takes many minutes; a test that returns has seen it fail. */
const endless = smallSetting({}, { steps: 2_000_000, batch: 400 });
const short = smallSetting();

const absent = opened.kind === 'absent' ? opened.reason : undefined;
describe.skipIf(absent)(`A training on a device${absent ? ` (${absent})` : ''}`, () => {
  test('that is lost ends with failed runs, which name the loss', async () => {
    expect(await reasonOfFailure(endless, failures.lost)).toContain('the device was lost: ');
  });

  test('that reports an error ends with failed runs, which quote it', async () => {
    expect(await reasonOfFailure(endless, failures.reported)).toContain('the driver reports: ');
  });

  test('that cannot compile the shader ends with failed runs, which name the line', async () => {
    const reason = await reasonOfFailure(short, failures.compilation);

    expect(reason).toContain('the shader does not compile: line 1: ');
  });

  test('that has too little memory ends with failed runs, which say how much was asked for', async () => {
    const reason = await reasonOfFailure(short, failures.memory);

    expect(reason).toMatch(/the device has too little memory for 2 instances, \d+ MiB$/);
  });
});

/** Of two instances, which both have to fail for one reason, that names what was trained. */
async function reasonOfFailure(setting: typeof short, failure: number): Promise<string> {
  if (opened.kind === 'absent') throw new Error(opened.reason);
  const instances = [failure, 10].map((seed) => ({ setting, seed }));

  const runs = await collect(opened.subject.train!(instances));

  const reasons = runs.map(({ outcome }) => {
    if (outcome.kind !== 'failed') throw new Error(`a run ${outcome.kind}, but it cannot`);
    return outcome.reason;
  });
  expect(reasons.length).toBe(2);
  expect(reasons[0]).toMatch(/^relu-output n=3 m=2 .*, seed \d+: /);
  return reasons[0]!;
}
