/** What the process says to scripts and CI. */
export const exitCode = {
  ok: 0,
  /** A gate did not hold. */
  gateFailed: 1,
  /** The command line or an input is wrong; one sentence on stderr says how. */
  badInput: 2,
  /** A fault of this program (EX_SOFTWARE of sysexits.h); the stack is on stderr. */
  unexpected: 70,
  /** Stopped by Ctrl-C, as shells count it (128 + SIGINT); finished runs are kept. */
  interrupted: 130,
} as const;
