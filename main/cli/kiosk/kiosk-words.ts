/** What an export is asked for. */
export interface KioskWords {
  /** The desktop account that the kiosk runs as; it has no password that people know and no rights of its own. */
  readonly account: string;
  /** The face's program on the machine. */
  readonly program: string;
}

/** Account names of Windows and Linux alike: no space, no sign that means something to either. */
const accountName = /^[a-z_][a-z0-9_-]{0,19}$/i;
/** Both kinds of path, without quotes, substitutions or anything a configuration file gives a meaning. */
const windowsProgram = /^[A-Za-z]:\\(?:[\p{L}\p{N} ._()-]+\\)*[\p{L}\p{N} ._()-]+\.exe$/u;
const linuxProgram = /^\/(?:[\p{L}\p{N}._+-]+\/)*[\p{L}\p{N}._+-]+$/u;

export const standardPrograms = {
  windows: 'C:\\Program Files\\Madoguchi\\Madoguchi.exe',
  linux: '/opt/Madoguchi/madoguchi',
} as const;

/** Why an export can't be made of these words; null when it can. */
export function wordsObjection(os: 'windows' | 'linux', words: KioskWords): string | null {
  if (!accountName.test(words.account)) {
    return '--account: 1 to 20 letters, digits, _ or -, beginning with a letter or _';
  }
  const { program } = words;
  const steps = program.split(/[\\/]/);
  if (steps.includes('..') || steps.includes('.')) return '--program: an absolute path without . and ..';
  if (!(os === 'windows' ? windowsProgram : linuxProgram).test(program)) {
    return os === 'windows'
      ? '--program: an absolute path of an .exe, of letters, digits, spaces and . _ ( ) -'
      : '--program: an absolute path of letters, digits and . _ + -';
  }
  return null;
}
