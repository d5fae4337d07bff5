import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { collectClientData } from '../../../native/client/collected-client-data.ts';
import { relyingPartyOf } from '../../../native/client/relying-party.ts';
import { parseAuthenticatorData } from '../../../native/ctap/authenticator-data.ts';
import { parseAuthenticatorInfo } from '../../../native/ctap/authenticator-info.ts';
import type { CborValue } from '../../../native/ctap/canonical-cbor.ts';
import { errorOfStatus } from '../../../native/ctap/status-codes.ts';
import { classifyOpenFailure } from '../../../native/hid/hid-open-failure.ts';
import { createNodeHidPort } from '../../../native/hid/node-hid-port.ts';

describe('client data (WebAuthn Level 3 §5.8.1.1)', () => {
  it('has the members in the order of the standard, and is hashed as written', () => {
    const data = collectClientData('webauthn.get', 'AAAA', 'https://example.ac.jp');
    const text =
      '{"type":"webauthn.get","challenge":"AAAA","origin":"https://example.ac.jp","crossOrigin":false}';
    expect(Buffer.from(data.bytes).toString()).toBe(text);
    expect(Buffer.from(data.hash).toString('hex')).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('escapes as CCDToString does, which has no short escapes', () => {
    const data = collectClientData('webauthn.get', 'AAAA', 'a"\\\n\u007f窓\ud800');
    expect(Buffer.from(data.bytes).toString()).toContain('"origin":"a\\"\\\\\\u000a\u007f窓\\ud800"');
  });
});

describe('relying party ids (WebAuthn Level 3 §5.1.3)', () => {
  it.each([
    ['https://madoguchi.example.ac.jp', undefined, 'madoguchi.example.ac.jp'],
    ['https://madoguchi.example.ac.jp', 'example.ac.jp', 'example.ac.jp'],
    ['https://madoguchi.example.ac.jp:8443', 'madoguchi.example.ac.jp', 'madoguchi.example.ac.jp'],
    ['http://localhost:5173', undefined, 'localhost'],
  ])('%s may use %s', (origin, rpId, expected) => {
    expect(relyingPartyOf(origin, rpId)).toMatchObject({ ok: true, value: { id: expected } });
  });
});

describe('CTAP status codes (CTAP 2.2 §8.2)', () => {
  it.each([
    [0x2e, 'key/no-credential'],
    [0x2f, 'key/timeout'],
    [0x31, 'key/pin-wrong'],
    [0x32, 'key/pin-blocked'],
    [0x34, 'key/pin-blocked-until-replug'],
    [0x35, 'key/pin-not-set'],
    [0x2d, 'key/cancelled'],
    [0x19, 'key/already-registered'],
    [0x28, 'key/storage-full'],
    [0x3c, 'key/verification-failed'],
    [0x33, 'key/protocol'],
    [0xdf, 'key/protocol'],
    [0xf0, 'key/protocol'],
  ])('0x%s means %s', (status, code) => {
    expect(errorOfStatus(status)).toMatchObject({ code, status });
  });

  it('gives every byte a code', () => {
    for (let status = 1; status <= 0xff; status++) expect(errorOfStatus(status).code).toMatch(/^key\//);
  });
});

describe('what a key says about itself (CTAP 2.2 §6.4)', () => {
  const info = (entries: [number, CborValue][]) =>
    parseAuthenticatorInfo(
      new Map<number, CborValue>([[1, ['FIDO_2_0']], [3, new Uint8Array(16)], ...entries]),
    );

  it('is filled up with the defaults of the standard', () => {
    expect(info([])).toMatchObject({
      ok: true,
      value: { maximumMessageSize: 1024, pinProtocols: [], minimumPinLength: 4, mustChangePin: false },
    });
  });

  it('is read with care: odd members are dropped and the PIN length stays possible', () => {
    const odd = info([
      [
        4,
        new Map<string | number, CborValue>([
          ['rk', true],
          ['uv', 1],
          [5, true],
        ]),
      ],
      [6, [2, 'x', 1]],
      [0x0d, 9999],
      [0x77, 'unknown'],
    ]);
    expect(odd).toMatchObject({ value: { pinProtocols: [2, 1], minimumPinLength: 63 } });
    expect(odd.ok && [...odd.value.options]).toEqual([['rk', true]]);
  });
});

describe('authenticator data (WebAuthn Level 3 §6.1)', () => {
  it('is refused when short, or longer than its flags say', () => {
    const data = new Uint8Array(37);
    expect(parseAuthenticatorData(data)).toMatchObject({ ok: true, value: { attestedCredential: null } });
    expect(parseAuthenticatorData(data.subarray(1)).ok).toBe(false);
    expect(parseAuthenticatorData(new Uint8Array(38)).ok).toBe(false);
    const extended = Uint8Array.from([...data, 0xa0]);
    extended[32] = 0x80;
    expect(parseAuthenticatorData(extended).ok).toBe(true);
    expect(parseAuthenticatorData(extended.subarray(0, 37)).ok).toBe(false);
  });
});

describe('a device that cannot be opened', () => {
  it.each([
    [{ access: 'denied', stillListed: true, message: '' }, 'key/no-permission'],
    [{ access: 'missing', stillListed: true, message: '' }, 'key/removed'],
    [{ access: 'granted', stillListed: false, message: '' }, 'key/removed'],
    [{ access: 'granted', stillListed: true, message: 'resource busy' }, 'key/busy'],
    [{ access: null, stillListed: true, message: 'Access is denied.' }, 'key/no-permission'],
    [{ access: null, stillListed: true, message: 'Sharing violation' }, 'key/busy'],
    [{ access: null, stillListed: true, message: 'cannot open device' }, 'key/no-permission'],
  ] as const)('%o means %s', (signs, code) => {
    expect(classifyOpenFailure(signs)).toMatchObject({ ok: false, error: { code } });
  });

  it('fails with a code on this machine too, and listing never throws', async () => {
    const port = createNodeHidPort();
    const listed = await port.list();
    if (!listed.ok) expect(listed.error.code).toBe('key/unavailable');
    const opened = await port.open('/dev/hidraw-that-is-not-there');
    expect(opened).toMatchObject({
      ok: false,
      error: { code: listed.ok ? 'key/removed' : 'key/unavailable' },
    });
    port.close();
  });
});
