/**
 * A subject as a contender: `node contender.js SUBJECT`, which speaks `protocol.ts`. Subjects of native code
 * are opened in this process, which is the one of their own that they need, so that its memory is theirs.
 * What it cannot do it says on stderr, in one line, and ends.
 */
import { createInterface } from 'node:readline';
import { openFused } from '../../src/subjects/fused/fused.js';
import { openNative } from '../../src/subjects/isolated/native-subjects.js';
import type { Subject } from '../../src/subjects/subject.js';
import { instancesOf } from '../instances.js';
import { peakMegabytes } from '../protocol.js';
import { watchBuffers } from './buffer-meter.js';
import { deviceOf } from './device.js';
import type { Measured, Preparation, Prepared, Request } from './protocol.js';
import { measureSteady, type Pilot, runPilot, type Train } from './steady.js';

try {
  const subject = await open(process.argv[2]!);
  await serve(subject);
  await subject.close();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  // Threads and devices that wait would keep the process.
  process.exit(1);
}

async function open(name: string): Promise<Subject> {
  if (name === 'fused') return openFused();
  const opened = await openNative(name);
  if (opened.kind === 'absent') throw new Error(opened.reason);
  return opened.subject;
}

async function serve(subject: Subject): Promise<void> {
  const { version, device } = await subject.describe();
  const about = { version, device: deviceOf(device) };
  const meter = watchBuffers();
  let measure: (seconds: number) => Promise<Measured> = () =>
    Promise.reject(new Error('nothing is prepared'));
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line) as Preparation | Request;
    if ('seconds' in question) {
      say(await measure(question.seconds));
      continue;
    }
    meter?.takePeak();
    const train: Train = (instances, steps) => trainSome(subject, question, instances, steps);
    const pilot = await runPilot(train, question.instances, question.limit);
    measure = (seconds) => measured(train, question.instances, pilot, seconds);
    if (pilot.kind === 'too long') say({ ...about, ...pilot });
    else say({ ...about, kind: 'ready', compileSeconds: pilot.compileSeconds });
  }

  async function measured(train: Train, instances: number, pilot: Pilot, seconds: number): Promise<Measured> {
    if (pilot.kind !== 'ready') throw new Error('work that takes too long is not measured');
    const steady = await measureSteady(train, instances, pilot, seconds);
    const taken = meter && { deviceMegabytes: meter.takePeak() / 2 ** 20 };
    return { ...steady, peakMegabytes: peakMegabytes(), ...taken };
  }
}

/**
 * The instances are spread over the work, so that a part of it is like the whole.
 * @throws Error when a run does not finish: its steps would not have been all of them.
 */
function trainSome({ train }: Subject, work: Preparation, count: number, steps: number): () => Promise<void> {
  const stride = work.instances / count;
  const probabilities = Array.from({ length: count }, (_, k) => work.probabilities[Math.floor(k * stride)]!);
  const instances = instancesOf({ ...work, probabilities }, steps);
  return async () => {
    for await (const { outcome } of train!(instances)) {
      if (outcome.kind !== 'finished') throw new Error(`a run ${outcome.kind}: ${outcome.reason}`);
    }
  };
}

function say(answer: Prepared | Measured): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
