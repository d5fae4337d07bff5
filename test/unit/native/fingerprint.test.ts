import { describe, expect, it } from 'vitest';
import type { SensorRequest, UserInteraction } from '../../../native/client/user-interaction.ts';
import type { SoftKeyPort } from '../../../native/softkey/soft-key-port.ts';
import type { Finger } from '../../../native/softkey/touch-sensor.ts';
import { careOf, clientOn, origin, person, rightPin, rpId, softKeys } from './soft-key-bench.ts';

const options = { challenge: 'AAAA', rpId };
const creation = {
  rp: { id: rpId, name: 'Madoguchi' },
  user: { id: 'b3A', name: 'op', displayName: 'Operator' },
  challenge: 'AAAA',
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
};

/** A person who puts these fingers on the sensor, one for each time they are asked. */
function fingers(
  port: SoftKeyPort,
  given: readonly (Finger | 'cancel')[],
  pins: readonly (string | null)[] = [],
) {
  const caller = new AbortController();
  const asked: SensorRequest[] = [];
  const base = person(pins, { touchNeeded: (id) => queueMicrotask(() => port.touch(id)) });
  const interaction: UserInteraction & { readonly told: string[] } = {
    ...base,
    sensorNeeded(request) {
      const finger = given[asked.length];
      asked.push(request);
      base.told.push('finger');
      if (finger === 'cancel') caller.abort();
      else if (finger !== undefined) queueMicrotask(() => port.touch(request.device.serial ?? '', finger));
    },
  };
  return { interaction, asked, context: { origin, interaction, signal: caller.signal } };
}

describe.each(['ctap2.1', 'ctap2.2'] as const)('a fingerprint on a key of %s', (generation) => {
  const key = { id: 'a', generation, fingerprint: true, initialPin: rightPin };

  it('verifies instead of the PIN, and its touch is the only one', async () => {
    const port = softKeys([key], 'manual');
    const { context, interaction } = fingers(port, ['right']);
    expect((await clientOn(port).makeCredential(creation, context)).ok).toBe(true);
    expect(interaction.told).toEqual(['finger', 'done']);
  });

  it('is asked for again with the tries that are left', async () => {
    const port = softKeys([key], 'manual');
    const { context, asked } = fingers(port, ['wrong', 'wrong', 'right']);
    expect((await clientOn(port).makeCredential(creation, context)).ok).toBe(true);
    expect(asked.map(({ retriesLeft, failed }) => [retriesLeft, failed])).toEqual([
      [5, false],
      [4, true],
      [3, true],
    ]);
    const again = fingers(port, ['right']);
    await clientOn(port).getAssertion(options, again.context);
    expect(again.asked[0]?.retriesLeft).toBe(5);
  });

  it('gives way to the PIN, which unblocks the sensor', async () => {
    const port = softKeys([key], 'manual');
    const many = fingers(port, ['wrong', 'wrong', 'wrong'], [rightPin]);
    expect((await clientOn(port).makeCredential(creation, many.context)).ok).toBe(true);
    expect(many.interaction.told).toEqual(['finger', 'finger', 'finger', 'pin', 'touch a', 'done']);
    for (const given of [
      ['wrong', 'wrong', 'wrong'],
      ['wrong', 'wrong'],
    ] as const)
      await clientOn(port).getAssertion(options, fingers(port, given, [null]).context);
    expect(await careOf(port).describeKeys()).toMatchObject({
      value: [{ condition: { value: { sensor: { blocked: true, retriesLeft: 0 } } } }],
    });
    const blocked = fingers(port, [], [rightPin]);
    await clientOn(port).getAssertion(options, blocked.context);
    expect(blocked.interaction.told[0]).toBe('pin');
    expect(await careOf(port).describeKeys()).toMatchObject({
      value: [{ condition: { value: { sensor: { blocked: false, retriesLeft: 5 } } } }],
    });
  });

  it('that fails on a key without a PIN is the end', async () => {
    const port = softKeys([{ id: 'a', generation, fingerprint: true }], 'manual');
    const { context } = fingers(port, ['wrong', 'wrong', 'wrong']);
    expect(await clientOn(port).makeCredential(creation, context)).toMatchObject({
      error: { code: 'key/verification-failed' },
    });
  });

  it('can be declined by the caller; the key is free at once', async () => {
    const port = softKeys([key], 'manual');
    expect(await clientOn(port).makeCredential(creation, fingers(port, ['cancel']).context)).toMatchObject({
      error: { code: 'key/cancelled' },
    });
    expect(port.waitingForTouch).toEqual([]);
  });

  it('opens the list of credentials, but not the rules of the key', async () => {
    const port = softKeys([key], 'manual');
    const listing = fingers(port, ['right']);
    expect((await careOf(port).listCredentials(rpId, listing.context)).ok).toBe(true);
    const ruling = fingers(port, [], [rightPin]);
    expect((await careOf(port).setAlwaysVerify(true, ruling.context)).ok).toBe(true);
    expect(ruling.interaction.told).toEqual(['pin', 'done']);
  });

  it('is announced as a touch to a person who knows nothing of sensors', async () => {
    const port = softKeys([key]);
    const interaction = person();
    expect((await clientOn(port).makeCredential(creation, { origin, interaction })).ok).toBe(true);
    expect(interaction.told).toEqual(['touch a', 'done']);
  });
});

describe('a fingerprint on a key of CTAP 2.0', () => {
  const key = { id: 'a', generation: 'ctap2.0', fingerprint: true, initialPin: rightPin } as const;

  it('verifies within the command', async () => {
    const port = softKeys([key], 'manual');
    const { context, interaction } = fingers(port, ['right', 'right']);
    const made = await clientOn(port).makeCredential(creation, context);
    expect(interaction.told).toEqual(['finger', 'done']);
    const signed = await clientOn(port).getAssertion(
      { ...options, allowCredentials: [{ id: made.ok ? made.value.id : '', type: 'public-key' }] },
      context,
    );
    expect(signed.ok).toBe(true);
  });

  it('gives way to the PIN', async () => {
    const port = softKeys([key], 'manual');
    const { context, interaction } = fingers(port, ['wrong'], [rightPin]);
    expect((await clientOn(port).makeCredential(creation, context)).ok).toBe(true);
    expect(interaction.told).toEqual(['finger', 'pin', 'touch a', 'done']);
  });
});
