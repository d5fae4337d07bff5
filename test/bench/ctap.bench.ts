import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { createHidFidoClient } from '../../native/client/hid-fido-client.ts';
import type { Bench, Contender } from './bench.ts';
import {
  origin,
  pin,
  portWith,
  quickPerson,
  type RecordedExchange,
  recordedKey,
  recordSignIn,
  rpId,
  signIn,
} from './recorded-key.ts';

const signInsPerRound = 40;

/**
 * A sign-in assertion with PIN against a key that answers from a recording. `ours` is the whole client: discovery,
 * channel, getInfo, PIN retries, key agreement, token, assertion, all checks and the WebAuthn JSON. `limit` is the bare
 * exchange of the same reports with the same key and the same cryptography alone. A round is the mean of its sign-ins.
 */
export const bench: Bench = {
  name: 'ctap',
  about:
    'a sign-in with PIN against a recorded key; limit: the same reports and the same cryptography, no more',
  unit: 'ms',
  better: 'lower',
  rounds: 15,
  contenders: { ours, limit, peers: {} },
};

async function ours(): Promise<Contender> {
  const exchanges = await recordSignIn();
  const client = createHidFidoClient({ port: portWith(() => recordedKey(exchanges)) });
  return contender(async () => {
    const signed = await client.getAssertion(signIn, { origin, interaction: quickPerson });
    if (!signed.ok) throw new Error(`${signed.error.code}: ${signed.error.detail}`);
  });
}

async function limit(): Promise<Contender> {
  const exchanges = await recordSignIn();
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const peer = publicKey.export({ format: 'jwk' });
  return contender(async () => {
    await exchangeBare(exchanges);
    signBare(peer);
  });
}

/** Writes each message's reports and waits for as many as the answer has. */
async function exchangeBare(exchanges: readonly RecordedExchange[]): Promise<void> {
  const connection = recordedKey(exchanges);
  for (const { asked, answered } of exchanges) {
    const arrived = new Promise<void>((resolve) => {
      let left = answered.length;
      const stop = connection.onReport(() => {
        left--;
        if (left > 0) return;
        stop();
        resolve();
      });
    });
    for (const report of asked) await connection.write(report);
    await arrived;
  }
  connection.close();
}

/** What a sign-in computes: PIN protocol 2, once, and the hashes. */
function signBare(peer: ReturnType<ReturnType<typeof createPublicKey>['export']> & object): void {
  randomBytes(8);
  createHash('sha256').update(rpId).digest();
  const clientDataHash = createHash('sha256').update(randomBytes(160)).digest();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  publicKey.export({ format: 'jwk' });
  const point = diffieHellman({
    privateKey,
    publicKey: createPublicKey({ key: peer as Record<string, string>, format: 'jwk' }),
  });
  hkdfSync('sha256', point, new Uint8Array(32), 'CTAP2 HMAC key', 32);
  const key = Buffer.from(hkdfSync('sha256', point, new Uint8Array(32), 'CTAP2 AES key', 32));
  const pinHash = createHash('sha256').update(pin).digest().subarray(0, 16);
  const cipher = createCipheriv('aes-256-cbc', key, randomBytes(16)).setAutoPadding(false);
  cipher.update(pinHash);
  cipher.final();
  const decipher = createDecipheriv('aes-256-cbc', key, randomBytes(16)).setAutoPadding(false);
  const token = decipher.update(randomBytes(32));
  decipher.final();
  createHmac('sha256', token).update(clientDataHash).digest();
}

function contender(signInOnce: () => Promise<void>): Contender {
  return {
    async run() {
      const startedMs = performance.now();
      for (let count = 0; count < signInsPerRound; count += 1) await signInOnce();
      return (performance.now() - startedMs) / signInsPerRound;
    },
    async close() {},
  };
}
