import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { KioskAid } from '../../preload/contract/models/kiosk.ts';

/** One program of the system that a lock screen may start: exactly this file, with nothing that a page said. */
export interface AidProgram {
  readonly aid: KioskAid;
  readonly path: string;
  readonly arguments: readonly string[];
  /** It draws under X11 only, or under Wayland only. */
  readonly under?: 'x11' | 'wayland';
}

/**
 * In the order of preference. Each lies where only the system's own installer writes, and starts no other program:
 * xvkbd by `-secure`, onboard by the lock-down that `madoguchi kiosk export` ships.
 */
const linuxAids: readonly AidProgram[] = [
  { aid: 'keyboard', path: '/usr/bin/onboard', arguments: [], under: 'x11' },
  { aid: 'keyboard', path: '/usr/bin/xvkbd', arguments: ['-secure', '-no-jump-pointer'], under: 'x11' },
  { aid: 'keyboard', path: '/usr/bin/squeekboard', arguments: [], under: 'wayland' },
  { aid: 'keyboard', path: '/usr/bin/wvkbd-mobintl', arguments: ['-L', '260'], under: 'wayland' },
  { aid: 'screen-reader', path: '/usr/bin/orca', arguments: [] },
  { aid: 'magnifier', path: '/usr/bin/magnus', arguments: [], under: 'x11' },
  { aid: 'magnifier', path: '/usr/bin/kmag', arguments: [], under: 'x11' },
];

/** Windows brings all three. They start by the shell's way only, since they reach above other windows. */
function windowsAids(systemRoot: string): readonly AidProgram[] {
  const system = (name: string) => `${systemRoot}\\System32\\${name}`;
  return [
    { aid: 'keyboard', path: system('osk.exe'), arguments: [] },
    { aid: 'screen-reader', path: system('Narrator.exe'), arguments: [] },
    { aid: 'magnifier', path: system('Magnify.exe'), arguments: [] },
  ];
}

/**
 * The first installed program for each aid. macOS has none here: VoiceOver and the keyboard are the system's own
 * shortcuts there (Command F5, Option Command F5), and a kiosk refuses neither.
 */
export function installedAids(machine: {
  readonly platform: NodeJS.Platform;
  readonly systemRoot: string;
  readonly wayland: boolean;
  readonly exists: (path: string) => boolean;
}): ReadonlyMap<KioskAid, AidProgram> {
  const known =
    machine.platform === 'win32'
      ? windowsAids(machine.systemRoot)
      : machine.platform === 'linux'
        ? linuxAids
        : [];
  const found = new Map<KioskAid, AidProgram>();
  for (const program of known) {
    const fits = program.under === undefined || (program.under === 'wayland') === machine.wayland;
    if (fits && !found.has(program.aid) && machine.exists(program.path)) found.set(program.aid, program);
  }
  return found;
}

export interface KioskAids {
  available(): readonly KioskAid[];
  /** Starts an aid by its name, once: a second press while it runs does nothing. False where it is not installed. */
  start(aid: unknown): boolean;
  running(aid?: KioskAid): boolean;
  /** Ends what was started: the next person begins without it. */
  stop(): void;
}

/** `open` starts a program the shell's way; `onChange` hears when an aid begins or ends. */
export function createKioskAids(ports: {
  readonly wayland: boolean;
  readonly open: (path: string) => void;
  readonly onChange: () => void;
}): KioskAids {
  const installed = installedAids({
    platform: process.platform,
    systemRoot: process.env.SystemRoot ?? 'C:\\Windows',
    wayland: ports.wayland,
    exists: existsSync,
  });
  const running = new Map<KioskAid, ChildProcess>();
  return {
    available: () => [...installed.keys()],
    start(aid) {
      const program = [...installed.values()].find((one) => one.aid === aid);
      if (program === undefined) return false;
      if (process.platform === 'win32') {
        ports.open(program.path);
        return true;
      }
      if (running.has(program.aid)) return true;
      const child = spawn(program.path, [...program.arguments], { stdio: 'ignore', cwd: '/' });
      running.set(program.aid, child);
      const ended = () => {
        if (running.get(program.aid) !== child) return;
        running.delete(program.aid);
        ports.onChange();
      };
      child.once('error', ended);
      child.once('exit', ended);
      ports.onChange();
      return true;
    },
    running: (aid) => (aid === undefined ? running.size > 0 : running.has(aid)),
    stop() {
      for (const child of running.values()) child.kill('SIGTERM');
    },
  };
}
