/**
 * The classic archives from a mirror. What has arrived lies in `NAME.gz.part`; a download that breaks
 * off goes on where it stopped (HTTP Range), in the same run or the next one. A file gets its name only
 * when its SHA-256 is the published one; anything else is removed.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../../setting/input-error.js';
import { printable } from '../../setting/printable.js';
import { type ClassicFile, classicFiles } from './classic-files.js';

export interface DownloadOptions {
  /** The address below which the archives lie. */
  readonly from: string;
  /** Made where it is missing. */
  readonly folder: string;
  readonly files?: readonly Pick<ClassicFile, 'name' | 'sha256'>[];
  /** Told of every file when it is there. */
  readonly onFile?: ((name: string, how: 'downloaded' | 'already there') => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How often a download that makes progress is taken up again before the user is asked to. */
const mostTries = 5;

/** @throws InputError one sentence that names the file and the fault. */
export async function downloadDigits(options: DownloadOptions): Promise<void> {
  const { from, folder, files = classicFiles, onFile, signal } = options;
  const base = addressOf(from);
  await mkdir(folder, { recursive: true });
  for (const { name, sha256 } of files) {
    const file = path.join(folder, `${name}.gz`);
    if ((await sizeOf(file)) !== undefined) {
      await refuseDifferent(file, sha256);
      onFile?.(`${name}.gz`, 'already there');
      continue;
    }
    await downloadFile(new URL(`${name}.gz`, base), file, sha256, signal);
    onFile?.(`${name}.gz`, 'downloaded');
  }
}

function addressOf(from: string): URL {
  const text = from.endsWith('/') ? from : `${from}/`;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InputError(`${printable(from)}: not an http or https address; give that of a mirror's folder`);
  return new URL(text);
}

async function downloadFile(
  url: URL,
  file: string,
  sha256: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const part = `${file}.part`;
  for (let tries = 1; ; tries++) {
    const before = (await sizeOf(part)) ?? 0;
    const broken = await goOn(url, part, before, signal);
    if (broken === undefined) break;
    signal?.throwIfAborted();
    const arrived = (await sizeOf(part)) ?? 0;
    if (arrived <= before || tries === mostTries) {
      throw new InputError(
        `${url.href}: broke off after ${arrived} bytes (${printable(broken)}); run the command again to go on from there`,
      );
    }
  }
  const found = await digestOf(part);
  if (found !== sha256) {
    await rm(part);
    throw new InputError(
      `${url.href}: its SHA-256 is ${found}, not the published ${sha256}; it was removed, so try another mirror`,
    );
  }
  await rename(part, file);
}

/** @returns undefined when the body came to its end, or why it broke off. */
async function goOn(
  url: URL,
  part: string,
  from: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const response = await request(url, from, signal);
  if (typeof response === 'string') return response;
  const goesOn = response.status === 206 && startOf(response) === from;
  if (!goesOn && response.status !== 200) {
    await response.body?.cancel();
    if (from === 0 || (response.status !== 206 && response.status !== 416)) {
      throw new InputError(
        `${url.href}: the mirror answered ${response.status}; give the address of another one`,
      );
    }
    // What has arrived is no beginning of the file: anew.
    await rm(part, { force: true });
    return goOn(url, part, 0, signal);
  }
  if (!response.body) return 'an answer without a body';
  try {
    await pipeline(response.body, createWriteStream(part, { flags: goesOn ? 'a' : 'w' }), { signal });
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** `identity`, so that the archive comes as it is and not unpacked on the way. */
async function request(url: URL, from: number, signal: AbortSignal | undefined): Promise<Response | string> {
  const headers = { 'accept-encoding': 'identity', ...(from > 0 && { range: `bytes=${from}-` }) };
  try {
    return await fetch(url, { headers, ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    return reasonOf(error);
  }
}

/** Where a partial answer begins: `Content-Range: bytes 100-199/200`. */
function startOf(response: Response): number | undefined {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

async function refuseDifferent(file: string, sha256: string): Promise<void> {
  const found = await digestOf(file);
  if (found !== sha256) {
    throw new InputError(
      `${printable(file)}: its SHA-256 is ${found}, not the published ${sha256}; remove it, then run the command again`,
    );
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    () => undefined,
  );
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
