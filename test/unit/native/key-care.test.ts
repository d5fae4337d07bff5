import { describe, expect, it } from 'vitest';
import { careOf, clientOn, origin, person, registered, rightPin, rpId, softKeys } from './soft-key-bench.ts';

const aaguid = 'b7a9c6d2-51f0-4e0a-9a6e-6d61646f6775';
const stranger = 'example.com';

describe('describing keys', () => {
  it('tells how each key stands, and asks nothing of the person', async () => {
    const port = softKeys([
      { id: 'a', initialPin: rightPin, generation: 'ctap2.2', fingerprint: true },
      { id: 'b', generation: 'ctap2.0' },
      { id: 'c', generation: 'u2f' },
    ]);
    const described = await careOf(port).describeKeys();
    expect(described).toEqual({
      ok: true,
      value: [
        {
          device: expect.objectContaining({ path: 'software:a', simulated: true }),
          condition: {
            ok: true,
            value: {
              versions: ['FIDO_2_0', 'FIDO_2_1', 'FIDO_2_2'],
              aaguid,
              firmware: 2,
              pin: {
                supported: true,
                set: true,
                retriesLeft: 8,
                blocked: 'no',
                mustChange: false,
                minimumLength: 4,
                maximumLength: 63,
              },
              sensor: { enrolled: true, retriesLeft: 5, blocked: false },
              alwaysVerifies: false,
              credentials: { manageable: true, remaining: 100 },
              longTouchForReset: false,
            },
          },
        },
        {
          device: expect.objectContaining({ path: 'software:b' }),
          condition: {
            ok: true,
            value: expect.objectContaining({
              versions: ['FIDO_2_0'],
              firmware: null,
              sensor: null,
              alwaysVerifies: null,
              credentials: { manageable: false, remaining: null },
              pin: expect.objectContaining({ set: false, retriesLeft: null, blocked: 'no' }),
            }),
          },
        },
        {
          device: expect.objectContaining({ path: 'software:c' }),
          condition: { ok: false, error: expect.objectContaining({ code: 'key/u2f-only' }) },
        },
      ],
    });
  });

  it('tells a key that is blocked until replugged from one that is blocked for good', async () => {
    const port = softKeys([{ id: 'a', initialPin: rightPin }]);
    const blocked = async (): Promise<unknown> => {
      const described = await careOf(port).describeKeys();
      const condition = described.ok ? described.value[0]?.condition : undefined;
      return condition?.ok ? condition.value.pin : condition;
    };
    const wrongThrice = () =>
      clientOn(port).getAssertion(
        { challenge: 'AAAA', rpId },
        { origin, interaction: person(Array(3).fill('wrong')) },
      );
    const replug = () => port.remove('a') && port.insert('a');
    await wrongThrice();
    expect(await blocked()).toMatchObject({ blocked: 'until-replug', retriesLeft: 5 });
    replug();
    expect(await blocked()).toMatchObject({ blocked: 'no', retriesLeft: 5 });
    await wrongThrice();
    replug();
    await wrongThrice();
    expect(await blocked()).toMatchObject({ blocked: 'for-good', retriesLeft: 0 });
  });

  it('says that a key is busy while it waits for a touch of another operation', async () => {
    const port = softKeys([{ id: 'a', initialPin: rightPin }], 'manual');
    const caller = new AbortController();
    let described: unknown;
    const touchNeeded = async () => {
      described = await careOf(port).describeKeys();
      caller.abort();
    };
    await clientOn(port).makeCredential(
      {
        rp: { id: rpId, name: 'M' },
        user: { id: 'b3A', name: 'op', displayName: 'Operator' },
        challenge: 'AAAA',
        pubKeyCredParams: [],
      },
      { origin, interaction: person([rightPin], { touchNeeded }), signal: caller.signal },
    );
    expect(described).toMatchObject({
      value: [{ condition: { ok: false, error: { code: 'key/busy' } } }],
    });
  });
});

