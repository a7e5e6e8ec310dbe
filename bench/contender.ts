/**
 * A subject as a contender: `node contender.js SUBJECT [THREADS]`, which speaks `protocol.ts`. It is a
 * process of its own, so that its peak memory is its own and nothing of the others disturbs it.
 * What it cannot do it says on stderr, in one line, and ends.
 */
import { createInterface } from 'node:readline';
import { openFused } from '../src/subjects/fused/fused.js';
import { openSubject } from '../src/subjects/registry.js';
import type { Subject } from '../src/subjects/subject.js';
import { instancesOf } from './instances.js';
import { estimatePace, measurePace, type Train } from './pace.js';
import { type Measured, peakMegabytes, type Ready, type Request, type Work } from './protocol.js';

try {
  const [name, threads] = process.argv.slice(2);
  const subject = await open(name!, threads);
  await serve(subject);
  await subject.close();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  // Threads that wait would keep the process.
  process.exit(1);
}

/** Only `fused` can be told how many threads to take. */
async function open(name: string, threads: string | undefined): Promise<Subject> {
  if (threads !== undefined) return openFused(Number(threads));
  const opened = await openSubject(name);
  if (opened.kind === 'absent') throw new Error(opened.reason);
  return opened.subject;
}

async function serve(subject: Subject): Promise<void> {
  const { version } = await subject.describe();
  let train: Train = async () => undefined;
  let pace = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Work | Request;
    if ('seconds' in request) {
      const measured = await measurePace(train, pace, request.seconds);
      say({ ...measured, peakMegabytes: peakMegabytes() });
    } else {
      train = (steps) => trainAll(subject, request, steps);
      pace = await estimatePace(train);
      say({ ready: true, version });
    }
  }
}

/** @throws when a run does not finish: its steps would not have been all of them. */
async function trainAll(subject: Subject, work: Work, steps: number): Promise<void> {
  for await (const { outcome } of subject.train!(instancesOf(work, steps))) {
    if (outcome.kind !== 'finished') throw new Error(`a run ${outcome.kind}: ${outcome.reason}`);
  }
}

function say(answer: Ready | Measured): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
