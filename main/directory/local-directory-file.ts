import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { hash } from '@node-rs/argon2';
import { z } from 'zod';
import { replaceFile } from '../files/replace-file.ts';
import { areSendable, MAXIMUM_LOGIN_LENGTH } from './directory.ts';

const MAXIMUM_FILE_BYTES = 4 * 1024 * 1024;

/** Argon2id with OWASP's first recommended parameters; every account has the same, so that every check costs the same. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

const personSchema = z.strictObject({
  id: z.string().min(1).max(128),
  login: z.string().min(1).max(MAXIMUM_LOGIN_LENGTH),
  displayName: z.string().min(1).max(256),
  kana: z.string().min(1).max(256).optional(),
  roles: z.array(z.enum(['student', 'staff', 'faculty', 'guest'])).max(4),
  groups: z.array(z.string().min(1).max(1024)).max(1000),
});

const stateSchema = z.enum(['active', 'locked', 'expired', 'must-change', 'disabled']);

const fileSchema = z.strictObject({
  version: z.literal(1),
  accounts: z
    .array(
      z.strictObject({
        person: personSchema,
        state: stateSchema,
        /** PHC string (RFC 9106's Argon2id, version 1.3) with exactly this application's parameters. */
        passwordHash: z
          .string()
          .regex(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/),
      }),
    )
    .max(10_000)
    .refine((accounts) => new Set(accounts.map((account) => account.person.login)).size === accounts.length),
});

export type LocalAccount = z.infer<typeof fileSchema>['accounts'][number];

/** An account to be written: its password in the clear, which the file never holds. */
export interface NewLocalAccount {
  readonly person: z.input<typeof personSchema>;
  readonly password: string;
  /** `active` when left out. */
  readonly state?: z.input<typeof stateSchema>;
}

/**
 * Reads the accounts.
 *
 * @returns undefined when the file is missing, unreadable, malformed, above 4 MiB, or writable for others than its owner
 * (who could then add accounts).
 */
export async function readLocalDirectory(path: string): Promise<readonly LocalAccount[] | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { size, mode } = await file.stat();
      const others = constants.S_IWGRP | constants.S_IWOTH;
      if (size > MAXIMUM_FILE_BYTES || (process.platform !== 'win32' && (mode & others) !== 0)) {
        return undefined;
      }
      return fileSchema.parse(JSON.parse(await file.readFile('utf8'))).accounts;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/**
 * Writes a demonstration directory, replacing the file as a whole: readers see the old one or the new one, and only the
 * owner can read it (0600). Persists each password as an Argon2id hash only.
 *
 * @throws RangeError for an account that could never sign in (empty or oversized login or password), ZodError for one
 * that doesn't fit the file, and whatever the file system throws; the old file is then untouched.
 */
export async function writeLocalDirectory(path: string, accounts: readonly NewLocalAccount[]): Promise<void> {
  const hashed: LocalAccount[] = [];
  for (const { person, password, state } of accounts) {
    if (!areSendable(person.login, password))
      throw new RangeError(`The account ${person.id} could never sign in.`);
    hashed.push({
      person: personSchema.parse(person),
      state: state ?? 'active',
      passwordHash: await hash(password, COST),
    });
  }
  const content = fileSchema.parse({ version: 1, accounts: hashed });
  await replaceFile(path, `${JSON.stringify(content, null, 2)}\n`, 0o600);
}
