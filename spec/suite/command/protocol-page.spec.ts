/** The page says what happens: every exchange on it is spoken with the server, and must go as printed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { inPackage } from '../../../src/claims/package-root.js';
import { parseUnknownSetting } from '../../../src/setting/setting.js';
import { knownOptions, optionsOf } from '../../../src/subjects/capabilities.js';
import { matrixFromWire } from '../../../src/subjects/command/arrays.js';
import {
  answerSchema,
  cancelSchema,
  descriptionSchema,
  type MethodName,
  methodNames,
  notificationSchema,
  requestSchemaOf,
  resultSchemas,
} from '../../../src/subjects/command/protocol.js';
import { protocolJsonSchema } from '../../../src/subjects/command/schema.js';
import { serveSubject } from '../../../src/subjects/command/serve.js';
import { openFused } from '../../../src/subjects/fused/fused.js';
import type { Run, Subject } from '../../../src/subjects/subject.js';

const page = readFileSync(inPackage('src/subjects/command/PROTOCOL.md'), 'utf8');
const [settingText] = blocks('json');
const setting = JSON.parse(settingText!) as Record<string, Record<string, unknown>>;
const exchanges = blocks('jsonl').map((block) => block.trim().split('\n'));

const fused = await openFused(1);
afterAll(() => fused.close());

test('The published JSON Schema is that of the messages', () => {
  const published = readFileSync(inPackage('src/subjects/command/protocol.schema.json'), 'utf8');

  expect(JSON.parse(published), 'run `npm run schema`').toEqual(protocolJsonSchema());
});

describe('The page of the protocol', () => {
  test('has every message as an example', () => {
    const said = exchanges.flat().map((line) => JSON.parse(meant(line)) as { method?: string });
    const methods = said.map(({ method }) => method);

    expect(methods).toEqual(
      expect.arrayContaining(['describe', ...methodNames, 'cancel', 'run', 'progress', undefined]),
    );
  });

  test.each(exchanges.map((lines) => [summary(lines[0]!), lines] as const))(
    'goes as it is printed: %s',
    async (_, lines) => {
      const spoken = await speak(lines.filter((line) => line.startsWith('→')));

      expect(spoken.join('\n')).toBe(lines.map(meant).join('\n'));
    },
  );

  test.each(exchanges.flat().map((line) => [line.slice(0, 60), line] as const))(
    'holds to the schemas: %s …',
    (_, line) => {
      const message = JSON.parse(meant(line)) as { id?: number; method?: string; error?: unknown };

      if (line.startsWith('→')) {
        // The last two are the examples of what is refused.
        if (message.id === 6 || message.id === 7) return;
        const schema =
          message.id === undefined ? cancelSchema : requestSchemaOf(message.method as MethodName);
        schema.parse(message);
        return;
      }
      if (message.method !== undefined) return void notificationSchema.parse(message);
      const answer = answerSchema.parse(message);
      const request = exchanges.flat().find((asked) => asked.startsWith('→') && idOf(asked) === answer.id)!;
      const { method } = JSON.parse(meant(request)) as { method: MethodName };
      if ('result' in answer) resultSchemas[method].parse(answer.result);
      else expect([6, 7]).toContain(answer.id);
    },
  );

  test('names every option and every field of describe', () => {
    const named = [...page.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name);

    expect(named).toEqual(expect.arrayContaining([...knownOptions]));
    expect(named).toEqual(expect.arrayContaining(Object.keys(descriptionSchema.shape)));
  });

  test('shows each option as it comes, in a setting that has just that option', () => {
    const rows = [...page.matchAll(/^\| +(`[^|]+`) +\| +`(data|training)\.(\w+)` `([^`]+)` +\|/gm)];

    const shown = rows.flatMap(([, names, place, field, text]) => {
      const setting = JSON.parse(meant('SETTING')) as Record<string, Record<string, unknown>>;
      setting[place!]![field!] = JSON.parse(meant(text!));
      const options = [...names!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
      expect(options, `${place}.${field} ${text}`).toEqual(
        expect.arrayContaining(optionsOf(parseUnknownSetting(setting))),
      );
      return options;
    });

    expect(shown.toSorted()).toEqual([...knownOptions].toSorted());
  });

  test('shows a packed array that reads as it says', () => {
    const [, packed, list] = page.match(/`(\{"shape"[^`]+\})` is `([^`]+)`/)!;

    const { data } = matrixFromWire(JSON.parse(packed!), 2, 2, 'the example');

    expect([...data]).toEqual((JSON.parse(list!) as number[][]).flat());
  });

  test.runIf(hasPython())('has a program that runs as it stands', () => {
    const [program] = blocks('python');
    const asked = [
      '{"jsonrpc":"2.0","id":1,"method":"describe","params":{"protocol":1}}',
      '{"jsonrpc":"2.0","method":"cancel","params":{}}',
      '{"jsonrpc":"2.0","id":2,"method":"forward","params":{}}',
    ];

    const out = execFileSync('python3', ['-c', program!], {
      input: `${asked.join('\n')}\n`,
      encoding: 'utf8',
    });

    const [described, failed] = out
      .trim()
      .split('\n')
      .map((line) => answerSchema.parse(JSON.parse(line)));
    expect(described?.id).toBe(1);
    expect(descriptionSchema.safeParse(described && 'result' in described && described.result).success).toBe(
      true,
    );
    expect(failed).toMatchObject({ id: 2, error: { message: 'NotImplementedError: forward' } });
  });
});

/** The fenced blocks of a language, without their fences. */
function blocks(language: string): string[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , text]) => text!);
}

/** The line without its arrow, SETTING written out. */
function meant(line: string): string {
  return line.replace(/^[→←] /, '').replaceAll('SETTING', JSON.stringify(setting));
}

function idOf(line: string): number | undefined {
  return (JSON.parse(meant(line)) as { id?: number }).id;
}

function summary(line: string): string {
  return line.match(/"method":"(\w+)"/)![1]!;
}

/** Writes the requests to the server, one after the other; what was said on either side, in order. */
async function speak(requests: readonly string[]): Promise<readonly string[]> {
  const said: string[] = [];
  for (const request of requests) {
    const line = meant(request);
    said.push(line);
    await serveSubject(mySubject(), {
      input: (async function* () {
        yield Buffer.from(`${line}\n`);
      })(),
      write: (answer) => said.push(answer.trimEnd()),
    });
  }
  return said;
}

/** The engine under the name of the page; it says its progress at the end of a training, not by the clock. */
function mySubject(): Subject {
  return {
    ...fused,
    describe: async () => ({
      name: 'my-subject',
      version: '1',
      device: 'CPU',
      precision: 'float32',
      models: ['relu-output', 'linear'],
      magnitudes: ['uniform'],
      options: ['optimiser=adam', 'warmStart'],
    }),
    async *train(instances, options = {}) {
      let steps = 0;
      const runs: Run[] = [];
      const onProgress = (done: number): void => {
        steps += done;
      };
      for await (const run of fused.train!(instances, { ...options, onProgress })) runs.push(run);
      options.onProgress?.(steps);
      yield* runs.sort((a, b) => a.seed - b.seed);
    },
  };
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version']);
    return true;
  } catch {
    return false;
  }
}
