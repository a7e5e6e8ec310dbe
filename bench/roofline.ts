/**
 * The roofline as a contender: `node roofline.js THREADS`, which speaks `protocol.ts`. Its steps are
 * multiply-adds (`assembly/roofline.ts`), on all its threads at once, whatever the work is.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Measured, peakMegabytes, type Ready, type Request, type Work } from './protocol.js';

interface Kernel {
  multiplyAdd(rounds: number): number;
}

/** About a millisecond of multiply-adds: short beside every request. */
const roundsAtATime = 300_000;

if (isMainThread) await serve(Number(process.argv[2]));
else await work();

async function serve(threads: number): Promise<void> {
  const module = await WebAssembly.compile(await readFile(new URL('./roofline.wasm', import.meta.url)));
  const workers = Array.from({ length: threads }, () => {
    return new Worker(new URL(import.meta.url), { workerData: module });
  });
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Work | Request;
    if ('seconds' in request) {
      const begun = performance.now();
      const counts = await Promise.all(workers.map((worker) => count(worker, request.seconds)));
      const seconds = (performance.now() - begun) / 1000;
      say({ steps: counts.reduce((sum, some) => sum + some, 0), seconds, peakMegabytes: peakMegabytes() });
    } else say({ ready: true, version: '1' });
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
}

function count(worker: Worker, seconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
    worker.postMessage(seconds);
  });
}

async function work(): Promise<void> {
  const { multiplyAdd } = new WebAssembly.Instance(workerData as WebAssembly.Module)
    .exports as unknown as Kernel;
  parentPort!.on('message', (seconds: number) => {
    const end = performance.now() + seconds * 1000;
    let done = 0;
    while (performance.now() < end) done += multiplyAdd(roundsAtATime);
    parentPort!.postMessage(done);
  });
}

function say(answer: Ready | Measured): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
