/** The download of the digits against a server of this process: ranges, broken connections, checksums. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { downloadDigits } from '../../../src/data/digits/download.js';

const content = Buffer.from(Array.from({ length: 200_000 }, (_, k) => (k * k) % 251));
const file = { name: 'some-images', sha256: createHash('sha256').update(content).digest('hex') };

let folder = '';
let server: Server;
let asked: (string | undefined)[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void = serveRange;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'digits-'));
  asked = [];
  answer = serveRange;
  server = createServer((request, response) => {
    asked.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('a download of digits', () => {
  test('brings the file under its name', async () => {
    const told: string[] = [];
    await downloadDigits({ ...options(), onFile: (name, how) => told.push(`${name} ${how}`) });
    expect(readdirSync(folder)).toEqual(['some-images.gz']);
    expect(readFileSync(stored()).equals(content)).toBe(true);
    expect(told).toEqual(['some-images.gz downloaded']);
  });

  test('asks for nothing that is already there', async () => {
    writeFileSync(stored(), content);
    await downloadDigits(options());
    expect(asked).toEqual([]);
  });

  test('goes on where a connection broke off', async () => {
    answer = (request, response) =>
      asked.length === 1 ? breakAfter(90_000, response) : serveRange(request, response);
    await downloadDigits(options());
    expect(readFileSync(stored()).equals(content)).toBe(true);
    expect(asked[0]).toBeUndefined();
    const from = Number(/^bytes=(\d+)-$/.exec(asked[1] ?? '')?.[1]);
    expect(from, 'the second request did not go on from what had arrived').toBeGreaterThan(0);
    expect(from).toBeLessThanOrEqual(90_000);
  });

  test('goes on from what an earlier run has left', async () => {
    writeFileSync(`${stored()}.part`, content.subarray(0, 150_000));
    await downloadDigits(options());
    expect(asked).toEqual(['bytes=150000-']);
    expect(readFileSync(stored()).equals(content)).toBe(true);
  });

  test('begins anew where the server knows no ranges', async () => {
    writeFileSync(`${stored()}.part`, content.subarray(0, 150_000));
    answer = (_, response) => response.end(content);
    await downloadDigits(options());
    expect(readFileSync(stored()).equals(content)).toBe(true);
  });

  test('begins anew where what was left is longer than the file', async () => {
    writeFileSync(`${stored()}.part`, Buffer.alloc(300_000));
    await downloadDigits(options());
    expect(asked).toEqual(['bytes=300000-', undefined]);
    expect(readFileSync(stored()).equals(content)).toBe(true);
  });

  test('with another checksum is removed and refused', async () => {
    answer = (_, response) => response.end(Buffer.from('something else'));
    await expect(downloadDigits(options())).rejects.toThrow(
      /some-images\.gz: its SHA-256 is [0-9a-f]{64}, not the published [0-9a-f]{64}; it was removed, so try another mirror$/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that an earlier file with another checksum bars says so, and leaves it', async () => {
    writeFileSync(stored(), 'mine');
    await expect(downloadDigits(options())).rejects.toThrow(
      /not the published .*; remove it, then run the command again$/,
    );
    expect(readFileSync(stored(), 'utf8')).toBe('mine');
  });

  test('that always breaks off keeps what arrived and says how to go on', async () => {
    answer = (_, response) => breakAfter(50_000, response, true);
    await expect(downloadDigits(options())).rejects.toThrow(
      /broke off after \d+ bytes .*run the command again/,
    );
    expect(readdirSync(folder)).toEqual(['some-images.gz.part']);
  });

  test('of a file that the mirror lacks names the address', async () => {
    answer = (_, response) => response.writeHead(404).end();
    await expect(downloadDigits(options())).rejects.toThrow(
      /127\.0\.0\.1:\d+\/mirror\/some-images\.gz: the mirror answered 404/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test.for(['not an address', 'file:///etc', 'ftp://x'])('from %s is refused', async (from) => {
    await expect(downloadDigits({ ...options(), from })).rejects.toThrow('not an http or https address');
  });
});

function options() {
  const { port } = server.address() as AddressInfo;
  return { from: `http://127.0.0.1:${port}/mirror`, folder, files: [file] };
}

function stored(): string {
  return path.join(folder, 'some-images.gz');
}

/** As a web server does: the whole file, or what is asked for, or 416. */
function serveRange(request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(from)) response.end(content);
  else if (from >= content.length) response.writeHead(416).end();
  else {
    const range = `bytes ${from}-${content.length - 1}/${content.length}`;
    response.writeHead(206, { 'content-range': range }).end(content.subarray(from));
  }
}

/** Announces the whole file and hangs up in the middle. */
function breakAfter(bytes: number, response: ServerResponse, whatever = false): void {
  response.writeHead(200, { 'content-length': content.length });
  response.write(content.subarray(0, bytes), () => setTimeout(() => response.destroy(), whatever ? 5 : 50));
}
