/**
 * A hundred thousand malformed exchanges: whatever bytes a subject answers, each request ends with a
 * right answer or with a fault that says what was wrong; nothing crashes, hangs or piles up.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LostSubject, startConversation } from '../../../src/subjects/command/conversation.js';
import { jsonText } from '../../../src/subjects/command/json-text.js';
import type { Notification } from '../../../src/subjects/command/protocol.js';
import { runFrom } from '../../../src/subjects/command/runs-on-wire.js';
import { serveSubject } from '../../../src/subjects/command/serve.js';
import { SubjectFault } from '../../../src/subjects/command/subject-fault.js';
import { weightsFromWire } from '../../../src/subjects/command/weights-on-wire.js';
import type { Subject } from '../../../src/subjects/subject.js';
import { smallSetting } from '../kit/small-settings.js';

const setting = smallSetting({ n: 2, m: 1 });
const weights = { W: [[1, -1]], b: [0, 0] };
const exchanges = 100_000;

/** What a right subject would say. */
const right = [
  { jsonrpc: '2.0', id: 1, result: { loss: 1, gradient: weights } },
  { jsonrpc: '2.0', id: 1, result: {} },
  { jsonrpc: '2.0', id: 1, error: { code: -32603, message: 'no' } },
  { jsonrpc: '2.0', method: 'progress', params: { steps: 3 } },
  { jsonrpc: '2.0', method: 'run', params: { instance: 0, outcome: { kind: 'finished', weights } } },
  { jsonrpc: '2.0', method: 'run', params: { instance: 0, outcome: { kind: 'failed', reason: 'no' } } },
] as const;

describe('The fuzzer', () => {
  test(`speaks ${exchanges} malformed exchanges; every one ends`, {
    timeout: 600_000,
  }, async () => {
    const ends = { answered: 0, fault: 0, lost: 0 };

    await fc.assert(
      fc.asyncProperty(answers(), fc.constantFrom('lossAndGradient', 'train'), async (bytes, method) => {
        ends[await exchange(bytes, method)] += 1;
      }),
      { numRuns: exchanges, endOnFailure: true },
    );

    expect(ends.answered + ends.fault + ends.lost).toBe(exchanges);
    // Each end is met often enough that none of them is out of the fuzzer's reach.
    for (const count of Object.values(ends)) expect(count).toBeGreaterThan(exchanges / 200);
  });

  test('leaves nothing behind: no memory, and no timer that waits', async () => {
    const sample = fc.sample(answers(), { numRuns: 1000, seed: 1 });
    const speakAll = async (): Promise<void> => {
      for (const bytes of sample) {
        await exchange(bytes, 'train');
        await exchange(bytes, 'lossAndGradient');
      }
    };
    await speakAll();
    const [heapBefore, timersBefore] = [heap(), timers()];

    for (let pass = 0; pass < 5; pass++) await speakAll();

    // Ten thousand exchanges: a hundred bytes of each would be a megabyte.
    expect(heap() - heapBefore).toBeLessThan(2 ** 20);
    expect(timers()).toBe(timersBefore);
  });

  test('speaks to the server too: each line gets at most one answer, and it goes on', {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(requests(), async (bytes) => {
        const said: string[] = [];
        const last = '{"jsonrpc":"2.0","id":99,"method":"describe","params":{"protocol":1}}\n';
        await serveSubject(small, {
          input: stream([bytes, Buffer.from(`\n${last}`)]),
          write: (line) => said.push(line),
        }).catch((error: unknown) => expect(error).toBeInstanceOf(SubjectFault));
        for (const line of said) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
      }),
      { numRuns: 5000, endOnFailure: true },
    );
  });
});

type End = 'answered' | 'fault' | 'lost';

/** One request, answered with these bytes in pieces, and then with the end of the program. */
async function exchange(pieces: readonly Uint8Array[], method: 'lossAndGradient' | 'train'): Promise<End> {
  let endings = 0;
  const conversation = startConversation(
    () => undefined,
    () => {
      endings += 1;
    },
  );
  const asking = { silence: 60_000, longest: 4096 };
  const answer =
    method === 'train'
      ? conversation.ask(
          'train',
          { instances: [{ setting, seed: 0 }] },
          { ...asking, onNotification: account },
        )
      : conversation.ask('lossAndGradient', { setting, weights, x: [[1, 0]] }, asking);
  const ended = answer
    .then((result): End => {
      if (result && 'gradient' in result) weightsFromWire(result.gradient, setting, 'the gradient');
      return 'answered';
    })
    .catch((error: unknown): End => {
      expect(error).toBeInstanceOf(SubjectFault);
      expect((error as Error).message.length, 'what is said stays short').toBeLessThan(500);
      return error instanceof LostSubject ? 'lost' : 'fault';
    });
  // The request goes out in a microtask.
  await Promise.resolve();
  await Promise.resolve();
  for (const piece of pieces) conversation.hear(piece);
  conversation.lose('ended');
  conversation.hear(Buffer.from('more\n'));
  const end = await ended;
  expect(endings, 'the end is told once').toBe(1);
  return end;
}

