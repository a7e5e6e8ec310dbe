/**
 * Work on a device that reports its errors apart from its answers: WebGPU refuses a kernel, or runs out of
 * memory, without an exception, and the numbers that it then gives are worth nothing.
 */

/**
 * Does the work and gives its result; rejects with what the device reported meanwhile.
 *
 * The work is told of a fault by its signal, and is waited for, so that it can free what it holds; but not
 * when the device was lost, after which what it waits for may never come.
 */
export type Guard = <T>(work: (fault: AbortSignal) => Promise<T>) => Promise<T>;

/** The one guard of a device, to be made before the device is first used. */
export function guardDevice(device: GPUDevice): Guard {
  const busy = new Set<{ readonly fault: AbortController; readonly abandon: (error: Error) => void }>();
  let lost: Error | undefined;
  device.addEventListener('uncapturederror', (event) => {
    // It is not lost, so it need not be printed.
    event.preventDefault();
    for (const { fault } of busy)
      fault.abort(new Error(`the device reported: ${firstLine(event.error.message)}`));
  });
  void device.lost.then(({ message }) => {
    lost = new Error(`the device was lost: ${firstLine(message)}`);
    for (const { abandon } of busy) abandon(lost);
  });
  return <T>(work: (fault: AbortSignal) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      if (lost) return reject(lost);
      const fault = new AbortController();
      const abandon = (error: Error): void => {
        fault.abort(error);
        reject(error);
      };
      const entry = { fault, abandon };
      busy.add(entry);
      work(fault.signal)
        .then(
          (result) => (fault.signal.aborted ? reject(fault.signal.reason) : resolve(result)),
          // What the device said comes before what followed from it.
          (error) => reject(fault.signal.aborted ? fault.signal.reason : error),
        )
        .finally(() => busy.delete(entry));
    });
}

function firstLine(message: string): string {
  return message.split('\n')[0] || 'no reason given';
}
