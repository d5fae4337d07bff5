import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { replaceFile } from '../../../files/replace-file.ts';
import { type InstallReport, installFailure, readUpdateFile } from '../update-files.ts';
import type { InstallerFolders } from '../update-folders.ts';

const keptFile = z.string().regex(/^[0-9a-f]{64}(?:\.[a-z]{1,8})?$/);

/** Where an attempt stands, written before each step: whatever cuts in, the next run goes on from here. */
export const installJournal = z.strictObject({
  v: z.literal(1),
  phase: z.enum(['installing', 'watching', 'rolling-back']),
  attempt: z.uuid(),
  version: z.string(),
  previous: z.string(),
  /** Names in the installer's own folder of packages. */
  files: z.array(keptFile).min(1).max(4),
  previousFiles: z.array(keptFile).min(1).max(4),
  why: installFailure.nullable(),
  /** How often this phase was begun. */
  tries: z.number().int().nonnegative(),
});
export type InstallJournal = z.infer<typeof installJournal>;

export function readJournal(folders: InstallerFolders): InstallJournal | null {
  return readUpdateFile(folders.journal, installJournal);
}

export async function writeJournal(folders: InstallerFolders, journal: InstallJournal): Promise<void> {
  await replaceFile(folders.journal, JSON.stringify(journal), 0o600);
}

export async function endJournal(folders: InstallerFolders): Promise<void> {
  await rm(folders.journal, { force: true });
}

/** Says to everybody how an attempt stands. */
export async function writeReport(folders: InstallerFolders, report: InstallReport): Promise<void> {
  await replaceFile(folders.report, JSON.stringify(report), 0o644);
}
