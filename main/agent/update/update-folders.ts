import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where the agent keeps what it fetched, below its state folder. Nobody else writes there. */
export function agentUpdateFolders(stateFolder: string) {
  const folder = join(stateFolder, 'update');
  return {
    folder,
    metadata: join(folder, 'metadata'),
    packages: join(folder, 'packages'),
    /** Tells the installer what to install: it looks for this file. */
    request: join(folder, 'request.json'),
    /** Says to the installer that the new version works. */
    healthy: join(folder, 'healthy.json'),
    state: join(folder, 'state.json'),
    /** How far it is with fetching, while it does. */
    fetching: join(folder, 'fetching.json'),
    /** Whoever runs this computer wants the repository asked now. */
    asked: join(folder, 'ask-now'),
    /** They want what is being fetched left for now. */
    cancelled: join(folder, 'cancel'),
  };
}
export type AgentUpdateFolders = ReturnType<typeof agentUpdateFolders>;

/** Every root that followed a pinned one, by its name in the repository: an installer that is behind follows them. */
export function rootsFolder({ folder }: AgentUpdateFolders, pinnedRoot: Buffer): string {
  return join(folder, 'roots', createHash('sha256').update(pinnedRoot).digest('hex'));
}

/** Where the installer keeps its own, writable by root alone; the agent reads `report` there. */
export function installerFolders(folder: string) {
  return {
    folder,
    metadata: join(folder, 'metadata'),
    packages: join(folder, 'packages'),
    journal: join(folder, 'journal.json'),
    report: join(folder, 'report.json'),
  };
}
export type InstallerFolders = ReturnType<typeof installerFolders>;

export interface StandardPlaces {
  readonly installer: string;
  readonly root: string;
}

/** The installer's folder and the pinned root of an installed station. */
export function standardUpdatePlaces(platform: NodeJS.Platform): StandardPlaces {
  if (platform === 'win32')
    return {
      installer: 'C:\\ProgramData\\Madoguchi\\updates',
      root: 'C:\\ProgramData\\Madoguchi\\update-root.json',
    };
  if (platform === 'darwin') {
    const support = '/Library/Application Support/Madoguchi';
    return { installer: `${support}/updates`, root: `${support}/update-root.json` };
  }
  return { installer: '/var/lib/madoguchi-update', root: '/etc/madoguchi/update/root.json' };
}
