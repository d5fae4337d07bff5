import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface SelfSignedCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
  /** SHA-256 of its public key (SubjectPublicKeyInfo), in base64: what Chromium can be told to trust. */
  readonly keyHash: string;
}

const day = 24 * 3_600_000;

/**
 * A certificate for these hosts that nobody but its maker vouches for, valid for two days (X.509 v3, RFC 5280; ECDSA
 * with SHA-256 on P-256, RFC 5758), for a server of the demonstration on this machine.
 */
export function makeSelfSignedCertificate(hosts: readonly string[], now: Date): SelfSignedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(set(sequence(objectId('550403'), der(0x0c, Buffer.from('Madoguchi demonstration')))));
  const algorithm = sequence(objectId('2a8648ce3d040302'));
  const names = sequence(...hosts.map((host) => der(0x82, Buffer.from(host, 'ascii'))));
  const signed = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(new Date(now.getTime() - day)), time(new Date(now.getTime() + day))),
    name,
    keyInfo,
    der(0xa3, sequence(sequence(objectId('551d11'), der(0x04, names)))),
  );
  const signature = sign('sha256', signed, privateKey);
  const certificate = sequence(signed, algorithm, der(0x03, Buffer.concat([Buffer.of(0), signature])));
  return {
    certificatePem: pem('CERTIFICATE', certificate),
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    keyHash: createHash('sha256').update(keyInfo).digest('base64'),
  };
}

/** One DER value: tag, length, content (X.690). */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80
      ? Buffer.of(tag, length)
      : length < 0x100
        ? Buffer.of(tag, 0x81, length)
        : Buffer.of(tag, 0x82, length >> 8, length & 0xff);
  return Buffer.concat([head, content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]) => der(0x31, Buffer.concat(parts));
const integer = (content: Buffer) => der(0x02, content);
const objectId = (hexadecimal: string) => der(0x06, Buffer.from(hexadecimal, 'hex'));
/** UTCTime, `YYMMDDhhmmssZ`. */
const time = (at: Date) =>
  der(
    0x17,
    Buffer.from(
      `${at
        .toISOString()
        .replaceAll(/[-:T]|\.\d+/g, '')
        .slice(2)}`,
    ),
  );

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
