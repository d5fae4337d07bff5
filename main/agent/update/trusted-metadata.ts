import { join } from 'node:path';
import { type BaseFetcher, Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { z } from 'zod';
import { keepMetadata, openMetadata, roles, textOf } from './metadata-store.ts';
import { type ReleasedPackage, readReleases } from './release.ts';

type Fetcher = Pick<BaseFetcher, 'downloadBytes' | 'downloadFile'>;

/** Reads a metadata file by its name, at most so many bytes; null where there is none. Throws where it can't be read. */
export type ReadMetadata = (name: string, maximumBytes: number) => Promise<Buffer | null>;

export type MetadataProblem = 'unreachable' | 'refused' | 'expired';

export type Trusted =
  | { readonly trusted: true; readonly packages: readonly ReleasedPackage[] }
  | { readonly trusted: false; readonly why: MetadataProblem; readonly detail: string };

/** What a server can make a station read at most, in bytes, for each role. */
const limits = {
  rootMaxLength: 64 * 1024,
  timestampMaxLength: 16 * 1024,
  snapshotMaxLength: 64 * 1024,
  targetsMaxLength: 1024 * 1024,
  maxRootRotations: 64,
  maxDelegations: 0,
};
/** Never asked: every file goes through the reader that is given. */
const nowhere = 'https://repository.invalid/';

/**
 * One round of The Update Framework's client workflow (TUF 1.0.31 §5): root chain, timestamp, snapshot and targets, each
 * verified against the thresholds of the one before, never going back. What was verified is kept in `folder`, also where a
 * later file is refused. Every role has to be in date by `now`, the trusted time, as well as by this computer's clock.
 */
export async function refreshMetadata(options: {
  readonly folder: string;
  readonly pinnedRoot: Buffer;
  readonly read: ReadMetadata;
  readonly now: Date;
}): Promise<Trusted> {
  const { folder, now } = options;
  const work = await openMetadata(folder, options.pinnedRoot);
  const reading: { unreachable: string | null } = { unreachable: null };
  const fetcher: Fetcher = {
    async downloadBytes(url, maximumBytes) {
      const bytes = await options.read(new URL(url).pathname.slice(1), maximumBytes).catch((error) => {
        reading.unreachable = describe(error);
        throw error;
      });
      if (bytes === null) throw new DownloadHTTPError('no such file', 404);
      if (bytes.length > maximumBytes) throw new Error('metadata too large');
      return bytes;
    },
    downloadFile() {
      throw new Error('packages are not fetched here');
    },
  };
  try {
    const updater = new Updater({ metadataDir: work, metadataBaseUrl: nowhere, fetcher, config: limits });
    await updater.refresh();
  } catch (error) {
    await keepMetadata(folder, work);
    const detail = describe(error);
    if (reading.unreachable !== null) return refused('unreachable', reading.unreachable);
    return refused(isExpiry(error) ? 'expired' : 'refused', detail);
  }
  await keepMetadata(folder, work);
  const late = await expiredRole(folder, now);
  if (late !== null) return refused('expired', `${late} is out of date`);
  try {
    const targets = await textOf(join(folder, 'targets.json'));
    return { trusted: true, packages: readReleases(targets ?? '') };
  } catch (error) {
    return refused('refused', describe(error));
  }
}

const dated = z.object({ signed: z.object({ expires: z.iso.datetime() }) });

/** The first role that is not in date; a date that is none counts as over. */
export async function expiredRole(folder: string, now: Date): Promise<string | null> {
  for (const role of roles) {
    const text = await textOf(join(folder, `${role}.json`));
    const parsed = text === null ? null : dated.safeParse(JSON.parse(text));
    if (!parsed?.success || new Date(parsed.data.signed.expires) <= now) return role;
  }
  return null;
}

function refused(why: MetadataProblem, detail: string): Trusted {
  return { trusted: false, why, detail: detail.slice(0, 300) };
}

/** The library's error classes have no names of their own at run time, and it wraps some in sentences. */
function isExpiry(error: unknown): boolean {
  return /\bis expired\b/.test(describe(error));
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
