import { describe, expect, it } from 'vitest';
import { succeed } from '../../../native/client/fido-error.ts';
import { setMinimumPinLength, toggleAlwaysUv } from '../../../native/ctap/authenticator-config.ts';
import { parseAuthenticatorInfo } from '../../../native/ctap/authenticator-info.ts';
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '../../../native/ctap/canonical-cbor.ts';
import {
  deleteCredential,
  enumerateCredentials,
  enumerateRelyingParties,
  getCredentialsMetadata,
  rpIdHashOf,
  updateUserInformation,
} from '../../../native/ctap/credential-management.ts';
import { ctapCommand } from '../../../native/ctap/ctap-command.ts';
import { pinProtocolOne, pinProtocolTwo } from '../../../native/ctap/pin-protocol.ts';
import { resetAuthenticator } from '../../../native/ctap/reset-authenticator.ts';
import { errorOfStatus } from '../../../native/ctap/status-codes.ts';
import type { CborExchange } from '../../../native/hid/ctap-hid-channel.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const tokenBytes = new Uint8Array(32).fill(0x11);

/** An authenticator that answers from a list and keeps what it was sent. */
function recording(answers: readonly (Uint8Array | CborMap)[]) {
  const sent: Uint8Array[] = [];
  const authenticator: CborExchange = {
    async exchange(request) {
      sent.push(request);
      const answer = answers[sent.length - 1] ?? Uint8Array.of(0);
      return succeed(answer instanceof Uint8Array ? answer : Uint8Array.of(0, ...encodeCbor(answer)));
    },
  };
  return { authenticator, sent };
}

const map = (...entries: [number | string, CborValue][]): CborMap => new Map(entries);
const management = (authenticator: CborExchange) => ({
  authenticator,
  command: ctapCommand.credentialManagement,
  token: { protocol: pinProtocolOne, bytes: tokenBytes },
});

describe('credential management on the wire (CTAP 2.2 §6.8)', () => {
  it('sends subcommand, parameters, protocol and the tag over subcommand and parameters', async () => {
    const { authenticator, sent } = recording([map([1, 2], [2, 23])]);
    expect(await getCredentialsMetadata(management(authenticator))).toEqual(
      succeed({ stored: 2, remaining: 23 }),
    );
    const tag = hex(pinProtocolOne.authenticate(tokenBytes, Uint8Array.of(1)));
    expect(hex(sent[0]!)).toBe(`0aa3010103010450${tag}`);
    expect(tag).toHaveLength(32);
  });

  it('asks for one entry after the other, as many as the first answer says', async () => {
    const rp = (fill: number, more: [number, CborValue][] = []) =>
      map([3, map(['id', `rp${fill}.example`])], [4, new Uint8Array(32).fill(fill)], ...more);
    const { authenticator, sent } = recording([rp(1, [[5, 3]]), rp(2), rp(3)]);
    const parties = await enumerateRelyingParties(management(authenticator));
    expect(parties.ok && parties.value.map(({ id }) => id)).toEqual([
      'rp1.example',
      'rp2.example',
      'rp3.example',
    ]);
    expect(sent.slice(1).map(hex)).toEqual(['0aa10103', '0aa10103']);
  });

  it('names the RP by its hash, and binds the tag to it', async () => {
    const entry = map(
      [6, map(['id', Uint8Array.of(7)], ['name', 'op'])],
      [7, map(['id', Uint8Array.of(9)], ['type', 'public-key'])],
      [9, 1],
      [10, 3],
    );
    const { authenticator, sent } = recording([entry]);
    const hash = rpIdHashOf('madoguchi.example.ac.jp');
    const listed = await enumerateCredentials(management(authenticator), hash);
    expect(listed).toEqual(
      succeed([
        {
          credentialId: Uint8Array.of(9),
          userId: Uint8Array.of(7),
          userName: 'op',
          userDisplayName: null,
          protection: 3,
        },
      ]),
    );
    const parameters = `a1015820${hex(hash)}`;
    const tag = hex(pinProtocolOne.authenticate(tokenBytes, Buffer.from(`04${parameters}`, 'hex')));
    expect(hex(sent[0]!)).toBe(`0aa4010402${parameters}03010450${tag}`);
  });

  it('uses the prototype command for keys of the preview, and does not rename there', async () => {
    const { authenticator, sent } = recording([]);
    const preview = { ...management(authenticator), command: ctapCommand.credentialManagementPreview };
    expect((await deleteCredential(preview, Uint8Array.of(9))).ok).toBe(true);
    expect(sent[0]![0]).toBe(0x41);
    const user = { id: Uint8Array.of(7), name: 'n', displayName: 'd' };
    expect(await updateUserInformation(preview, Uint8Array.of(9), user)).toMatchObject({
      error: { code: 'key/not-supported' },
    });
    expect(sent).toHaveLength(1);
  });

  it.each<[string, (Uint8Array | CborMap)[]]>([
    ['an impossible total', [map([4, new Uint8Array(32)], [5, 1_000_000])]],
    ['no total', [map([4, new Uint8Array(32)])]],
    ['a hash of another length', [map([4, new Uint8Array(31)], [5, 1])]],
    ['fewer entries than announced', [map([4, new Uint8Array(32)], [5, 2]), Uint8Array.of(0x30)]],
    ['an empty entry', [map([4, new Uint8Array(32)], [5, 2]), map()]],
  ])('refuses a listing with %s', async (_name, answers) => {
    const { authenticator } = recording(answers);
    expect(await enumerateRelyingParties(management(authenticator))).toMatchObject({
      error: { code: 'key/protocol' },
    });
  });

  it('takes "no credentials" for an empty list', async () => {
    const { authenticator } = recording([Uint8Array.of(0x2e)]);
    expect(await enumerateRelyingParties(management(authenticator))).toEqual(succeed([]));
  });
});