describe.each(['ctap2.0', 'ctap2.1', 'ctap2.2'] as const)('the PIN of a key of %s', (generation) => {
  it('is set once, in any form of Unicode, and refused where the key or its rules do not take it', async () => {
    const port = softKeys([{ id: 'a', generation }]);
    const care = careOf(port);
    const set = (pin: string) => care.setPin(pin, { interaction: person() });
    expect(await set('か\u3099き')).toMatchObject({ error: { code: 'key/pin-not-allowed' } });
    expect(await set('x'.repeat(64))).toMatchObject({ error: { code: 'key/pin-not-allowed' } });
    expect(await set('か\u3099ぎく12')).toEqual({ ok: true, value: null });
    expect(await set('another1')).toMatchObject({ error: { code: 'key/bad-request' } });
    expect(await registered(port, 'op', { pin: 'がぎく12' })).toMatch(/^[\w-]{43}$/);
  });

  it('is changed by whoever knows it; a wrong one says how many tries are left', async () => {
    const port = softKeys([{ id: 'a', generation, initialPin: rightPin }]);
    const interaction = person();
    const change = (present: string, next: string) =>
      careOf(port).changePin({ present, next }, { interaction });
    expect(await change('12345', 'next1')).toMatchObject({
      error: { code: 'key/pin-wrong', retriesLeft: 7 },
    });
    expect(await change('1', 'next1')).toMatchObject({ error: { code: 'key/pin-wrong', retriesLeft: 7 } });
    expect(await change(rightPin, '123')).toMatchObject({ error: { code: 'key/pin-not-allowed' } });
    expect(await change(rightPin, 'next1')).toEqual({ ok: true, value: null });
    expect(await registered(port, 'op', { pin: 'next1' })).toBeTruthy();
    expect(await change('wrong', 'x123')).toMatchObject({ error: { retriesLeft: 7 } });
    expect(await change('wrong', 'x123')).toMatchObject({ error: { retriesLeft: 6 } });
    expect(await change('wrong', 'x123')).toMatchObject({ error: { code: 'key/pin-blocked-until-replug' } });
    expect(new Set(interaction.told)).toEqual(new Set(['done']));
  });
});

describe.each(['ctap2.1-preview', 'ctap2.1', 'ctap2.2'] as const)(
  'credentials on a key of %s',
  (generation) => {
    const key = { id: 'a', generation, initialPin: rightPin };

    it('are listed for the one RP, with how full the key is', async () => {
      const port = softKeys([key]);
      const care = careOf(port);
      const list = async () => {
        const listed = await care.listCredentials(rpId, { interaction: person() });
        return listed.ok ? listed.value : listed.error;
      };
      expect(await list()).toEqual({ stored: 0, remaining: 100, relyingParties: 0, credentials: [] });
      await registered(port, 'stranger', { rpId: stranger });
      expect(await list()).toEqual({ stored: 1, remaining: 99, relyingParties: 1, credentials: [] });
      const one = await registered(port, 'one');
      const two = await registered(port, 'two');
      expect(await list()).toEqual({
        stored: 3,
        remaining: 97,
        relyingParties: 2,
        credentials: [two, one].map((credentialId, index) => {
          const name = ['two', 'one'][index]!;
          const userId = Buffer.from(name).toString('base64url');
          return { credentialId, userId, userName: name, userDisplayName: name, protection: 1 };
        }),
      });
    });

    it('are deleted one by one, and only those of the RP', async () => {
      const port = softKeys([key]);
      const care = careOf(port);
      const foreign = await registered(port, 'stranger', { rpId: stranger });
      const own = await registered(port, 'one');
      const remove = (credentialId: string) =>
        care.deleteCredential({ rpId, credentialId }, { interaction: person() });
      expect(await remove(foreign)).toMatchObject({ error: { code: 'key/no-credential' } });
      expect(await remove('!')).toMatchObject({ error: { code: 'key/bad-request' } });
      expect(await remove(own)).toEqual({ ok: true, value: null });
      expect(await remove(own)).toMatchObject({ error: { code: 'key/no-credential' } });
      expect(await care.listCredentials(stranger, { interaction: person() })).toMatchObject({
        value: { stored: 1, credentials: [{ credentialId: foreign }] },
      });
    });

    it('are renamed where the key can, never given to another user', async () => {
      const port = softKeys([key]);
      const care = careOf(port);
      const credentialId = await registered(port, 'one');
      const names = { name: 'uno', displayName: '壱' };
      const renamed = await care.renameCredential({ rpId, credentialId }, names, { interaction: person() });
      if (generation === 'ctap2.1-preview') {
        expect(renamed).toMatchObject({ error: { code: 'key/not-supported' } });
        return;
      }
      expect(renamed).toEqual({ ok: true, value: null });
      expect(await care.listCredentials(rpId, { interaction: person() })).toMatchObject({
        value: { credentials: [{ userName: 'uno', userDisplayName: '壱', userId: 'b25l' }] },
      });
    });
  },
);

