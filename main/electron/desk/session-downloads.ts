import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { DownloadItem } from 'electron';
import type { DeskDownload, DownloadState } from '../../../preload/contract/models/desk.ts';
import { downloadName, freeName } from './download-name.ts';

/** Free space that a download must leave, for programs and for the system. */
const reserveBytes = 256 * 1024 * 1024;
/** How much may come in before the free space is looked at again. */
const lookEachBytes = 8 * 1024 * 1024;
const mostAtOnce = 5;
const mostListed = 100;

interface Kept {
  readonly item: DownloadItem;
  readonly name: string;
  readonly totalBytes: number;
  state: DownloadState;
  receivedBytes: number;
  lookedAtBytes: number;
}

export interface SessionDownloads {
  /** Takes a download into the session's folder, or refuses it; never asks where. */
  take(item: DownloadItem, folder: string): boolean;
  list(): readonly DeskDownload[];
  cancel(id: string): void;
  /** Stops what is running and forgets everything. */
  end(): void;
}

/** Downloads of the session: into its own folder only, under a safe name that replaces no file, while there is room. */
export function createSessionDownloads(onChange: () => void): SessionDownloads {
  const downloads = new Map<string, Kept>();

  const hasRoom = (path: string, bytes: number) => {
    try {
      const { bavail, bsize } = statfsSync(path);
      return bavail * bsize - bytes > reserveBytes;
    } catch {
      return false;
    }
  };
  const stop = (kept: Kept, state: DownloadState) => {
    if (kept.state !== 'running') return;
    kept.state = state;
    kept.item.cancel();
    onChange();
  };

  return {
    take(item, folder) {
      const running = [...downloads.values()].filter(({ state }) => state === 'running');
      if (running.length >= mostAtOnce || downloads.size >= mostListed) return false;
      const into = join(folder, 'Downloads');
      const known = new Set([...downloads.values()].map(({ name }) => name.toLowerCase()));
      let name: string;
      try {
        mkdirSync(into, { recursive: true, mode: 0o700 });
        name = freeName(
          downloadName(item.getFilename()),
          (one) => known.has(one.toLowerCase()) || existsSync(join(into, one)),
        );
        item.setSavePath(join(into, name));
      } catch {
        return false;
      }
      const id = randomUUID();
      const totalBytes = Math.max(0, item.getTotalBytes());
      const kept: Kept = { item, name, totalBytes, state: 'running', receivedBytes: 0, lookedAtBytes: 0 };
      downloads.set(id, kept);
      item.on('updated', (_event, state) => {
        if (state === 'interrupted') return stop(kept, 'failed');
        kept.receivedBytes = item.getReceivedBytes();
        if (kept.receivedBytes - kept.lookedAtBytes >= lookEachBytes) {
          kept.lookedAtBytes = kept.receivedBytes;
          if (!hasRoom(into, Math.max(0, totalBytes - kept.receivedBytes))) stop(kept, 'no-room');
        }
        onChange();
      });
      item.once('done', (_event, state) => {
        if (kept.state === 'running') {
          kept.receivedBytes = item.getReceivedBytes();
          kept.state = state === 'completed' ? 'kept' : state === 'cancelled' ? 'cancelled' : 'failed';
        }
        onChange();
      });
      if (!hasRoom(into, totalBytes)) stop(kept, 'no-room');
      onChange();
      return true;
    },

    list: () =>
      [...downloads].map(([id, { name, state, receivedBytes, totalBytes }]) => ({
        id,
        name,
        state,
        receivedBytes,
        totalBytes: totalBytes > 0 ? totalBytes : null,
      })),

    cancel(id) {
      const kept = downloads.get(id);
      if (kept !== undefined) stop(kept, 'cancelled');
    },

    end() {
      const open = [...downloads.values()];
      downloads.clear();
      for (const kept of open) {
        if (kept.state === 'running') kept.item.cancel();
      }
    },
  };
}
