/**
 * What a spec file needs at run time: which subjects and claims it is run for, and those subjects
 * opened, once a file.
 */
import { afterAll, inject } from 'vitest';
import { defaultSubject, type Opened, openSubject, subjectNames } from '../subjects/registry.js';
import { type DigitsStore, openDigitsStore } from './digits-evidence.js';
import { type EvidenceStore, openEvidenceStore } from './evidence-store.js';

/** The subjects that properties are checked on: those asked for, or all built-in ones. */
export function propertySubjects(): readonly string[] {
  return inject('subjects') ?? subjectNames().map(({ name }) => name);
}

/** The subject that replication claims are judged on: the one asked for, or the default one. */
export function replicationSubject(): string {
  return inject('subjects')?.[0] ?? defaultSubject;
}

/** Whether the claim with this id is to be run. */
export function isSelected(id: string): boolean {
  return inject('claims')?.includes(id) ?? true;
}

export async function storeFor(opened: Extract<Opened, { kind: 'present' }>): Promise<EvidenceStore> {
  return openEvidenceStore(inject('evidence') ?? 'reports/evidence', await opened.subject.describe());
}

export async function digitsStoreFor(opened: Extract<Opened, { kind: 'present' }>): Promise<DigitsStore> {
  return openDigitsStore(inject('evidence') ?? 'reports/evidence', await opened.subject.describe());
}

/** Opened while the file runs; `closeAfterFile` empties it. */
const opening = new Map<string, Promise<Opened>>();

export function opened(name: string): Promise<Opened> {
  const known = opening.get(name);
  if (known) return known;
  const fresh = openSubject(name);
  opening.set(name, fresh);
  return fresh;
}

let hooked = false;

/** Called at the top of a spec file's first claim: vitest hooks cannot be set while a test runs. */
export function closeAfterFile(): void {
  if (hooked) return;
  hooked = true;
  afterAll(async () => {
    for (const subject of opening.values()) {
      const result = await subject;
      if (result.kind === 'present') await result.subject.close();
    }
    opening.clear();
  });
}
