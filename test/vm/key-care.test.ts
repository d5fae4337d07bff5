import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperatorCredential } from '../../main/exchange/operator-assertion.ts';
import { type KeyGuest, startKeyGuest } from '../rigs/vm/key-guest.ts';
import { isAvailable } from '../rigs/vm/prepare-guest.ts';
import { type Libfido2, libfido2In, publicKeyOf } from './libfido2-tools.ts';
import {
  creationOptions,
  newChallenge,
  origin,
  registeredCredential,
  requestFor,
  rpId,
} from './relying-party.ts';

const elsewhere = 'elsewhere.example.org';
const shortPin = '24680';
const longPin = 'まどぐち2468';

describe.skipIf(!isAvailable().available)('key care, ours and that of libfido2, on one key', () => {
  let guest: KeyGuest;
  let tools: Libfido2;
  let device = '';
  let theirs: OperatorCredential;
  let ours: OperatorCredential;
  let foreign = '';

  beforeAll(async () => {
    guest = await startKeyGuest(300);
    tools = libfido2In(guest);
    device = await guest.ask('plugIn', { id: 'a' });
  });
  afterAll(() => guest?.stop());

  async function condition() {
    const described = await guest.ask('describeKeys', null);
    if (!described.ok) throw new Error(described.error.code);
    const [key] = described.value;
    if (key === undefined || !key.condition.ok) throw new Error('not described');
    return key.condition.value;
  }

  const base64 = (base64url: string): string => Buffer.from(base64url, 'base64url').toString('base64');
  const asked = (pin: string) => [['PIN', pin]] as const;

  it('sets a PIN that libfido2 knows', async () => {
    expect(await guest.ask('setPin', { pin: '123' })).toMatchObject({
      error: { code: 'key/pin-not-allowed' },
    });
    expect(await guest.ask('setPin', { pin: shortPin })).toEqual({ ok: true, value: null });
    const { output } = await tools.token(['-I', device]);
    const described = await condition();
    expect(described.pin).toMatchObject({ set: true, retriesLeft: 8, minimumLength: 4, mustChange: false });
    expect(output).toContain('pin retries: 8');
    expect(output).toContain('minpinlen: 4');
    expect(output).toContain(`version strings: ${described.versions.join(', ')}`);
    expect(output).toContain(`aaguid: ${described.aaguid.replaceAll('-', '')}`);
    expect(output).toContain(`fwversion: 0x${described.firmware?.toString(16)}`);
  });

  it('lists the same stored credentials as libfido2', async () => {
    const madeByTool = await tools.makeCredential({ device, user: 'theirs', resident: true, pin: shortPin });
    theirs = await registeredCredential(madeByTool.response, madeByTool.challenge);
    const options = creationOptions('ours', { authenticatorSelection: { residentKey: 'required' } });
    const { result } = await guest.ask('register', { origin, pin: shortPin, options });
    if (!result.ok) throw new Error(result.error.code);
    ours = await registeredCredential(result.value, options.challenge);
    const other = await tools.makeCredential({
      device,
      user: 'somebody',
      relyingParty: elsewhere,
      resident: true,
      pin: shortPin,
    });
    foreign = other.response.id;

    const parties = await tools.token(['-L', '-r', device], asked(shortPin));
    expect(parties).toMatchObject({ status: 0, output: expect.stringContaining(rpId) });
    expect(parties.output).toContain(elsewhere);
    const listed = await tools.token(['-L', '-k', rpId, device], asked(shortPin));
    expect(listed.output).toContain(base64(theirs.id));
    expect(listed.output).toContain(base64(ours.id));
    expect(listed.output).not.toContain(base64(foreign));
    const metadata = await tools.token(['-I', '-c', device], asked(shortPin));

    const own = await guest.ask('listCredentials', { pin: shortPin, rpId });
    if (!own.ok) throw new Error(own.error.code);
    expect(own.value).toMatchObject({ stored: 3, relyingParties: 2 });
    expect(own.value.credentials.map(({ credentialId }) => credentialId).sort()).toEqual(
      [theirs.id, ours.id].sort(),
    );
    expect(metadata.output).toMatch(/existing rk\(s\): 3\s/);
    expect(metadata.output).toMatch(new RegExp(`remaining rk\\(s\\): ${own.value.remaining}\\s`));
  });

  it('shows libfido2 the public key that was registered', async () => {
    const { output } = await tools.token(['-I', '-k', rpId, '-i', base64(ours.id), device], asked(shortPin));
    expect(output.replaceAll('\r', '')).toContain(publicKeyOf(ours).pem.trim());
  });

  it('sees the names that libfido2 gave', async () => {
    const userId = Buffer.from('ours').toString('base64');
    const renamed = await tools.token(
      ['-S', '-c', '-i', base64(ours.id), '-k', userId, '-n', 'hanako', '-p', '佐藤 花子', device],
      asked(shortPin),
    );
    expect(renamed).toMatchObject({ status: 0 });
    const own = await guest.ask('listCredentials', { pin: shortPin, rpId });
    expect(own.ok && own.value.credentials).toContainEqual(
      expect.objectContaining({ credentialId: ours.id, userName: 'hanako', userDisplayName: '佐藤 花子' }),
    );
  });

  it('deletes its own, never those of others, and libfido2 agrees on what is left', async () => {
    const target = { pin: shortPin, rpId };
    expect(await guest.ask('deleteCredential', { ...target, credentialId: foreign })).toMatchObject({
      error: { code: 'key/no-credential' },
    });
    expect(await guest.ask('deleteCredential', { ...target, credentialId: ours.id })).toMatchObject({
      ok: true,
    });
    const deleted = await tools.token(['-D', '-i', base64(theirs.id), device], asked(shortPin));
    expect(deleted).toMatchObject({ status: 0 });
    const own = await guest.ask('listCredentials', { pin: shortPin, rpId });
    expect(own).toMatchObject({ ok: true, value: { stored: 1, relyingParties: 1, credentials: [] } });
    const left = await tools.token(['-L', '-k', elsewhere, device], asked(shortPin));
    expect(left.output).toContain(base64(foreign));
  });

  it('wants a longer PIN when libfido2 raised the minimum, and changes it', async () => {
    expect(await tools.token(['-S', '-l', '6', device], asked(shortPin))).toMatchObject({ status: 0 });
    expect((await condition()).pin).toMatchObject({ mustChange: true, minimumLength: 6 });
    const options = requestFor(theirs, newChallenge());
    const { result } = await guest.ask('authenticate', { origin, pin: shortPin, options });
    expect(result).toMatchObject({ ok: false, error: { code: 'key/pin-not-allowed' } });
    const change = { present: shortPin, next: longPin };
    expect(await guest.ask('changePin', { ...change, next: '12345' })).toMatchObject({
      error: { code: 'key/pin-not-allowed' },
    });
    expect(await guest.ask('changePin', change)).toEqual({ ok: true, value: null });
    const made = await tools.makeCredential({ device, user: 'after', pin: longPin });
    expect(await tools.verifyCredential(made.response, 'es256')).toMatchObject({ status: 0 });
    const { output } = await tools.token(['-I', device]);
    expect(output).toContain('pin change required: false');
  });

  it('sees that libfido2 made the key verify always', async () => {
    expect(await tools.token(['-S', '-u', device], asked(longPin))).toMatchObject({ status: 0 });
    expect((await condition()).alwaysVerifies).toBe(true);
    expect(await tools.token(['-D', '-u', device], asked(longPin))).toMatchObject({ status: 0 });
    expect((await condition()).alwaysVerifies).toBe(false);
  });

  it('tells apart a key blocked until it is pulled out, as libfido2 does', async () => {
    const wrong = () => tools.token(['-L', '-r', device], asked('wrong one'));
    expect((await wrong()).output).toContain('FIDO_ERR_PIN_INVALID');
    expect((await wrong()).output).toContain('FIDO_ERR_PIN_INVALID');
    expect((await wrong()).output).toContain('FIDO_ERR_PIN_AUTH_BLOCKED');
    expect((await condition()).pin).toMatchObject({ retriesLeft: 5, blocked: 'until-replug' });
    expect(await guest.ask('listCredentials', { pin: longPin, rpId })).toMatchObject({
      error: { code: 'key/pin-blocked-until-replug' },
    });
    await guest.ask('pullOut', { id: 'a' });
    device = await guest.ask('plugIn', { id: 'a' });
    expect(await guest.ask('listCredentials', { pin: longPin, rpId })).toMatchObject({ ok: true });
    expect((await condition()).pin).toMatchObject({ retriesLeft: 8, blocked: 'no' });
  });

  it('resets the key just after it was plugged in, and libfido2 finds it empty', async () => {
    await guest.ask('pullOut', { id: 'a' });
    device = await guest.ask('plugIn', { id: 'a' });
    const { result, told } = await guest.ask('resetKey', { keyId: 'a', devicePath: device });
    expect(result).toEqual({ ok: true, value: null });
    expect(told).toEqual(['touch', 'done']);
    const { output } = await tools.token(['-I', device]);
    expect(output).toContain('noclientPin');
    expect(output).toContain('minpinlen: 4');
  });

  it('is found empty after libfido2 reset it', async () => {
    expect(await guest.ask('setPin', { pin: shortPin })).toMatchObject({ ok: true });
    expect(await tools.token(['-R', device])).toMatchObject({ status: 0 });
    expect((await condition()).pin.set).toBe(false);
  });

  it('explains a key that speaks only U2F', async () => {
    await guest.ask('pullOut', { id: 'a' });
    await guest.ask('plugIn', { id: 'old', generation: 'u2f' });
    const described = await guest.ask('describeKeys', null);
    expect(described.ok && described.value).toMatchObject([
      { condition: { ok: false, error: { code: 'key/u2f-only' } } },
    ]);
    const { result } = await guest.ask('register', {
      origin,
      pin: shortPin,
      options: creationOptions('operator-1'),
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'key/u2f-only' } });
  });
});
