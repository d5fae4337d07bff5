import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDesktopUser,
  type DesktopUser,
  removeDesktopUser,
  shareDisplayCookie,
} from './runtime/desktop-user.ts';
import { type ElectronRuntime, resolveElectronRuntime } from './runtime/electron-runtime.ts';
import { projectRoot } from './runtime/project-root.ts';
import { type RuntimeResult, ready } from './runtime/runtime-result.ts';
import { stageFace } from './runtime/staged-face.ts';
import { ensureSystemLibraries } from './runtime/system-libraries.ts';
import { startVirtualDisplay } from './runtime/virtual-display.ts';

/** Everything that a window needs before it can open on this machine. */
export interface FaceGround {
  readonly runtime: ElectronRuntime;
  /** The application as Electron is given it. */
  readonly application: string;
  /** The unprivileged user that faces run as when this process is root's. */
  readonly user: DesktopUser | undefined;
  readonly onVirtualDisplay: boolean;
  /** `DISPLAY` and `XAUTHORITY`, where they are set here and not by the desktop. */
  readonly environment: Readonly<Record<string, string>>;
  /** Private folder for scripts of this run. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Whether somebody could look at a window here. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * Finds or obtains an Electron runtime, installs what it lacks where that is possible, and brings up a virtual display
 * where `virtualDisplay` asks for one. Fails with one line that says what to do.
 */
export async function prepareFaceGround(options: {
  readonly virtualDisplay: { readonly width: number; readonly height: number } | null;
  readonly notice: (line: string) => void;
}): Promise<RuntimeResult<FaceGround>> {
  const { notice, virtualDisplay } = options;
  const runtime = await resolveElectronRuntime({ notice });
  if (!runtime.ok) return runtime;
  const { executable } = runtime.value;
  const libraries = await ensureSystemLibraries({
    executable,
    needsVirtualDisplay: virtualDisplay !== null,
    notice,
  });
  if (!libraries.ok) return libraries;

  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.reverse()) await step();
  };
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-run-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const user = await createDesktopUser();
  undo.push(() => removeDesktopUser(user));
  const root = projectRoot();
  let application = root;
  if (user !== undefined) {
    const staged = await stageFace(join(root, 'dist'));
    undo.push(staged.remove);
    application = staged.directory;
  }
  let environment: Record<string, string> = {};
  if (virtualDisplay !== null) {
    const display = await startVirtualDisplay({ ...virtualDisplay, user });
    if (!display.ok) {
      await stop();
      return display;
    }
    undo.push(display.value.stop);
    environment = { DISPLAY: display.value.display, XAUTHORITY: display.value.xauthority };
  } else if (user !== undefined) {
    const cookie = await shareDisplayCookie(user, process.env);
    if (cookie !== undefined) environment = { XAUTHORITY: cookie };
  }
  return ready({
    runtime: runtime.value,
    application,
    user,
    onVirtualDisplay: virtualDisplay !== null,
    environment,
    folder,
    stop,
  });
}
