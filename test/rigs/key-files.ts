import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for secrets that goes with its test. */
export function makeSecretFolder(): {
  /** Writes an owner-only file; its path. */
  readonly write: (name: string, text: string, mode?: number) => string;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-secret-'));
  return {
    write(name, text, mode = 0o600) {
      const path = join(folder, name);
      writeFileSync(path, text, { mode });
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function makeRsaKey(): { readonly privateKeyPem: string; readonly publicKeyPem: string } {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKeyPem: pair.privateKey, publicKeyPem: pair.publicKey };
}

/** A key and a certificate of its own signature, as an application registers one. Needs the openssl command. */
export function makeSelfSigned(
  secrets: ReturnType<typeof makeSecretFolder>,
  name: string,
): { readonly privateKeyFile: string; readonly certificateFile: string } {
  const { privateKeyPem } = makeRsaKey();
  const privateKeyFile = secrets.write(`${name}-key.pem`, privateKeyPem);
  const certificateFile = secrets.write(`${name}.pem`, '');
  const request = ['req', '-x509', '-new', '-sha256', '-days', '2', '-subj', `/CN=${name}`];
  execFileSync('openssl', [...request, '-key', privateKeyFile, '-out', certificateFile], { stdio: 'ignore' });
  return { privateKeyFile, certificateFile };
}
