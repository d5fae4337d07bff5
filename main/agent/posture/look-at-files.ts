import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { socketFile, tokenFile } from '../../socket/face-protocol.ts';
import type { AgentSettings } from '../settings.ts';
import { storePaths } from '../store/open-store.ts';
import { type FileProblem, type FileRule, type FileSight, fileProblems } from './judge-files.ts';
import type { SecurityKeySight } from './judge-surroundings.ts';
import type { Sight } from './judgement.ts';

export interface FilesSight {
  readonly problems: readonly FileProblem[];
  readonly modes: boolean;
}

/** The folder of socket and token, as `face-server.ts` makes them. */
export function lookAtFaceFiles(settings: AgentSettings): Sight<FilesSight> {
  const { runtimeFolder, faceGroup } = settings;
  const shared = faceGroup !== null;
  const rules: readonly FileRule[] = [
    { name: 'folder', allowed: shared ? 0o750 : 0o700, group: faceGroup },
    { name: socketFile, allowed: shared ? 0o660 : 0o600, group: faceGroup },
    { name: tokenFile, allowed: shared ? 0o640 : 0o600, group: faceGroup },
  ];
  return lookAt(runtimeFolder, rules, [
    ['folder', runtimeFolder],
    [socketFile, join(runtimeFolder, socketFile)],
    [tokenFile, join(runtimeFolder, tokenFile)],
  ]);
}

/** The agent's own folder with store and key. */
export function lookAtStateFolder(settings: AgentSettings): Sight<FilesSight> {
  const { storePath, keyPath } = storePaths(settings.stateFolder);
  const own = { allowed: 0o600, group: null };
  const hasKey = existsSync(keyPath);
  return lookAt(
    settings.stateFolder,
    [
      { name: 'folder', allowed: 0o700, group: null },
      { name: 'station.db', ...own },
      ...(hasKey ? [{ name: 'station.key', ...own }] : []),
    ],
    [
      ['folder', settings.stateFolder],
      ['station.db', storePath],
      ...(hasKey ? [['station.key', keyPath] as const] : []),
    ],
  );
}

function lookAt(
  folder: string,
  rules: readonly FileRule[],
  paths: readonly (readonly [string, string])[],
): Sight<FilesSight> {
  const modes = process.platform !== 'win32';
  let owner: number;
  try {
    owner = statSync(folder).uid;
  } catch (error) {
    return isCode(error, 'ENOENT')
      ? { seen: { problems: [{ kind: 'missing', name: folder }], modes } }
      : { unseen: 'not-permitted' };
  }
  const files: FileSight[] = [];
  for (const [name, path] of paths) {
    try {
      const { mode, uid, gid } = statSync(path);
      files.push({ name, path, mode: modes ? mode & 0o777 : null, owner: uid, group: gid });
    } catch (error) {
      if (!isCode(error, 'ENOENT')) return { unseen: 'not-permitted' };
    }
  }
  return { seen: { problems: fileProblems(files, rules, owner), modes } };
}

/** Free space where the agent writes, for those of its folders that exist. */
export function lookAtDisk(
  settings: AgentSettings,
): Sight<readonly { path: string; free: number; size: number }[]> {
  const folders = [settings.stateFolder, settings.runtimeFolder, settings.sessionFolders];
  return {
    seen: folders.flatMap((path) => {
      if (path === undefined || !existsSync(path)) return [];
      const { bavail, bsize, blocks } = statfsSync(path);
      return [{ path, free: bavail * bsize, size: blocks * bsize }];
    }),
  };
}

const ruleFolders = ['/etc/udev/rules.d', '/usr/lib/udev/rules.d', '/lib/udev/rules.d'];
export const udevRuleFile = '70-madoguchi-security-keys.rules';

/** Usage page F1D0 at the head of a report descriptor: a FIDO device (CTAP 2.1 §11.2.8.1). */
const fidoUsagePage = Buffer.from([0x06, 0xd0, 0xf1]);

/** Whether security keys can be opened: our rule, and each device that describes itself as one. */
export async function lookAtSecurityKeys(
  settings: AgentSettings,
  counter: boolean,
): Promise<Sight<SecurityKeySight>> {
  const base = {
    counter,
    softwareKeys: settings.softwareKeys !== null,
    platform: process.platform,
    rule: ruleFolders.some((folder) => existsSync(join(folder, udevRuleFile))),
  };
  if (process.platform !== 'linux') return { seen: { ...base, devices: 0, shut: [] } };
  const classFolder = '/sys/class/hidraw';
  const names = existsSync(classFolder) ? readdirSync(classFolder) : [];
  const keys: string[] = [];
  for (const name of names) {
    const descriptor = await readFile(join(classFolder, name, 'device/report_descriptor')).catch(() => null);
    if (descriptor?.subarray(0, 3).equals(fidoUsagePage) === true) keys.push(`/dev/${name}`);
  }
  const shut: string[] = [];
  for (const path of keys) {
    const opens = await access(path, constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!opens) shut.push(path);
  }
  return { seen: { ...base, devices: keys.length, shut } };
}

const readers: Readonly<Record<string, readonly string[]>> = {
  linux: ['/usr/bin/orca'],
  darwin: ['/System/Library/CoreServices/VoiceOver.app'],
  win32: ['C:\\Windows\\System32\\Narrator.exe'],
};
const busLaunchers = ['/usr/libexec/at-spi-bus-launcher', '/usr/lib/at-spi2-core/at-spi-bus-launcher'];

export function lookAtScreenReader(): Sight<{ platform: string; program: string | null; bus: boolean }> {
  const { platform } = process;
  const programs = readers[platform];
  if (programs === undefined) return { unseen: 'not-on-this-system' };
  const program = programs.find((path) => existsSync(path)) ?? null;
  return {
    seen: { platform, program, bus: platform !== 'linux' || busLaunchers.some((path) => existsSync(path)) },
  };
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
