import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { type DesktopUser, faceEnvironment, homeEnvironment, privilegeWords } from './desktop-user.ts';

export interface FaceCommandOptions {
  readonly executable: string;
  /** The directory with the application's `package.json`, or a packed application's own; not given for a package. */
  readonly application?: string;
  readonly user: DesktopUser | undefined;
  /** A virtual display has no graphics card: Chromium then need not look for one. */
  readonly onVirtualDisplay: boolean;
  readonly arguments?: readonly string[];
  /** The environment to take screen and language from, usually `process.env`. */
  readonly inherited: NodeJS.ProcessEnv;
  /** What the face gets besides, as it is: `DISPLAY`, `XAUTHORITY`, the agent's socket. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface FaceCommand {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * How to start the face. On Linux, Chromium's sandbox uses namespaces: its setuid variant would need a root-owned setuid
 * file that a checkout does not have. The sandbox itself is never switched off.
 */
export function faceCommand(options: FaceCommandOptions): FaceCommand {
  const { executable, application, user, onVirtualDisplay, inherited } = options;
  const linux = process.platform === 'linux';
  const [command = executable, ...words] = linux ? [...privilegeWords(user), executable] : [executable];
  return {
    command,
    arguments: [
      ...words,
      ...(linux ? ['--disable-setuid-sandbox'] : []),
      ...(onVirtualDisplay ? ['--disable-gpu'] : []),
      ...(application === undefined ? [] : [application]),
      ...(options.arguments ?? []),
    ],
    environment: { ...faceEnvironment(user, inherited), ...options.environment },
  };
}

/** Starts the face. It gets no standard input; its output and errors go where `output` says. */
export function startFace(options: FaceCommandOptions, output: 'inherit' | 'pipe' = 'inherit'): ChildProcess {
  const { command, arguments: arguments_, environment } = faceCommand(options);
  return spawn(command, arguments_, {
    env: environment,
    cwd: options.user?.home ?? process.cwd(),
    stdio: ['ignore', output, output],
  });
}

export interface ElectronWrapperOptions {
  /** Where to write the script; its directory must be this user's own. */
  readonly file: string;
  readonly executable: string;
  readonly user: DesktopUser | undefined;
}

/**
 * Writes a shell script that stands for the Electron executable where only one path can be given, as in Playwright's
 * `_electron.launch({ executablePath, chromiumSandbox: true })`. It runs Electron as the face's user, in its home, and
 * passes arguments and environment on. It refuses to run without Chromium's sandbox.
 */
export async function writeElectronWrapper({
  file,
  executable,
  user,
}: ElectronWrapperOptions): Promise<string> {
  const exports = Object.entries(user === undefined ? {} : homeEnvironment(user));
  const script = [
    '#!/bin/sh',
    'for argument in "$@"; do',
    '  case "$argument" in --no-sandbox) echo "refused: the sandbox stays on" >&2; exit 64 ;; esac',
    'done',
    ...exports.map(([name, value]) => `export ${name}=${quoted(value)}`),
    `exec ${[...privilegeWords(user), executable].map(quoted).join(' ')} --disable-setuid-sandbox "$@"`,
    '',
  ].join('\n');
  await writeFile(file, script, { mode: 0o755 });
  await chmod(file, 0o755);
  return file;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
