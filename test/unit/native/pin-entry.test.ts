import { describe, expect, it } from 'vitest';
import { clientOn, origin, person, rightPin, rpId, softKeys } from './soft-key-bench.ts';

const options = { challenge: 'AAAA', rpId };

/** Signs with these PIN entries; the keys hold no credential, so `no-credential` means that the PIN was right. */
async function sign(port: ReturnType<typeof softKeys>, pins: readonly (string | null)[]) {
  const interaction = person(pins);
  const result = await clientOn(port).getAssertion(options, { origin, interaction });
  return { code: result.ok ? 'signed' : result.error.code, interaction };
}

describe.each(['ctap2.0', 'ctap2.1'] as const)('PIN entry on a key of %s', (generation) => {
  const key = { id: 'a', initialPin: rightPin, generation };

  it('asks again after a wrong PIN, with the tries that are left', async () => {
    const { code, interaction } = await sign(softKeys([key]), ['wrong', 'wrong', rightPin]);
    expect(code).toBe('key/no-credential');
    expect(interaction.pinRequests).toEqual([
      { retriesLeft: 8, minimumLength: 4, wrong: false },
      { retriesLeft: 7, minimumLength: 4, wrong: true },
      { retriesLeft: 6, minimumLength: 4, wrong: true },
    ]);
  });

  it('is blocked after three wrong PINs in a row until the key was unplugged', async () => {
    const port = softKeys([key]);
    expect((await sign(port, ['wrong', 'wrong', 'wrong', rightPin])).code).toBe(
      'key/pin-blocked-until-replug',
    );
    const blocked = await sign(port, [rightPin]);
    expect(blocked.code).toBe('key/pin-blocked-until-replug');
    expect(blocked.interaction.pinRequests).toEqual([]);
    port.remove('a');
    port.insert('a');
    const { code, interaction } = await sign(port, [rightPin]);
    expect(code).toBe('key/no-credential');
    expect(interaction.pinRequests[0]?.retriesLeft).toBe(5);
    expect((await sign(port, [null])).interaction.pinRequests[0]?.retriesLeft).toBe(8);
  });

  it('is blocked for good after eight wrong PINs, replugging or not', async () => {
    const port = softKeys([key]);
    const codes: string[] = [];
    for (let round = 0; round < 3; round++) {
      codes.push((await sign(port, ['wrong', 'wrong', 'wrong'])).code);
      port.remove('a');
      port.insert('a');
    }
    expect(codes).toEqual([
      'key/pin-blocked-until-replug',
      'key/pin-blocked-until-replug',
      'key/pin-blocked',
    ]);
    expect((await sign(port, [rightPin])).code).toBe('key/pin-blocked');
  });

  it('costs the key no try when an entry cannot be a PIN, and is bounded', async () => {
    const { code, interaction } = await sign(softKeys([key]), ['123', rightPin]);
    expect(code).toBe('key/no-credential');
    expect(interaction.pinRequests.map(({ retriesLeft }) => retriesLeft)).toEqual([8, 8]);
    expect((await sign(softKeys([key]), Array(50).fill('1'))).code).toBe('key/pin-wrong');
  });

  it('gives up when the person does, and says so when no PIN is set', async () => {
    expect((await sign(softKeys([key]), [null])).code).toBe('key/cancelled');
    const { code, interaction } = await sign(softKeys([{ id: 'b', generation }]), [rightPin]);
    expect(code).toBe('key/pin-not-set');
    expect(interaction.told).toEqual(['done']);
  });

  it('ends when the key is pulled out, the caller gives up or the person stays away', async () => {
    const port = softKeys([key]);
    const never = new Promise<null>(() => {});
    const asking = (onPin: () => void) => {
      const requestPin = () => {
        onPin();
        return never;
      };
      return { ...person(), requestPin };
    };
    const removed = clientOn(port).getAssertion(options, {
      origin,
      interaction: asking(() => port.remove('a')),
    });
    expect(await removed).toMatchObject({ ok: false, error: { code: 'key/removed' } });
    port.insert('a');
    const caller = new AbortController();
    const context = { origin, interaction: asking(() => caller.abort()), signal: caller.signal };
    expect(await clientOn(port).getAssertion(options, context)).toMatchObject({
      error: { code: 'key/cancelled' },
    });
    const patient = clientOn(port, {}, { pin: 20 });
    expect(await patient.getAssertion(options, { origin, interaction: asking(() => {}) })).toMatchObject({
      error: { code: 'key/timeout' },
    });
  });
});
