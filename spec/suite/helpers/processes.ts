/** The processes of this machine, as Linux shows them in /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Processor time that it has used, in hundredths of a second. */
  readonly used: number;
  /** Its program and arguments. */
  readonly command: string;
}

/** All below the process with this id, children of children included. */
export function descendantsOf(pid: number): Process[] {
  const all = processes();
  const below = (parent: number): Process[] =>
    all.filter((process) => process.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  return below(pid);
}

/** Of these, the ones that still run. */
export function stillRunning(some: readonly Process[]): Process[] {
  const now = new Set(processes().map(({ pid }) => pid));
  return some.filter(({ pid }) => now.has(pid));
}

export function processes(): Process[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      // `pid (name) state parent …`; the name may hold anything, brackets too.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const used = Number(fields[11]) + Number(fields[12]);
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return fields[0] === 'Z' ? [] : [{ pid: Number(pid), parent: Number(fields[1]), used, command }];
    } catch {
      return []; // ended meanwhile
    }
  });
}
