import { Chalk, type ChalkInstance } from 'chalk';

/** chalk knows terminals, FORCE_COLOR and --no-color, but not NO_COLOR (no-color.org), which wins here. */
export function colours(): ChalkInstance {
  return process.env['NO_COLOR'] ? new Chalk({ level: 0 }) : new Chalk();
}
