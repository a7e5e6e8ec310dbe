/** Who is measured: each a program that speaks `protocol.ts`. */
import { fileURLToPath } from 'node:url';
import { inPackage } from '../src/claims/package-root.js';
import { subjectNames } from '../src/subjects/registry.js';

export interface Contender {
  /** `fused, 2 threads`. */
  readonly name: string;
  /** A column of the tables; where a family has several contenders the best one is shown. */
  readonly family: string;
  readonly kind: 'fused' | 'subject' | 'peer' | 'roofline';
  readonly command: string;
  readonly args: readonly string[];
}

export type Threads = 1 | 2;

export function fusedOn(threads: Threads): Contender {
  const name = `fused, ${inWords(threads)}`;
  return { name, family: name, kind: 'fused', ...node('contender', 'fused', String(threads)) };
}

export function rooflineOn(threads: Threads): Contender {
  const name = `roofline, ${inWords(threads)}`;
  return { name, family: 'roofline', kind: 'roofline', ...node('roofline', String(threads)) };
}

/** @param python the Python that has the peers. */
export function allContenders(python: string): readonly Contender[] {
  return [
    fusedOn(2),
    fusedOn(1),
    ...subjectNames().flatMap(({ name }) => (name === 'fused' ? [] : [subject(name)])),
    pytorch('eager', 1),
    pytorch('eager', 2),
    pytorch('compiled', 1),
    pytorch('compiled', 2),
    { ...jax(2), command: python, args: [peer('jax_scan.py')] },
    // XLA has no setting for its threads: it takes the cores that it may run on.
    { ...jax(1), command: 'taskset', args: ['-c', '0', python, peer('jax_scan.py')] },
    rooflineOn(1),
    rooflineOn(2),
  ];

  function pytorch(kind: 'eager' | 'compiled', threads: Threads): Contender {
    const family = `PyTorch ${kind}`;
    const args = [peer('pytorch.py'), kind, String(threads)];
    return { name: `${family}, ${inWords(threads)}`, family, kind: 'peer', command: python, args };
  }
}

function subject(name: string): Contender {
  return { name, family: name, kind: 'subject', ...node('contender', name) };
}

function jax(threads: Threads): Pick<Contender, 'name' | 'family' | 'kind'> {
  return { name: `JAX scan, ${inWords(threads)}`, family: 'JAX scan', kind: 'peer' };
}

function node(program: string, ...args: string[]): Pick<Contender, 'command' | 'args'> {
  const file = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
  return { command: process.execPath, args: [file, ...args] };
}

function peer(file: string): string {
  return inPackage('bench', 'peers', file);
}

function inWords(threads: Threads): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}