describe('authenticatorConfig on the wire (CTAP 2.2 §6.11)', () => {
  it('binds the tag to 32 bytes 0xff, the command, the subcommand and its parameters', async () => {
    const { authenticator, sent } = recording([]);
    const token = { protocol: pinProtocolTwo, bytes: tokenBytes };
    await setMinimumPinLength(authenticator, token, { length: 8, readers: ['a.jp'], forceChange: true });
    const parameters = 'a3010802816461 2e6a7003f5'.replace(' ', '');
    const message = Buffer.from(`${'ff'.repeat(32)}0d03${parameters}`, 'hex');
    const tag = hex(pinProtocolTwo.authenticate(tokenBytes, message));
    expect(hex(sent[0]!)).toBe(`0da4010302${parameters}0302045820${tag}`);
  });

  it('sends no tag to a key that is not protected', async () => {
    const { authenticator, sent } = recording([]);
    expect(await toggleAlwaysUv(authenticator, null)).toEqual(succeed(null));
    expect(hex(sent[0]!)).toBe('0da10102');
  });
});

describe('authenticatorReset on the wire (CTAP 2.2 §6.6)', () => {
  it('is one byte; outside the time it is told apart from every other refusal', async () => {
    const { authenticator, sent } = recording([
      Uint8Array.of(0),
      Uint8Array.of(0x30),
      Uint8Array.of(0x27),
      Uint8Array.of(0x2f),
    ]);
    const codes: unknown[] = [];
    for (let call = 0; call < 4; call++) {
      const result = await resetAuthenticator(authenticator, {});
      codes.push(result.ok ? 'done' : result.error.code);
    }
    expect(codes).toEqual(['done', 'key/reset-window-over', 'key/cancelled', 'key/timeout']);
    expect(sent.map(hex)).toEqual(['07', '07', '07', '07']);
  });
});

describe('every status byte (CTAP 2.2 §8.2)', () => {
  it('becomes one of the few codes, and is kept', () => {
    const codes = new Map<string, number[]>();
    for (let status = 1; status < 256; status++) {
      const error = errorOfStatus(status);
      expect(error.status).toBe(status);
      codes.set(error.code, [...(codes.get(error.code) ?? []), status]);
    }
    codes.delete('key/protocol');
    expect(Object.fromEntries(codes)).toEqual({
      'key/timeout': [0x05, 0x2f, 0x3a],
      'key/busy': [0x06, 0x0a, 0x21, 0x23, 0x24],
      'key/cancelled': [0x27, 0x2d],
      'key/already-registered': [0x19],
      'key/no-credential': [0x22, 0x25, 0x2e],
      'key/storage-full': [0x17, 0x18, 0x28],
      'key/pin-wrong': [0x31],
      'key/pin-blocked': [0x32],
      'key/pin-blocked-until-replug': [0x34],
      'key/pin-not-set': [0x35],
      'key/pin-not-allowed': [0x37],
      'key/verification-failed': [0x3c, 0x3f],
      'key/not-supported': [0x01, 0x16, 0x26, 0x2b, 0x2c, 0x3e, 0x40],
    });
  });
});

describe('authenticatorGetInfo (CTAP 2.2 §6.4)', () => {
  const parsed = (text: string) => {
    const decoded = decodeCbor(Buffer.from(text, 'hex'));
    if (!decoded.ok) throw new Error('vector is not canonical');
    return parseAuthenticatorInfo(decoded.value as CborMap);
  };
  const smallest = `a2018166${Buffer.from('FIDO_2').toString('hex')}0350${'00'.repeat(16)}`;

  it('fills in the defaults of the standard', () => {
    expect(parsed(smallest)).toMatchObject({
      ok: true,
      value: {
        maximumMessageSize: 1024,
        minimumPinLength: 4,
        maximumPinLength: 63,
        mustChangePin: false,
        firmwareVersion: null,
        remainingCredentials: null,
        resetTransports: [],
        longTouchForReset: false,
      },
    });
  });

  it('keeps impossible lengths of PINs within the standard', () => {
    const info = (minimum: number, maximum: number) =>
      parseAuthenticatorInfo(
        map([1, ['FIDO_2_2']], [3, new Uint8Array(16)], [0x0d, minimum], [0x1d, maximum]),
      );
    expect(info(0, 1000)).toMatchObject({ value: { minimumPinLength: 4, maximumPinLength: 63 } });
    expect(info(900, 0)).toMatchObject({ value: { minimumPinLength: 63, maximumPinLength: 8 } });
  });
});
