import type { Demonstration } from '../demonstration/demonstration.ts';
import { type FaceGround, prepareFaceGround } from '../face-ground.ts';
import type { DrivenFace } from './driven-face.ts';

/** What a tour has open; all of it is closed when the tour ends, however it ends. */
export interface Held {
  demonstration: Demonstration | null;
  faces: DrivenFace[];
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Closes every window and the institution behind them. */
export async function letGo(held: Held): Promise<void> {
  for (const face of held.faces) await face.close().catch(() => undefined);
  held.faces = [];
  await held.demonstration?.stop();
  held.demonstration = null;
}

/**
 * Prepares a virtual display, has `drive` do its work there and cleans up after it, also after Ctrl-C. The answer is an
 * exit status: that of `drive`, 69 where no window can be shown, 130 after an interruption.
 */
export async function driveWindows(
  drive: (ground: FaceGround, held: Held) => Promise<number>,
  virtualDisplay = { width: 1400, height: 900 },
): Promise<number> {
  const ground = await prepareFaceGround({ virtualDisplay, notice: say });
  if (!ground.ok) {
    process.stderr.write(`${ground.failure.code}: ${ground.failure.detail}\n`);
    return 69;
  }
  const held: Held = { demonstration: null, faces: [] };
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve('interrupted'));
    }
  });
  try {
    const outcome = await Promise.race([drive(ground.value, held), interrupted]);
    return outcome === 'interrupted' ? 130 : outcome;
  } finally {
    await letGo(held);
    await ground.value.stop();
  }
}
