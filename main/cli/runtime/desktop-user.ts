import { chmod, chown, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { sharedTemporaryDirectory } from './world-readable.ts';

/**
 * The unprivileged user that the face runs as when root starts it. Chromium has no sandbox for root's processes, so root
 * never runs a window.
 */
export interface DesktopUser {
  readonly uid: number;
  readonly gid: number;
  /** A directory of its own, mode 0700, that holds its home and everything the XDG variables point at. */
  readonly home: string;
}

/** `nobody` and `nogroup` on Debian and its kin: no files, no login, no rights. */
const nobody = 65534;

const ownDirectories = {
  XDG_CONFIG_HOME: 'config',
  XDG_CACHE_HOME: 'cache',
  XDG_DATA_HOME: 'data',
  XDG_STATE_HOME: 'state',
  XDG_RUNTIME_DIR: 'run',
  TMPDIR: 'tmp',
} as const;

/** What of any environment the face may see: its screen, its language and its input method. No setting, no secret. */
const windowVariables =
  /^(PATH|LANG|LANGUAGE|LC_[A-Z]+|TZ|DISPLAY|XAUTHORITY|XMODIFIERS|GTK_IM_MODULE|XDG_SESSION_TYPE|XDG_CURRENT_DESKTOP)$/;

/** What a face that runs as the person who started it sees besides: their folders, their session, and Windows' own. */
const personVariables = new RegExp(
  [
    'HOME|USER|LOGNAME|TMPDIR|XDG_[A-Z_]+|DBUS_SESSION_BUS_ADDRESS|WAYLAND_DISPLAY|ELECTRON_OZONE_PLATFORM_HINT',
    'USERNAME|USERPROFILE|USERDOMAIN|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|TEMP|TMP|SESSIONNAME',
    'SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|PROGRAMDATA|PROGRAMFILES|PROCESSOR_ARCHITECTURE',
  ]
    .map((names) => `^(?:${names})$`)
    .join('|'),
  'i',
);

/**
 * A home for the face's user. Promises `undefined` where this process is not root's on Linux: then the face runs as
 * whoever started it. The home is temporary: `removeDesktopUser` deletes it.
 */
export async function createDesktopUser(): Promise<DesktopUser | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const home = await mkdtemp(join(await sharedTemporaryDirectory(), 'madoguchi-face-'));
  for (const name of Object.values(ownDirectories)) {
    await mkdir(join(home, name), { mode: 0o700 });
    await chown(join(home, name), nobody, nobody);
  }
  await chmod(home, 0o700);
  await chown(home, nobody, nobody);
  return { uid: nobody, gid: nobody, home };
}

/** Deletes the home of the face's user. */
export async function removeDesktopUser(user: DesktopUser | undefined): Promise<void> {
  if (user !== undefined) await rm(user.home, { recursive: true, force: true });
}

/** `HOME` and the XDG directories of the face's user. */
export function homeEnvironment(user: DesktopUser): Readonly<Record<string, string>> {
  const entries = Object.entries(ownDirectories).map(
    ([name, folder]) => [name, join(user.home, folder)] as const,
  );
  return { HOME: user.home, ...Object.fromEntries(entries) };
}

/**
 * The environment for the face: the variables of `inherited` that a window needs, and its user's own directories. What else
 * the caller's environment holds, a database's address or a provider's key, stays with the caller.
 */
export function faceEnvironment(
  user: DesktopUser | undefined,
  inherited: NodeJS.ProcessEnv,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited)) {
    const passed = windowVariables.test(name) || (user === undefined && personVariables.test(name));
    if (value !== undefined && passed) kept[name] = value;
  }
  return user === undefined ? kept : { ...kept, ...homeEnvironment(user) };
}

/**
 * Words for `setpriv` (util-linux) that run a command as the face's user, for good: no groups of root, no way back through
 * a setuid file, and an end when its parent ends, so that no window outlives the command that opened it.
 */
export function privilegeWords(user: DesktopUser | undefined): readonly string[] {
  const ended = ['setpriv', '--pdeathsig', 'TERM'];
  if (user === undefined) return ended;
  return [...ended, '--reuid', `${user.uid}`, '--regid', `${user.gid}`, '--clear-groups', '--no-new-privs'];
}

/**
 * Lets the face's user draw on the screen that root was given: copies the X cookie to a file that only they can read, and
 * promises its path. Promises `undefined` where there is no user or no cookie.
 */
export async function shareDisplayCookie(
  user: DesktopUser | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (user === undefined) return undefined;
  const source = environment.XAUTHORITY ?? join(homedir(), '.Xauthority');
  const copy = join(user.home, 'Xauthority');
  try {
    await copyFile(source, copy);
  } catch {
    return undefined;
  }
  await chmod(copy, 0o400);
  await chown(copy, user.uid, user.gid);
  return copy;
}
