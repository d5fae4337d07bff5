import { posix, win32 } from 'node:path';

/** What of the face's own environment a program needs to find its screen and its language; nothing else is passed on. */
const passedOn =
  /^(?:LANG|LANGUAGE|LC_[A-Z]+|TZ|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XMODIFIERS|GTK_IM_MODULE|QT_IM_MODULE)$/;
const passedOnWindows =
  /^(?:SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|PROGRAMDATA|PROGRAMFILES|PROCESSOR_ARCHITECTURE)$/i;

export interface ProgramGround {
  readonly environment: Readonly<Record<string, string>>;
  /** Folders that the environment names and that must exist, each for its owner alone. */
  readonly folders: readonly string[];
}

/**
 * The environment of a program of the session: built from nothing, with home, settings, caches and temporary files in
 * the session's folder, so that the wipe of that folder takes them all.
 */
export function programGround(
  folder: string,
  inherited: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): ProgramGround {
  const windows = platform === 'win32';
  const { join } = windows ? win32 : posix;
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && (windows ? passedOnWindows : passedOn).test(name)) kept[name] = value;
  }
  const at = (...words: readonly string[]) => join(folder, ...words);
  const own: Readonly<Record<string, string>> = windows
    ? {
        USERPROFILE: folder,
        APPDATA: at('.config'),
        LOCALAPPDATA: at('.cache'),
        TEMP: at('.tmp'),
        TMP: at('.tmp'),
      }
    : {
        HOME: folder,
        TMPDIR: at('.tmp'),
        XDG_CONFIG_HOME: at('.config'),
        XDG_CACHE_HOME: at('.cache'),
        XDG_DATA_HOME: at('.local', 'share'),
        XDG_STATE_HOME: at('.local', 'state'),
        XDG_RUNTIME_DIR: at('.run'),
      };
  const root = inherited.SystemRoot ?? 'C:\\Windows';
  const path = windows ? `${join(root, 'System32')};${root}` : '/usr/local/bin:/usr/bin:/bin';
  return { environment: { ...kept, ...own, PATH: path }, folders: [...new Set(Object.values(own))] };
}
