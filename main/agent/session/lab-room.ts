import { join } from 'node:path';
import type { AuditTrail, EventSink, PolicySource, Store, TrustedClock } from '../ports.ts';
import type { AgentSettings } from '../settings.ts';
import type { StationBoot } from './boot-moment.ts';
import { takeBaseline } from './desktop-processes.ts';
import { createLabSessions, type LabSessions } from './lab-session.ts';
import { createSessionFolders } from './session-folders.ts';
import { createSitePreparation } from './site-preparation.ts';
import { createStationWipe, type StationWipe } from './wipe/station-wipe.ts';
import { createWipeDesk } from './wipe/wipe-desk.ts';
import { startWipeProcess } from './wipe/wipe-process.ts';

export interface LabRoom {
  readonly sessions: LabSessions;
  readonly wipe: StationWipe;
  close(): Promise<void>;
}

/** The session and the wipe after it, as one station has them. Begins at once what an earlier run owes. */
export function createLabRoom(ports: {
  readonly store: Store;
  readonly audit: AuditTrail;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly sink: EventSink;
  readonly boot: StationBoot;
  readonly settings: Pick<
    AgentSettings,
    'stateFolder' | 'runtimeFolder' | 'faceGroup' | 'sessionFolders' | 'desktopAccount' | 'kioskSession'
  >;
  readonly onBug: (error: unknown) => void;
}): LabRoom {
  const { settings } = ports;
  const account = settings.desktopAccount ?? null;
  if (account !== null && account === process.getuid?.())
    throw new Error("the desktop account can't be the agent's own: its processes are ended at sign-out");
  const folders = createSessionFolders({
    folder: settings.sessionFolders ?? join(settings.runtimeFolder, 'sessions'),
    group: settings.faceGroup,
  });
  const desk = createWipeDesk({ stateFolder: settings.stateFolder, again: () => wipe.again() });
  const wipe = createStationWipe({
    ...ports,
    folders,
    account,
    kioskSession: settings.kioskSession ?? null,
    keep: [settings.stateFolder, settings.runtimeFolder, process.execPath, import.meta.dirname],
    run: startWipeProcess,
    onStatus: desk.changed,
  });
  const sessions = createLabSessions({
    ...ports,
    wipe,
    folders,
    preparation: createSitePreparation(ports),
    baseline: () => takeBaseline(account, settings.kioskSession?.service ?? null),
  });
  return {
    sessions,
    wipe,
    async close() {
      sessions.close();
      desk.close();
      await wipe.close();
    },
  };
}
