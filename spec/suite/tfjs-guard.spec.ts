/** A device that reports its errors apart from its answers, here one that does what a test tells it. */
import { describe, expect, test } from 'vitest';
import { guardDevice } from '../../src/subjects/tfjs/guard.js';

describe('Work on a device', () => {
  test('gives its result, or throws what it throws', async () => {
    const { guard } = fakeDevice();

    expect(await guard(async () => 7)).toBe(7);
    await expect(guard(() => Promise.reject(new Error('no such kernel')))).rejects.toThrow('no such kernel');
  });

  test('fails with what the device reports meanwhile, is told so and is waited for', async () => {
    const { guard, report } = fakeDevice();
    const ended: string[] = [];

    const working = guard(async (fault) => {
      report('Buffer size (8) exceeds the limit\n - While calling [Device].CreateBuffer');
      await Promise.resolve();
      ended.push(`told: ${fault.aborted}`);
      return 7;
    });

    await expect(working).rejects.toThrow(/^the device reported: Buffer size \(8\) exceeds the limit$/);
    expect(ended).toEqual(['told: true']);
  });

  test('fails with what the device reported rather than with what followed from it', async () => {
    const { guard, report } = fakeDevice();

    const working = guard(async () => {
      report('out of memory');
      throw new Error('the buffer is not mapped');
    });

    await expect(working).rejects.toThrow('the device reported: out of memory');
  });

  test('is not blamed for an error before it', async () => {
    const { guard, report } = fakeDevice();
    await guard(async () => 0);

    report('somebody else');

    expect(await guard(async () => 7)).toBe(7);
  });

  test('fails when the device is lost, though its answer never comes; and so does all work after it', {
    timeout: 10_000,
  }, async () => {
    const { guard, lose } = fakeDevice();
    const waiting = guard(() => new Promise<never>(() => {}));

    lose('the driver was reset');

    await expect(waiting).rejects.toThrow('the device was lost: the driver was reset');
    await expect(guard(async () => 7)).rejects.toThrow('the device was lost: the driver was reset');
  });
});

/** As much of a device as a guard listens to. */
function fakeDevice() {
  const events = new EventTarget();
  let lose: (message: string) => void = () => {};
  const lost = new Promise<{ message: string }>((resolve) => {
    lose = (message) => resolve({ message });
  });
  return {
    guard: guardDevice(Object.assign(events, { lost }) as unknown as GPUDevice),
    report: (message: string) => {
      events.dispatchEvent(Object.assign(new Event('uncapturederror'), { error: { message } }));
    },
    lose,
  };
}
