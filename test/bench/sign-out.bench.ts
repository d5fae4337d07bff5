import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startInstitution } from '../electron/institution.ts';
import type { Bench, Contender } from './bench.ts';

/** 500 MB in the session's folder: large files, and the many small ones that a program leaves. */
const content = { large: 95, largeBytes: 5 * 1024 * 1024, small: 2500, smallBytes: 10 * 1024 } as const;

/**
 * From the press of a sign-out until the lock screen has been painted, in a real window with a real agent. `ours`
 * has 500 MB in its session's folder, which is wiped behind the lock screen; `limit` is the same window with an empty one.
 */
export const bench: Bench = {
  name: 'sign-out',
  about: 'the lock screen after signing out with a 500 MB session folder; limit: with an empty one',
  unit: 'ms',
  better: 'lower',
  rounds: 7,
  contenders: { ours: () => signOuts(true), limit: () => signOuts(false), peers: {} },
};

/** Presses the button and resolves with the milliseconds until the lock screen's form has been painted. */
const pressUntilLocked = `new Promise((resolve, reject) => {
  const startedMs = performance.now();
  const late = setTimeout(() => reject(new Error(document.body.innerText)), 20000);
  const look = () => {
    if (document.querySelector('[data-testid=lock-form]') === null) return;
    observer.disconnect();
    clearTimeout(late);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = () => resolve(performance.now() - startedMs);
      port1.postMessage(null);
    });
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
  document.querySelector('[data-testid=session-bar] > button:last-of-type').click();
})`;

async function signOuts(full: boolean): Promise<Contender> {
  const institution = await startInstitution(['lab']);
  try {
    const { page, hands } = await institution.open('lab');
    const sessions = join(institution.demonstration.stations.lab.runtimeFolder, 'sessions');
    const wipedMs: number[] = [];
    return {
      async run() {
        await hands.signInAtLab('s20240001', 'demo-sakura');
        await page.getByTestId('session-bar').waitFor();
        if (full) fill(sessions);
        const taken = Number(await page.evaluate(pressUntilLocked));
        const lockedAt = performance.now();
        await page.locator('html[data-ready=lock]').waitFor({ timeout: 120_000 });
        wipedMs.push(performance.now() - lockedAt);
        return taken;
      },
      apart: () => ({ 'from the lock screen until the next may sign in, ms': middle(wipedMs) }),
      close: () => institution.stop(),
    };
  } catch (error) {
    await institution.stop();
    throw error;
  }
}

function fill(sessions: string): void {
  const [session] = readdirSync(sessions).filter((name) => !name.startsWith('.'));
  if (session === undefined) throw new Error('no session folder');
  const large = Buffer.alloc(content.largeBytes, 7);
  for (let file = 0; file < content.large; file += 1) {
    writeFileSync(join(sessions, session, `download-${file}.bin`), large);
  }
  const cache = join(sessions, session, 'cache');
  mkdirSync(cache);
  const small = large.subarray(0, content.smallBytes);
  for (let file = 0; file < content.small; file += 1) writeFileSync(join(cache, `${file}`), small);
}

function middle(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
