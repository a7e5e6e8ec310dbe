/** What a program writes to stderr: handed on line by line, harmless to a terminal, the last one kept. */
import { excerpt, printable } from '../../setting/printable.js';

/** A longer line is handed on in pieces. */
const longestLine = 2 ** 13;

export interface StderrReader {
  push(bytes: Uint8Array): void;
  /** The beginning of the last line that says something; empty when there was none. */
  lastLine(): string;
}

export function stderrReader(onLine: (line: string) => void): StderrReader {
  const decoder = new TextDecoder();
  let unfinished = '';
  let last = '';
  const hand = (line: string): void => {
    const text = printable(line.replaceAll('\t', '  '));
    if (text.trim() !== '') last = text.trim();
    onLine(text);
  };
  return {
    push(bytes) {
      // A carriage return begins a line anew, as progress bars do.
      const lines = (unfinished + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r/);
      unfinished = lines.pop()!;
      lines.forEach(hand);
      while (unfinished.length > longestLine) {
        hand(unfinished.slice(0, longestLine));
        unfinished = unfinished.slice(longestLine);
      }
    },
    lastLine: () => excerpt(unfinished.trim() === '' ? last : unfinished.trim()),
  };
}
