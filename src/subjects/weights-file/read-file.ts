/** The bytes of a file, whole or not at all, and never more than a limit. */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { InputError } from '../../setting/input-error.js';
import { printable } from '../../setting/printable.js';

/** @throws InputError when there is no such regular file, it is above the limit, or changes meanwhile. */
export async function readWholeFile(path: string, limit: number): Promise<Uint8Array>;
/** @returns undefined when there is no file of this name. */
export async function readWholeFile(
  path: string,
  limit: number,
  options: { readonly absent: 'allowed' },
): Promise<Uint8Array | undefined>;
export async function readWholeFile(
  path: string,
  limit: number,
  options?: { readonly absent: 'allowed' },
): Promise<Uint8Array | undefined> {
  const refuse = (sentence: string): never => {
    throw new InputError(`${printable(path)}: ${sentence}`);
  };
  let file: FileHandle | undefined;
  try {
    // Asked before opening: to open a pipe would wait for its writer.
    if (!(await stat(path)).isFile()) return refuse('is not a file; give the path of a weights file');
    file = await open(path, 'r');
    const { size } = await file.stat();
    if (size > limit) return refuse(`the file has ${size} bytes, above the limit of ${limit}`);
    // One byte more than there should be, to notice a file that grows.
    const buffer = new Uint8Array(size + 1);
    let filled = 0;
    for (let read = -1; read !== 0 && filled < buffer.length; filled += read) {
      ({ bytesRead: read } = await file.read(buffer, filled, buffer.length - filled));
    }
    if (filled !== size) return refuse('the file changed while it was read; try again');
    return buffer.subarray(0, size);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    if (code === 'ENOENT' && options) return undefined;
    return refuse(reasons[code] ?? `the file cannot be read (${code})`);
  } finally {
    await file?.close();
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  ENOTDIR: 'there is no such file; a part of its path is not a folder',
  EACCES: 'you are not allowed to read the file',
  EPERM: 'you are not allowed to read the file',
  ERR_INVALID_ARG_VALUE: 'is no path; it holds a null character',
};
