import { z } from 'zod';

const version = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/);
/** Which computers a package is for. */
export const systems = ['linux-x64', 'linux-arm64', 'win32-x64', 'darwin-x64', 'darwin-arm64'] as const;
export const system = z.enum(systems);

/** What the repository's `targets` role signs about a package beside its length and hash (TUF 1.0.31 §4.5, `custom`). */
export const releaseFacts = z.strictObject({
  v: z.literal(1),
  /** What the system calls the package. */
  package: z.string().regex(/^madoguchi(?:-[a-z0-9]+){0,4}$/),
  version,
  system,
  channels: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/))
    .min(1)
    .max(8),
  /** How many of a hundred stations may have it. */
  share: z.number().int().min(0).max(100),
  /** Formats of commands (`v`) that it still sends: what waits in another must go out before. */
  commandFormats: z.array(z.number().int().positive()).min(1).max(20),
  /** The oldest version that it may follow at once. */
  from: version.optional(),
});
export type ReleaseFacts = z.infer<typeof releaseFacts>;

/** A file of the repository, as its signed metadata describes it. */
export interface ReleasedPackage {
  readonly path: string;
  /** In bytes. */
  readonly length: number;
  /** SHA-256 in lower-case hex. */
  readonly sha256: string;
  readonly facts: ReleaseFacts;
}

/** Largest package that is taken, in bytes. */
export const maximumPackageBytes = 1024 ** 3;

/** A file's name in the repository: no folder, nothing that begins with a dot. */
export const packagePath = /^[A-Za-z0-9][A-Za-z0-9._+~-]{0,150}$/;

const targetsFile = z.object({
  signed: z.object({
    targets: z.record(
      z.string(),
      z.object({
        length: z.number().int().positive().max(maximumPackageBytes),
        hashes: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
        custom: z.unknown().optional(),
      }),
    ),
  }),
});

/**
 * The packages in the text of a targets file, which has been verified already. One whose facts are not understood is left
 * out: it is for later versions. Throws where the file is none.
 */
export function readReleases(targets: string): ReleasedPackage[] {
  const { signed } = targetsFile.parse(JSON.parse(targets));
  return Object.entries(signed.targets).flatMap(([path, { length, hashes, custom }]) => {
    const facts = releaseFacts.safeParse(custom);
    if (!facts.success || !packagePath.test(path)) return [];
    return [{ path, length, sha256: hashes.sha256, facts: facts.data }];
  });
}

/** Negative where `one` is older than `other`, 0 where they are the same. Throws for what is no version. */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [version.parse(one), version.parse(other)].map((text) =>
    text.split('.').map(Number),
  );
  const difference = first?.map((part, index) => part - (second?.[index] ?? 0)).find((part) => part !== 0);
  return difference ?? 0;
}

export function isVersion(text: string): boolean {
  return version.safeParse(text).success;
}

/** This computer's, or null where no package is made for it. */
export function ownSystem(): z.infer<typeof system> | null {
  return system.safeParse(`${process.platform}-${process.arch}`).data ?? null;
}