function account({ method, params }: Notification): boolean {
  if (method === 'run') runFrom(params, { setting, seed: 0 });
  return true;
}

/** Right messages, changed in one place or many, cut, doubled, glued together, or bytes at random. */
function answers(): fc.Arbitrary<Uint8Array[]> {
  return pieces(fc.array(fc.oneof(line(fc.constantFrom(...right)), junk()), { minLength: 1, maxLength: 4 }));
}

function requests(): fc.Arbitrary<Uint8Array> {
  const asked = [
    'describe',
    'sample',
    'forward',
    'lossAndGradient',
    'train',
    'cancel',
    'toString',
    '__proto__',
  ].map((method, id) => ({
    jsonrpc: '2.0',
    id,
    method,
    params: {
      protocol: 1,
      setting,
      rows: 1,
      seed: 1,
      weights,
      x: [[1, 0]],
      instances: [{ setting, seed: 1 }],
    },
  }));
  return pieces(
    fc.array(fc.oneof(line(fc.constantFrom(...asked)), junk()), { minLength: 1, maxLength: 3 }),
  ).map((parts) => Buffer.concat(parts));
}

/** A message as text, mostly with something changed. */
function line(message: fc.Arbitrary<object>): fc.Arbitrary<Uint8Array> {
  const changes = fc.array(
    fc.tuple(fc.nat(), fc.oneof(fc.jsonValue(), fc.double(), fc.constant(undefined))),
    { maxLength: 3 },
  );
  return fc
    .tuple(message, changes, fc.constantFrom('\n', '\n', '\n', '\r\n', '', '\n\n'))
    .map(([whole, some, end]) => {
      const changed = some.reduce<unknown>((value, [at, by]) => replaced(value, at, by), whole);
      return Buffer.from(jsonText(changed) + end);
    });
}

function junk(): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: 'binary', maxLength: 60 }).map((text) => Buffer.from(`${text}\n`)),
    fc.json().map((text) => Buffer.from(`${text}\n`)),
    fc
      .constantFrom('NaN\n', '[[[[\n', '{"id":1}\n', `${' '.repeat(5000)}\n`, '"\n', '\0\n')
      .map((text) => Buffer.from(text)),
  );
}

/** All the bytes, cut anywhere, within characters too. */
function pieces(parts: fc.Arbitrary<Uint8Array[]>): fc.Arbitrary<Uint8Array[]> {
  return fc.tuple(parts, fc.integer({ min: 1, max: 200 })).map(([some, size]) => {
    const whole = Buffer.concat(some);
    return Array.from({ length: Math.ceil(whole.length / size) }, (_, k) =>
      whole.subarray(k * size, (k + 1) * size),
    );
  });
}

/** The value with one place in it, the `at`-th in depth-first order, replaced. */
function replaced(value: unknown, at: number, by: unknown): unknown {
  const places: string[][] = [[]];
  const walk = (inner: unknown, path: string[]): void => {
    if (inner === null || typeof inner !== 'object') return;
    for (const [key, next] of Object.entries(inner)) {
      places.push([...path, key]);
      walk(next, [...path, key]);
    }
  };
  walk(value, []);
  const put = (inner: unknown, [key, ...rest]: string[]): unknown => {
    if (key === undefined) return by;
    if (Array.isArray(inner)) return inner.map((next, k) => (String(k) === key ? put(next, rest) : next));
    return { ...(inner as object), [key]: put((inner as Record<string, unknown>)[key], rest) };
  };
  return put(value, places[at % places.length]!);
}

const small: Subject = {
  describe: async () => ({
    name: 'small',
    version: '1',
    device: 'none',
    precision: 'float64',
    models: ['relu-output'],
    magnitudes: ['uniform'],
  }),
  forward: async (_, __, x) => x,
  close: async () => {},
};

async function* stream(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

/** Bytes in use, after what is not has been collected. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
