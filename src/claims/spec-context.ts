/**
 * What a spec file needs at run time: which subjects and claims it is run for, and those subjects
 * opened, once a file.
 */
import { afterAll, inject } from 'vitest';
import { defaultSubject, type Opened, openSubject, subjectNames } from '../subjects/registry.js';
import type { Declaration } from './declaration.js';
import { type DigitsStore, openDigitsStore } from './digits-evidence.js';
import { type EvidenceStore, openEvidenceStore } from './evidence-store.js';
import { defaultProfile, isWithin } from './profile.js';

/** The subjects that properties are checked on: those asked for, or all built-in ones. */
export function propertySubjects(): readonly string[] {
  return inject('subjects') ?? subjectNames().map(({ name }) => name);
}

/** The subject that replication claims are judged on: the one asked for, or the default one. */
export function replicationSubject(): string {
  return inject('subjects')?.[0] ?? defaultSubject;
}

/** Whether the claim is to be run: one of those asked for, or else of the default profile. */
export function isSelected({ id, profile }: Pick<Declaration, 'id' | 'profile'>): boolean {
  return inject('claims')?.includes(id) ?? isWithin(profile, defaultProfile);
}

export async function storeFor(opened: Extract<Opened, { kind: 'present' }>): Promise<EvidenceStore> {
  const folder = inject('evidence') ?? 'reports/evidence';
  return openEvidenceStore(folder, await opened.subject.describe(), inject('opening')?.session);
}

export async function digitsStoreFor(opened: Extract<Opened, { kind: 'present' }>): Promise<DigitsStore> {
  const folder = inject('evidence') ?? 'reports/evidence';
  return openDigitsStore(folder, await opened.subject.describe(), inject('opening')?.session);
}

/** Opened while the file runs; `closeAfterFile` empties it. */
const opening = new Map<string, Promise<Opened>>();

export function opened(name: string): Promise<Opened> {
  const known = opening.get(name);
  if (known) return known;
  const fresh = openSubject(name, inject('opening'));
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
