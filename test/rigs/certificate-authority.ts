import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CertificateAuthority {
  readonly certificatePem: string;
  /** Makes a server certificate for a subjectAltName such as `DNS:localhost,IP:127.0.0.1`. */
  issue(name: string, subjectAltName: string): { readonly certificatePath: string; readonly keyPath: string };
}

/** A fresh authority whose files lie in a folder that the caller removes. Needs the openssl command. */
export function makeCertificateAuthority(folder: string): CertificateAuthority {
  const authority = { certificate: join(folder, 'authority.pem'), key: join(folder, 'authority-key.pem') };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    ['req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=Rig authority'].concat(
      '-addext',
      'basicConstraints=critical,CA:TRUE',
      '-addext',
      'keyUsage=critical,keyCertSign',
      '-keyout',
      authority.key,
      '-out',
      authority.certificate,
    ),
  );

  return {
    certificatePem: readFileSync(authority.certificate, 'utf8'),
    issue(name, subjectAltName) {
      const at = (ending: string): string => join(folder, `${name}${ending}`);
      writeFileSync(at('.ext'), `subjectAltName=${subjectAltName}\nextendedKeyUsage=serverAuth\n`);
      openssl([
        'req',
        '-new',
        ...newKey,
        '-subj',
        `/CN=${name}`,
        '-keyout',
        at('-key.pem'),
        '-out',
        at('.csr'),
      ]);
      openssl(
        ['x509', '-req', '-days', '2', '-in', at('.csr'), '-CA', authority.certificate].concat(
          '-CAkey',
          authority.key,
          '-CAcreateserial',
          '-extfile',
          at('.ext'),
          '-out',
          at('.pem'),
        ),
      );
      return { certificatePath: at('.pem'), keyPath: at('-key.pem') };
    },
  };
}

function openssl(parameters: readonly string[]): void {
  execFileSync('openssl', parameters, { stdio: 'pipe' });
}
