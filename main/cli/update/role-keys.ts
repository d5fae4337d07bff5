import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Key, Signature } from '@tufjs/models';
import { canonicalJson } from '../../exchange/canonical-json.ts';
import { writeNew } from '../policy/policy-key-files.ts';
import { sha256Hex } from './sha256-hex.ts';

export const roleNames = ['root', 'targets', 'snapshot', 'timestamp'] as const;
export type RoleName = (typeof roleNames)[number];

export interface RoleKey {
  readonly role: RoleName;
  readonly key: Key;
  sign(bytes: Buffer): Signature;
}

/**
 * Makes a folder with a key for each role (Ed25519, PKCS #8 PEM, its owner's alone), and as many for root as are asked for.
 * False where the folder has keys already; then nothing is written.
 */
export async function makeRoleKeys(folder: string, rootKeys: number): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = [
    ...Array.from({ length: rootKeys }, (_, index) => `root-${index + 1}.pem`),
    ...roleNames.slice(1).map((role) => `${role}.pem`),
  ];
  if ((await readdir(folder)).some((name) => name.endsWith('.pem'))) return false;
  const written: string[] = [];
  for (const name of names) {
    const { privateKey } = generateKeyPairSync('ed25519');
    const path = join(folder, name);
    if (!(await writeNew(path, String(privateKey.export({ format: 'pem', type: 'pkcs8' })), 0o600))) {
      for (const one of written) await rm(one);
      return false;
    }
    written.push(path);
  }
  return true;
}

/** The keys of a folder; those of some roles may lie elsewhere. Throws where one is readable by others, or is no such key. */
export async function readRoleKeys(folder: string): Promise<RoleKey[]> {
  const found: RoleKey[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    const role = roleNames.find((one) => new RegExp(`^${one}(?:-\\d+)?\\.pem$`).test(name));
    if (role === undefined) continue;
    const path = join(folder, name);
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new Error(`${path}: others may read it`);
    found.push(roleKey(role, createPrivateKey(await readFile(path, 'utf8'))));
  }
  return found;
}

function roleKey(role: RoleName, secret: KeyObject): RoleKey {
  const jwk = createPublicKey(secret).export({ format: 'jwk' });
  if (jwk.crv !== 'Ed25519' || jwk.x === undefined) throw new Error('not an Ed25519 key');
  const keyVal = { public: Buffer.from(jwk.x, 'base64url').toString('hex') };
  const keyID = sha256Hex(canonicalJson({ keytype: 'ed25519', scheme: 'ed25519', keyval: keyVal }));
  return {
    role,
    key: new Key({ keyID, keyType: 'ed25519', scheme: 'ed25519', keyVal }),
    sign: (bytes) => new Signature({ keyID, sig: sign(null, bytes, secret).toString('hex') }),
  };
}
