import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WipeStatus } from '../../../../preload/contract/models/lab.ts';
import { wipeAgainFile, wipeStandingFile } from '../../../exchange/wipe-files.ts';
import type { WipeReport } from './wipe-work.ts';

const lookEveryMs = 2000;

/**
 * How IT speaks to a station that could not wipe: by files in the agent's own folder, which only its account and root may
 * write to. While the station is locked, what was found is written there, and a request to try anew is looked for.
 */
export function createWipeDesk(options: { readonly stateFolder: string; readonly again: () => void }): {
  changed(status: WipeStatus, report: WipeReport | null): void;
  close(): void;
} {
  const request = join(options.stateFolder, wipeAgainFile);
  const standing = join(options.stateFolder, wipeStandingFile);
  let timer: NodeJS.Timeout | null = null;
  const stop = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };
  const look = () => {
    if (!existsSync(request)) return;
    rmSync(request, { force: true });
    options.again();
  };
  return {
    changed(status, report) {
      if (status.state === 'clean') rmSync(standing, { force: true });
      else writeFileSync(standing, `${JSON.stringify({ ...status, report })}\n`, { mode: 0o600 });
      if (status.state !== 'failed') {
        stop();
        return;
      }
      rmSync(request, { force: true });
      timer ??= setInterval(look, lookEveryMs);
      timer.unref();
    },
    close: stop,
  };
}
