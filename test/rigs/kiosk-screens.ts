import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { openboxFile } from '../../main/cli/kiosk/linux-x11.ts';
import { runBounded } from '../../main/cli/runtime/bounded-process.ts';
import { type DesktopUser, privilegeWords } from '../../main/cli/runtime/desktop-user.ts';
import { xAuthorityEntry } from '../../main/cli/runtime/x-authority.ts';

export const firstScreen = { width: 1280, height: 800 };
export const secondScreen = { width: 1024, height: 768 };

/** Two outputs of a display server without a graphics card, the second of which can be plugged in and out. */
export interface KioskScreens {
  /** `DISPLAY` and `XAUTHORITY` for the face's user. */
  readonly environment: Readonly<Record<string, string>>;
  plugIn(): Promise<void>;
  unplug(): Promise<void>;
  /** A picture of everything that the outputs show side by side, whoever drew it. */
  picture(file: string): Promise<void>;
  /** Presses keys as a keyboard would, through the server: `alt+F4`. */
  press(keys: string): Promise<void>;
  /** The title of the window that has the focus. */
  focused(): Promise<string>;
  stop(): Promise<void>;
}

const configuration = `Section "ServerFlags"
  Option "DontVTSwitch" "true"
  Option "DontZap" "true"
  Option "AllowMouseOpenFail" "true"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
  Modeline "1280x800" 83.50 1280 1352 1480 1680 800 803 809 831
  Modeline "1024x768" 63.50 1024 1072 1176 1328 768 771 775 798
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 4096 2160
    Modes "1280x800" "1024x768"
  EndSubSection
EndSection
`;

/** Brings up the server, and openbox on it with the configuration that \`kiosk export\` ships. */
export async function startKioskScreens(user: DesktopUser | undefined): Promise<KioskScreens> {
  const folder = mkdtempSync('/tmp/madoguchi-screens-');
  const file = (name: string, text: string | Uint8Array, mode: number): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode });
    if (user !== undefined) chownSync(path, user.uid, user.gid);
    return path;
  };
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const xauthority = file('Xauthority', xAuthorityEntry(randomBytes(16)), 0o400);
  const config = file('xorg.conf', configuration, 0o644);
  const openbox = file('openbox-rc.xml', openboxFile().text, 0o644);
  const server = spawn(
    'Xorg',
    ['-displayfd', '3', '-config', config, '-auth', xauthority, '-logfile', join(folder, 'xorg.log')].concat([
      ...['-noreset', '-nolisten', 'tcp', '-novtswitch', '-sharevts'],
    ]),
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = await firstLine(server);
  const environment = { DISPLAY: `:${number}`, XAUTHORITY: xauthority };
  const run = async (command: string, words: readonly string[]): Promise<string> => {
    const outcome = await runBounded(command, words, {
      timeoutMs: 10_000,
      environment: { ...process.env, ...environment },
    });
    if (outcome.status !== 0) throw new Error(`${command} ${words.join(' ')}: ${outcome.errors}`);
    return outcome.output;
  };
  const [setpriv = 'setpriv', ...words] = privilegeWords(user);
  const manager = spawn(
    setpriv,
    [...words, 'openbox', '--sm-disable', '--config-file', openbox, '--startup', 'true'],
    {
      env: { PATH: process.env.PATH, HOME: user?.home ?? folder, ...environment },
      stdio: 'ignore',
    },
  );
  await untilManaged(run);
  await run('xrandr', ['--addmode', 'DUMMY1', '1024x768']);
  await run('xrandr', ['--output', 'DUMMY0', '--mode', '1280x800', '--primary']);
  return {
    environment,
    plugIn: async () => {
      await run('xrandr', ['--output', 'DUMMY1', '--mode', '1024x768', '--right-of', 'DUMMY0']);
      // The driver calls an output connected once it is lit, and looks only when it is asked again.
      await run('xrandr', ['--query']);
    },
    unplug: async () => {
      await run('xrandr', ['--output', 'DUMMY1', '--off']);
      await run('xrandr', ['--query']);
    },
    picture: async (path) => {
      await run('import', ['-window', 'root', '-crop', '2304x800+0+0', '+repage', path]);
    },
    press: async (keys) => {
      await run('xdotool', ['key', keys]);
    },
    focused: async () => (await run('xdotool', ['getactivewindow', 'getwindowname'])).trim(),
    async stop() {
      await end(manager);
      await end(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function firstLine(server: ChildProcess): Promise<string> {
  const late = setTimeout(() => server.kill('SIGKILL'), 15_000);
  try {
    let written = '';
    for await (const chunk of server.stdio[3] as Readable) {
      written += String(chunk);
      const line = /^(\d+)\n/.exec(written);
      if (line !== null) return line[1] ?? '';
    }
  } finally {
    clearTimeout(late);
  }
  throw new Error('Xorg named no display');
}

/** Until the window manager has announced itself, with the configuration read (EWMH, _NET_SUPPORTING_WM_CHECK). */
async function untilManaged(
  run: (command: string, words: readonly string[]) => Promise<string>,
): Promise<void> {
  for (let attempt = 0; attempt < 80; attempt += 1) {
    const name = await run('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK']).catch(() => '');
    if (name.includes('window id')) return;
    await pause(100);
  }
  throw new Error('openbox did not come up');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(late);
}