describe('credentials that cannot be managed', () => {
  it('are not: the key has no such command, no PIN, or the person gives up', async () => {
    const list = (port: ReturnType<typeof softKeys>, pins: (string | null)[]) =>
      careOf(port).listCredentials(rpId, { interaction: person(pins) });
    const old = softKeys([{ id: 'a', generation: 'ctap2.0', initialPin: rightPin }]);
    expect(await list(old, [rightPin])).toMatchObject({ error: { code: 'key/not-supported' } });
    expect(await list(softKeys([{ id: 'a' }]), [])).toMatchObject({ error: { code: 'key/pin-not-set' } });
    const port = softKeys([{ id: 'a', initialPin: rightPin }]);
    expect(await list(port, [null])).toMatchObject({ error: { code: 'key/cancelled' } });
    expect(await list(port, ['wrong', null])).toMatchObject({ error: { code: 'key/cancelled' } });
  });
});

describe('the rules of a key (CTAP 2.2 §6.11)', () => {
  it('verify the person for everything when told so, and no more when told otherwise', async () => {
    const port = softKeys([{ id: 'a', initialPin: rightPin }]);
    const care = careOf(port);
    const always = async (wanted: boolean) => {
      const set = await care.setAlwaysVerify(wanted, { interaction: person() });
      const described = await care.describeKeys();
      const condition = described.ok ? described.value[0]?.condition : undefined;
      return [set.ok, condition?.ok && condition.value.alwaysVerifies];
    };
    expect(await always(true)).toEqual([true, true]);
    expect(await always(true)).toEqual([true, true]);
    expect(await registered(port, 'op')).toBeTruthy();
    expect(await always(false)).toEqual([true, false]);
  });

  it('can be set on a key without a PIN, which then asks for one', async () => {
    const port = softKeys([{ id: 'a' }]);
    const set = await careOf(port).setAlwaysVerify(true, { interaction: person([]) });
    expect(set).toEqual({ ok: true, value: null });
    await expect(registered(port, 'op')).rejects.toThrow('key/pin-not-set');
  });

  it('raise the shortest PIN but never lower it', async () => {
    const port = softKeys([{ id: 'a', initialPin: rightPin }]);
    const raise = (length: number) => careOf(port).raiseMinimumPinLength(length, { interaction: person() });
    expect(await raise(6)).toEqual({ ok: true, value: null });
    expect(await raise(5)).toMatchObject({ error: { code: 'key/pin-not-allowed' } });
    expect(await careOf(port).describeKeys()).toMatchObject({
      value: [{ condition: { value: { pin: { minimumLength: 6, mustChange: false } } } }],
    });
  });

  it('are unknown to a key of CTAP 2.0', async () => {
    const port = softKeys([{ id: 'a', initialPin: rightPin, generation: 'ctap2.0' }]);
    expect(await careOf(port).setAlwaysVerify(true, { interaction: person() })).toMatchObject({
      error: { code: 'key/not-supported' },
    });
  });
});
