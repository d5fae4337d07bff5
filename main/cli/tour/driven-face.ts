import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import type { FaceGround } from '../face-ground.ts';
import { faceEnvironment } from '../runtime/desktop-user.ts';
import { writeElectronWrapper } from '../runtime/face-process.ts';

/** A real face in a real window, driven by Playwright. */
export interface DrivenFace {
  readonly application: ElectronApplication;
  readonly page: Page;
  close(): Promise<void>;
}

let opened = 0;

/** Opens a face for a station's agent, as the unprivileged user of `ground`, with its sandbox on. */
export async function openDrivenFace(
  ground: FaceGround,
  options: {
    readonly runtimeFolder: string;
    readonly language: 'ja' | 'en';
    readonly colorScheme?: 'light' | 'dark';
    /** Chromium's own switches, as the demonstration names them. */
    readonly switches?: readonly string[];
    /** Another application in place of the face, for comparisons. */
    readonly application?: string;
  },
): Promise<DrivenFace> {
  const { _electron } = await import('playwright');
  const { user, runtime } = ground;
  opened += 1;
  const executablePath = await writeElectronWrapper({
    file: join(ground.folder, `electron-${process.pid}-${opened}.sh`),
    executable: runtime.executable,
    user,
  });
  const profile = join(user?.home ?? ground.folder, `profile-${process.pid}-${opened}`);
  const launch = () =>
    _electron.launch({
      executablePath,
      chromiumSandbox: true,
      args: [
        ...(ground.onVirtualDisplay ? ['--disable-gpu'] : []),
        '--log-level=3',
        `--lang=${options.language}`,
        ...(options.switches ?? []),
        options.application ?? ground.application,
        `--agent-runtime=${options.runtimeFolder}`,
        `--profile=${profile}`,
      ],
      env: { ...faceEnvironment(user, process.env), ...ground.environment },
      cwd: user?.home ?? ground.folder,
      colorScheme: options.colorScheme ?? 'light',
      timeout: 20_000,
    });
  // A launch, or its first window, was seen never to be reported to the debugger; the cause is not established. That
  // application is ended, and another is started.
  for (let attempt = 1; ; attempt += 1) {
    let application: ElectronApplication | null = null;
    try {
      application = await launch();
      const page = await mainWindow(application);
      const opened = application;
      return { application: opened, page, close: () => closeFace(opened) };
    } catch (error) {
      application?.process().kill('SIGKILL');
      if (attempt === 3 || !(error instanceof Error) || error.name !== 'TimeoutError') throw error;
    }
  }
}

/** Longest that a face may take to quit, in milliseconds. */
const quitWithinMs = 10_000;

/**
 * Quits it. That a quit asked for by the debugger comes to nothing was seen, once in a dozen times right after a sign-in, with
 * window and processes idle; the cause is not established. Such an application is ended.
 */
async function closeFace(application: ElectronApplication): Promise<void> {
  const child = application.process();
  const late = setTimeout(() => child.kill('SIGKILL'), quitWithinMs);
  try {
    await application.close();
  } finally {
    clearTimeout(late);
  }
}

/** The window that a person works in: a cover of another screen, which names itself by a hash, may be reported before it. */
async function mainWindow(application: ElectronApplication): Promise<Page> {
  const isMain = (page: Page) => /^(?:https?|file):[^#]*$/.test(page.url());
  await application.firstWindow({ timeout: 15_000 });
  const untilMs = performance.now() + 15_000;
  for (;;) {
    const page = application.windows().find(isMain) ?? null;
    if (page !== null) return page;
    if (performance.now() > untilMs) return application.firstWindow();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
