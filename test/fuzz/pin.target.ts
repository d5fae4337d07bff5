import { succeed } from '../../native/client/fido-error.ts';
import { type CborMap, decodeCbor, encodeCbor } from '../../native/ctap/canonical-cbor.ts';
import { changePin, getTokenUsingPin, setPin } from '../../native/ctap/client-pin.ts';
import { encapsulate, pinProtocolOne, pinProtocolTwo, verifyTag } from '../../native/ctap/pin-protocol.ts';
import { pinBytes } from '../../native/ctap/pin-text.ts';
import type { CborExchange } from '../../native/hid/ctap-hid-channel.ts';
import { type FuzzTarget, isTypedResult, neverThrows, promised, settles } from './fuzz-target.ts';
import { memoryAuthenticator, pin, recordExchanges, rpId } from './key-answers.ts';
import { mutated } from './mutation.ts';
import type { SeededRandom } from './seeded-random.ts';

const bound = 5_000;
const protocols = [pinProtocolOne, pinProtocolTwo];
const touched = { waitForTouch: async () => 'touched' as const };
/** A fresh software key after so many requests: one that is blocked has little left to say. */
const requestsToOneKey = 200;

/**
 * Key agreement, tokens and PIN texts on the client's side; damaged requests on the software key's side, which must
 * answer each with a status and, if any, a canonical map.
 */
export async function createPinTarget(): Promise<FuzzTarget> {
  const { requests, answers } = await recordExchanges();
  const pinAnswers = answers.filter((_answer, index) => requests[index]?.[0] === 0x06);
  let softKey = memoryAuthenticator();
  let asked = 0;

  async function askSoftKey(random: SeededRandom): Promise<void> {
    if (++asked % requestsToOneKey === 0) softKey = memoryAuthenticator();
    const request = random.once(20) ? random.bytes(random.below(60)) : mutated(random.pick(requests), random);
    const answer = await settles(() => softKey.handle(request, touched), bound, request);
    const body = answer.length > 1 ? decodeCbor(answer.subarray(1)) : null;
    const isWhole =
      answer.length === 1 || (answer[0] === 0 && body?.ok === true && body.value instanceof Map);
    promised(isWhole, 'the software key answers a status, and canonical CBOR with success only', request);
  }

  async function getToken(random: SeededRandom): Promise<void> {
    const given: Uint8Array[] = [];
    const authenticator: CborExchange = {
      async exchange() {
        const valid = random.pick(pinAnswers);
        const answer = random.once(3) ? valid : mutated(valid, random);
        given.push(answer);
        return succeed(answer);
      },
    };
    const protocol = random.pick(protocols);
    const result = await settles<unknown>(
      () => {
        switch (random.below(3)) {
          case 0:
            return setPin(authenticator, protocol, pin);
          case 1:
            return changePin(authenticator, protocol, { present: pin, next: pin });
          default:
            return getTokenUsingPin(authenticator, protocol, pin, { permissions: 2, rpId });
        }
      },
      bound,
      given,
    );
    promised(isTypedResult(result), 'a typed result', given);
  }

  return {
    async step(random) {
      agree(pinAnswers, random);
      decrypt(random);
      typePin(random);
      await getToken(random);
      await askSoftKey(random);
      return 5;
    },
  };
}

/** A public key that the other side sends: no point, another curve, another type. */
function agree(pinAnswers: readonly Uint8Array[], random: SeededRandom): void {
  const answer = mutated(random.pick(pinAnswers).subarray(1), random);
  const decoded = decodeCbor(answer);
  const sent = decoded.ok && decoded.value instanceof Map ? decoded.value.get(0x01) : undefined;
  const key: CborMap = sent instanceof Map ? new Map(sent) : new Map([[1, 2]]);
  if (key instanceof Map && random.once(2)) key.set(random.pick([1, 3, -1, -2, -3]), random.bytes(32));
  const agreed = neverThrows(() => encapsulate(random.pick(protocols), key), encodeCbor(key));
  promised(isTypedResult(agreed), 'a typed result', encodeCbor(key));
}

function decrypt(random: SeededRandom): void {
  const protocol = random.pick(protocols);
  const secret = random.bytes(protocol.version === 1 ? 32 : 64);
  const ciphertext = random.bytes(random.below(100));
  const plaintext = neverThrows(() => protocol.decrypt(secret, ciphertext), ciphertext);
  promised(plaintext === null || plaintext.length % 16 === 0, 'whole blocks or nothing', ciphertext);
  const tag = random.bytes(random.below(40));
  promised(!neverThrows(() => verifyTag(protocol, secret, ciphertext, tag), tag), 'no tag by chance', tag);
}

/** Anything that can be typed: half surrogates, combining marks, text that grows in NFC, zeros. */
function typePin(random: SeededRandom): void {
  const units = Array.from({ length: random.below(70) }, () =>
    random.once(4) ? random.pick([0, 0x0301, 0x3099, 0xd800, 0xdc00, 0xfb2c, 0xffff]) : random.below(0x10000),
  );
  const typed = String.fromCharCode(...units);
  const input = Buffer.from(typed, 'utf16le');
  const bytes = neverThrows(() => pinBytes(typed, 4), input);
  const fits = bytes === null || (bytes.length >= 4 && bytes.length <= 63 && bytes.at(-1) !== 0);
  promised(fits, 'a PIN is 4 to 63 bytes', input);
}
