import { createPublicKey } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import {
  exportPrivatePem,
  exportPublicJwk,
  generateSigningKey,
  importSigningKey,
  type PublicJwk,
  publicJwk,
  type SigningKey,
} from '../../exchange/signing-key.ts';
import type { PolicyProblem, PolicyProblemCode } from './policy-problem.ts';

function keyProblem(code: PolicyProblemCode, path: string): { readonly problem: PolicyProblem } {
  return { problem: { code, severity: 'error', path: [], parameters: { path } } };
}

/** Reads a private policy key (Ed25519, PKCS #8 PEM), refused where others than its owner may read the file. */
export async function readPrivateKey(
  path: string,
): Promise<{ readonly key: SigningKey } | { readonly problem: PolicyProblem }> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) return keyProblem('key-not-private', path);
    return { key: importSigningKey(await readFile(path, 'utf8')) };
  } catch {
    return keyProblem('key-unreadable', path);
  }
}

/** Reads public policy keys, as JWK (RFC 8037) or as PEM. */
export async function readPublicKeys(
  paths: readonly string[],
): Promise<{ readonly keys: readonly PublicJwk[] } | { readonly problem: PolicyProblem }> {
  const keys: PublicJwk[] = [];
  for (const path of paths) {
    try {
      const text = await readFile(path, 'utf8');
      // A private key is not taken here: whoever inspects has no need of it.
      if (text.includes('PRIVATE KEY')) return keyProblem('key-unreadable', path);
      keys.push(
        text.trimStart().startsWith('{')
          ? publicJwk.parse(JSON.parse(text))
          : exportPublicJwk({ publicKey: createPublicKey(text) }),
      );
    } catch {
      return keyProblem('key-unreadable', path);
    }
  }
  return { keys };
}

/** Makes a policy key: `path`, owner-only, and its public half as JWK beside it. Null when either file exists. */
export async function writePolicyKey(
  path: string,
): Promise<{ readonly keyId: string; readonly publicPath: string } | null> {
  const key = generateSigningKey();
  const publicPath = `${path.replace(/\.pem$/, '')}.public.json`;
  if (!(await writeNew(path, exportPrivatePem(key), 0o600))) return null;
  if (await writeNew(publicPath, `${JSON.stringify(exportPublicJwk(key))}\n`, 0o644)) {
    return { keyId: key.id, publicPath };
  }
  await rm(path);
  return null;
}

/** Writes a file that was not there; false when it was. */
export async function writeNew(path: string, text: string, mode: number): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
