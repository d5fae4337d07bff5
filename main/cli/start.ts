import { once } from 'node:events';
import { join } from 'node:path';
import { demonstrationAccounts } from '../profile/demonstration-accounts.ts';
import { type Demonstration, startDemonstration } from './demonstration/demonstration.ts';
import { demonstrationPin } from './demonstration/seed.ts';
import { type FaceGround, hasDisplay, prepareFaceGround } from './face-ground.ts';
import { startFace } from './runtime/face-process.ts';
import { projectRoot } from './runtime/project-root.ts';

/** Prints a line of progress. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * `madoguchi start`: the demonstration institution with its two windows. Where there is no display it runs the tour
 * instead. Resolves with the exit status when the windows are closed or the person interrupts.
 */
export async function runStart(keep: string | null, kiosk: boolean): Promise<number> {
  if (!hasDisplay()) {
    say(
      'No display here: running the tour on a virtual one. / 画面がないため、仮想画面でツアーを実行します。',
    );
    const { runTour } = await import('./tour/run-tour.ts');
    return runTour({ out: null, language: 'ja' });
  }
  const startedMs = performance.now();
  const ground = await prepareFaceGround({ virtualDisplay: null, notice: say });
  if (!ground.ok) {
    process.stderr.write(`${ground.failure.code}: ${ground.failure.detail}\n`);
    return 69;
  }
  let demonstration: Demonstration | null = null;
  try {
    demonstration = await startDemonstration({
      dist: join(projectRoot(), 'dist'),
      folder: keep,
      faceGroup: ground.value.user?.gid ?? null,
      kiosk,
      log: (line) => process.stderr.write(`${line}\n`),
    });
    explain(performance.now() - startedMs);
    return await openWindows(ground.value, demonstration);
  } finally {
    await demonstration?.stop();
    await ground.value.stop();
  }
}

function explain(elapsedMs: number): void {
  const student = demonstrationAccounts[0];
  say('');
  say(`Ready in ${(elapsedMs / 1000).toFixed(1)} s. / 準備ができました。`);
  say('Everything here is made up: people, passwords, keys; the identity provider is simulated.');
  say('ここにある人・パスワード・キーはすべて架空で、認証基盤は模擬です。');
  if (student !== undefined) {
    say(`  Lab / 演習室:     ${student.person.login}  password ${student.password}`);
  }
  say(`  Counter / 窓口:   plug in a software key in the panel, PIN ${demonstrationPin}`);
  say('  Ctrl-C ends it. / Ctrl-C で終了します。');
}

/** Opens one window per station, and waits until all are closed or a signal comes. */
async function openWindows(ground: FaceGround, demonstration: Demonstration): Promise<number> {
  const faces = Object.values(demonstration.stations).map((station, index) =>
    startFace({
      executable: ground.runtime.executable,
      application: ground.application,
      user: ground.user,
      onVirtualDisplay: ground.onVirtualDisplay,
      arguments: [
        ...demonstration.faceSwitches,
        `--agent-runtime=${station.runtimeFolder}`,
        `--documents=${join(ground.user?.home ?? ground.folder, 'documents')}`,
        `--profile=${join(ground.user?.home ?? ground.folder, `profile-${index}`)}`,
      ],
      inherited: process.env,
      environment: ground.environment,
    }),
  );
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const closed = faces.map((face) => once(face, 'exit'));
  await Promise.race([Promise.all(closed), interrupted]);
  for (const face of faces) face.kill('SIGTERM');
  await Promise.all(closed);
  return 0;
}
