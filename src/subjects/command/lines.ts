/**
 * Lines out of a stream of bytes, none of which may be longer than a limit that the reader sets as it
 * goes: what a program writes without end is never held.
 */
import { excerpt } from '../../setting/printable.js';
import { SubjectFault } from './subject-fault.js';

export interface LineReader {
  /** Takes the next bytes; calls `onLine` for each line that they end. */
  push(bytes: Uint8Array): void;
}

const newline = 0x0a;

/**
 * @param limit the most bytes that a line may have just now.
 * @param onLine gets each line without its end (nor a carriage return before it).
 * @throws SubjectFault from `push`, on a line beyond the limit or one that is not UTF-8.
 */
export function lineReader(limit: () => number, onLine: (line: string) => void): LineReader {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Uint8Array[] = [];
  let length = 0;

  const take = (bytes: Uint8Array): void => {
    length += bytes.length;
    if (length > limit()) {
      const start = excerpt(Buffer.concat([...parts, bytes.subarray(0, 80)]).toString('utf8'));
      throw new SubjectFault(
        `wrote a line of more than ${limit()} bytes, the most that this answer may have; it begins with "${start}"`,
      );
    }
    if (bytes.length > 0) parts.push(bytes);
  };
  const finish = (): string => {
    const whole = Buffer.concat(parts);
    parts = [];
    length = 0;
    try {
      return decoder.decode(whole).replace(/\r$/, '');
    } catch {
      throw new SubjectFault(
        `wrote a line that is not UTF-8: "${excerpt(whole.subarray(0, 400).toString('utf8'))}"`,
      );
    }
  };

  return {
    push(bytes) {
      let from = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
        take(bytes.subarray(from, end));
        onLine(finish());
        from = end + 1;
      }
      take(bytes.subarray(from));
    },
  };
}
