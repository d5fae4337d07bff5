import { setTimeout as delay } from 'node:timers/promises';
import { replaceFile } from '../../files/replace-file.ts';
import { forgetStores, keepStore, restoreStore } from './kept-store.ts';
import { installReport, readUpdateFile } from './update-files.ts';
import { agentUpdateFolders, installerFolders } from './update-folders.ts';

/** A new version works once it has run for so long, in milliseconds. */
const provenAfterMs = 60_000;

/** A run of a version that was just installed, and may yet be taken back. */
export interface UpdateTrial {
  /** Whether nobody may begin anything yet: what a taken back version did would be lost. */
  running(): boolean;
  /** Counts from here; resolves when it is over. False where the agent was stopped before. */
  prove(signal: AbortSignal): Promise<boolean>;
}

/**
 * To be called before the store is opened. Where the installer's report says that this version is on trial, keeps the
 * store as it is; where this is the version that was brought back, puts back what was kept.
 */
export function beginTrial(options: {
  readonly stateFolder: string;
  readonly installer: string;
  readonly version: string;
  readonly provenMs?: number;
  readonly log: (line: string) => void;
}): UpdateTrial {
  const { stateFolder, version } = options;
  const report = readUpdateFile(installerFolders(options.installer).report, installReport);
  if (report?.state === 'rolled-back' && report.previous === version) {
    if (restoreStore(stateFolder, report.attempt)) {
      options.log(`version ${report.version} was taken back; the store is as it was before`);
    }
  }
  const onTrial = report?.version === version && report.state === 'installing';
  if (onTrial) keepStore(stateFolder, report.attempt);
  else if (report?.state === 'installed') forgetStores(stateFolder);
  let running = onTrial;
  return {
    running: () => running,
    async prove(signal) {
      if (!onTrial) return !signal.aborted;
      await delay(options.provenMs ?? provenAfterMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return false;
      const mark = { v: 1, attempt: report.attempt, version };
      await replaceFile(agentUpdateFolders(stateFolder).healthy, JSON.stringify(mark), 0o600);
      running = false;
      return true;
    },
  };
}
