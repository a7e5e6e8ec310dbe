/**
 * A program that speaks the protocol, but for one vice: `node hostile-subject.js VICE`. Without a vice it
 * is a subject with a right `sample` and a `train` that gives out made-up weights.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

interface Message {
  readonly id?: number;
  readonly method: string;
  readonly params: Params;
}
interface Params {
  readonly setting: {
    readonly n: number;
    readonly m: number;
    readonly data: { readonly probability: number | readonly number[] };
  };
  readonly rows: number;
  readonly x: readonly (readonly number[])[];
  readonly instances: readonly Pick<Params, 'setting'>[];
}

const vice = process.argv[2] ?? 'none';
/** By which a spec tells what it started, children of children included. */
const mark = process.argv[3] ?? '0';
const wait = (): Promise<never> => new Promise(() => setInterval(() => undefined, 1000));
const write = (text: string | Uint8Array): boolean => process.stdout.write(text);
const say = (message: object): boolean => write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const zeros = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0.25));

const methods: Record<string, (params: Params, id: number) => unknown> = {
  describe: () => ({
    protocol: 1,
    name: `hostile-${vice}`,
    version: '1',
    precision: 'float64',
    methods: ['sample', 'forward', 'lossAndGradient', 'train'],
    models: ['relu-output'],
  }),
  sample: ({ rows, setting: { n, data } }) =>
    Array.from({ length: rows }, () =>
      Array.from({ length: n }, (_, i) => {
        const p = typeof data.probability === 'number' ? data.probability : data.probability[i]!;
        return Math.random() < p ? Math.random() : 0;
      }),
    ),
  forward: ({ x, setting: { n } }, id) => badAnswer(id) ?? zeros(x.length, n),
  lossAndGradient: ({ setting: { n, m } }) => ({ loss: 1, gradient: { W: zeros(m, n), b: zeros(1, n)[0] } }),
  train({ instances }, id) {
    for (const [instance, { setting }] of instances.entries()) {
      const weights = { W: zeros(setting.m, setting.n), b: zeros(1, setting.n)[0] };
      say({ method: 'run', params: { instance, outcome: outcomeOf(weights, setting) } });
      if (vice === 'announces a run twice') {
        say({ method: 'run', params: { instance, outcome: { kind: 'finished', weights } } });
      }
    }
    return badAnswer(id) ?? {};
  },
};

/** What `forward`, and at its end `train`, do instead of answering; undefined where they do answer. */
function badAnswer(id: number): unknown {
  switch (vice) {
    case 'answers nonsense':
      return { wisdom: 42 };
    case 'writes what is not JSON':
      write('<html>502 Bad Gateway</html>\n');
      return wait();
    case 'writes JSON that is no object':
      write('[1,2,3]\n');
      return wait();
    case 'answers with a wrong shape':
      return zeros(1, 7);
    case 'answers NaN':
      write(`{"jsonrpc": "2.0", "id": ${id}, "result": [[NaN, -Infinity], [NaN, 0]]}\n`);
      return wait();
    case 'answers another request':
      say({ id: id + 1000, result: zeros(2, 2) });
      return wait();
    case 'writes a line without end':
      return writeWithoutEnd();
    case 'is not UTF-8':
      write(Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x0a));
      return wait();
    case 'exits':
      process.stderr.write('Traceback: out of luck \u001B[31m\n');
      return process.exit(3);
    case 'is ended by a signal':
      return process.kill(process.pid, 'SIGKILL') && wait();
    case 'hangs':
    case 'forks':
      return wait();
    case 'raises an error':
      throw new Error('shapes (2,5) and (2,5) not aligned');
    default:
      return undefined;
  }
}

function outcomeOf(weights: object, { n, m }: Params['setting']): object {
  switch (vice) {
    case 'trains a transposed W':
      return { kind: 'finished', weights: { W: zeros(n, m), b: zeros(1, n)[0] } };
    case 'trains NaN':
      return { kind: 'finished', weights: { ...weights, b: new Array(n).fill(Number.NaN) } };
    default:
      return { kind: 'finished', weights };
  }
}

/** A gigabyte, unless it is stopped. */
async function writeWithoutEnd(): Promise<never> {
  const part = Buffer.alloc(2 ** 20, 0x20);
  for (let megabytes = 0; megabytes < 1024; megabytes++) {
    if (!write(part)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  return wait();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
if (vice === 'greets on stdout') write('Loading the model…\n');
if (vice === 'exits at once') process.exit(2);
if (vice === 'forks') {
  // A child that holds stdout open, and one of its own.
  spawn('sh', ['-c', `sleep 1000.${mark} & sleep 1000.${mark}`], { stdio: 'inherit' });
}
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line) as Message;
  if (id === undefined) continue;
  try {
    const result = await methods[method]!(params, id);
    // In one piece with the answer, so that it comes before the next request.
    const more = vice === 'speaks without being asked' ? '{"done": true}\n' : '';
    write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n${more}`);
  } catch (error) {
    say({ id, error: { code: -32603, message: (error as Error).message } });
  }
}
// It does not mind that nobody talks to it any more.
if (vice !== 'none') await wait();
