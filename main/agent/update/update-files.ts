import { constants, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { instant } from '../../../preload/contract/models/base.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const version = z.string().max(30);
const files = z.array(sha256).min(1).max(4);

/** What the agent asks of the installer. It carries no trust: the installer verifies everything anew. */
export const installRequest = z.strictObject({
  v: z.literal(1),
  /** Tells one attempt from the next. */
  attempt: z.uuid(),
  version,
  packages: files,
  /** What brings the present version back. */
  previous: files,
});
export type InstallRequest = z.infer<typeof installRequest>;

/** Why the installer did not install, or took it back. */
export const installFailure = z.enum([
  'root-missing',
  'metadata-refused',
  'package-refused',
  'not-newer',
  'busy',
  'install-failed',
  'never-healthy',
  /** By the person who ran the installer. */
  'cancelled',
]);
export type InstallFailure = z.infer<typeof installFailure>;

/** What the installer says of its last attempt; everybody may read it. */
export const installReport = z.strictObject({
  v: z.literal(1),
  attempt: z.uuid(),
  state: z.enum(['installing', 'installed', 'refused', 'rolled-back', 'stuck']),
  version,
  previous: version,
  why: installFailure.nullable(),
  at: instant,
});
export type InstallReport = z.infer<typeof installReport>;

/** The new version's own word that it works, for the attempt that installed it. */
export const healthMark = z.strictObject({ v: z.literal(1), attempt: z.uuid(), version });

/** What the agent knows of updates, for doctor and `madoguchi update status`. */
export const updateState = z.strictObject({
  v: z.literal(1),
  checkedAt: instant.nullable(),
  /** How the last look at the repository ended; null before the first. */
  outcome: z
    .enum([
      'current',
      'offered',
      'ready',
      'unreachable',
      'refused',
      'expired',
      'root-missing',
      'fetch-failed',
    ])
    .nullable(),
  detail: z.string().max(300).nullable(),
  offered: version.nullable(),
  /** Whole and verified on this station. */
  ready: installRequest.omit({ attempt: true }).nullable(),
  /** Why what is offered is not installed. */
  waits: z.array(z.string().max(40)).max(12),
  /** Handed to the installer, and not answered yet. */
  handed: z.strictObject({ attempt: z.uuid(), at: instant }).nullable(),
  /** Versions that were taken back. */
  failed: z.array(version).max(20),
  /** The attempt whose end was taken note of. */
  noted: z.uuid().nullable(),
});
export type UpdateState = z.infer<typeof updateState>;

/** How far the agent is with fetching a version; there while it does. */
export const updateFetch = z.strictObject({
  v: z.literal(1),
  version,
  /** Bytes, of everything that is fetched for it. */
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  remainingSeconds: z.number().int().nonnegative().nullable(),
  at: instant,
});
export type UpdateFetch = z.infer<typeof updateFetch>;

/** An agent that fetches says so oftener; what is older was left by one that ended, in milliseconds. */
const staleFetchMs = 3 * 60_000;

/** How far the agent is with fetching; null when it fetches nothing. */
export function readUpdateFetch(path: string, now: Date): UpdateFetch | null {
  const fetching = readUpdateFile(path, updateFetch);
  const age = fetching === null ? 0 : now.getTime() - Date.parse(fetching.at);
  return Math.abs(age) < staleFetchMs ? fetching : null;
}

export const noUpdateState: UpdateState = {
  v: 1,
  checkedAt: null,
  outcome: null,
  detail: null,
  offered: null,
  ready: null,
  waits: [],
  handed: null,
  failed: [],
  noted: null,
};

/** A small JSON file of one of these shapes; null where it is missing or is not such a file. */
export function readUpdateFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): z.output<Schema> | null {
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Reads a file that somebody less trusted keeps: never through a link, never a device or a pipe, never more than
 * `maximumBytes`. Null where it is missing or no such file.
 */
export async function readStranger(path: string, maximumBytes: number): Promise<Buffer | null> {
  const file = await openStranger(path);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    if (size > maximumBytes) return null;
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await file.read(bytes, 0, size, 0);
    return bytesRead === size ? bytes : null;
  } finally {
    await file.close();
  }
}

/** A plain file of somebody less trusted, opened for reading; null for anything else. */
export async function openStranger(path: string) {
  try {
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = await open(path, flags);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return null;
  } catch {
    return null;
  }
}
