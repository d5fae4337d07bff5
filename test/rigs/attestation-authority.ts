import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attester } from './enrolling-key.ts';

/** A maker of security keys: its root certificate, and attesters below it. Needs the openssl command. */
export interface AttestationAuthority {
  readonly rootPem: string;
  /** An attestation key whose certificate names `aaguid`; with `intermediate`, one authority lies in between. */
  attester(options: {
    readonly aaguid: string;
    readonly intermediate?: boolean;
    readonly days?: string;
  }): Attester;
  /** An attester below a certificate that is no authority. */
  forgedAttester(aaguid: string): Attester;
}

/** A fresh root. Everything is made in a temporary folder that is gone when this returns. */
export function makeAttestationAuthority(): AttestationAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-attestation-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  let serial = 0;

  const make = (name: string, issuer: string | null, subject: string, extensions: string, days: string) => {
    serial += 1;
    writeFileSync(at(`${name}.ext`), extensions);
    openssl([
      'req',
      '-new',
      ...newKey,
      '-subj',
      subject,
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.csr`),
    ]);
    openssl([
      ...['x509', '-req', '-in', at(`${name}.csr`), '-out', at(`${name}.pem`), '-days', days],
      ...['-extfile', at(`${name}.ext`), '-set_serial', String(serial)],
      ...(issuer === null
        ? ['-signkey', at(`${name}.key`)]
        : ['-CA', at(`${issuer}.pem`), '-CAkey', at(`${issuer}.key`)]),
    ]);
    return readFileSync(at(`${name}.pem`), 'utf8');
  };
  const authority = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n';
  const leaf = (aaguid: string) =>
    `basicConstraints=critical,CA:FALSE\n1.3.6.1.4.1.45724.1.1.4=DER:0410${aaguid.replaceAll('-', '')}\n`;
  const leafSubject = '/C=JP/O=Rig Keys/OU=Authenticator Attestation/CN=Rig attestation';
  const rootPem = make('root', null, '/CN=Rig root', authority, '30');
  const read = (name: string, ...above: readonly string[]): Attester => ({
    key: createPrivateKey(readFileSync(at(`${name}.key`))),
    certificates: [name, ...above].map((one) => new X509Certificate(readFileSync(at(`${one}.pem`))).raw),
  });

  return {
    rootPem,
    attester({ aaguid, intermediate = false, days = '30' }) {
      const name = `leaf-${serial}`;
      if (!intermediate) {
        make(name, 'root', leafSubject, leaf(aaguid), days);
        return read(name);
      }
      make(`${name}-above`, 'root', '/CN=Rig intermediate', authority, '30');
      make(name, `${name}-above`, leafSubject, leaf(aaguid), days);
      return read(name, `${name}-above`);
    },
    forgedAttester(aaguid) {
      const name = `leaf-${serial}`;
      make(`${name}-above`, 'root', '/CN=Rig no authority', 'basicConstraints=critical,CA:FALSE\n', '30');
      make(name, `${name}-above`, leafSubject, leaf(aaguid), '30');
      return read(name, `${name}-above`);
    },
  };
}

function openssl(parameters: readonly string[]): void {
  execFileSync('openssl', parameters, { stdio: 'pipe' });
}
