import { describe, expect, it } from 'vitest';
import type { FidoClient } from '../../../native/client/fido-client.ts';
import { clientOn, origin, person, rightPin, rpId, softKeys } from './soft-key-bench.ts';

const creation = {
  rp: { id: rpId, name: 'Madoguchi' },
  user: { id: 'b3A', name: 'op', displayName: 'Operator' },
  challenge: 'AAAA',
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
};
const key = { id: 'a', initialPin: rightPin };

function register(
  client: FidoClient,
  interaction = person(),
  extra: { signal?: AbortSignal; devicePath?: string } = {},
) {
  return client.makeCredential(creation, { origin, interaction, ...extra });
}

describe('waiting for a key', () => {
  it('says that one is needed and goes on when it comes', async () => {
    const port = softKeys([{ ...key, inserted: false }]);
    const interaction = person([rightPin], { keyNeeded: () => port.insert('a') });
    expect((await register(clientOn(port), interaction)).ok).toBe(true);
    expect(interaction.told).toEqual(['key', 'pin', 'touch a', 'done']);
  });

  it('ends with key/none when the time is up, and with key/cancelled when the caller gives up', async () => {
    const port = softKeys([{ ...key, inserted: false }]);
    expect(await register(clientOn(port, {}, { plugIn: 20 }))).toMatchObject({ error: { code: 'key/none' } });
    const caller = new AbortController();
    const interaction = person([], { keyNeeded: () => caller.abort() });
    expect(await register(clientOn(port), interaction, { signal: caller.signal })).toMatchObject({
      error: { code: 'key/cancelled' },
    });
    expect(interaction.told).toEqual(['key', 'done']);
  });

  it('uses the named device only, and does not wait for it', async () => {
    const port = softKeys([key, { id: 'b', initialPin: rightPin }]);
    const interaction = person();
    expect((await register(clientOn(port), interaction, { devicePath: 'software:b' })).ok).toBe(true);
    expect(interaction.told).toEqual(['pin', 'touch b', 'done']);
    expect(await register(clientOn(port), person(), { devicePath: 'software:c' })).toMatchObject({
      error: { code: 'key/removed' },
    });
  });
});

describe('waiting for a touch', () => {
  it('can be cancelled; the key is free again at once', async () => {
    const port = softKeys([key], 'manual');
    const caller = new AbortController();
    const cancelling = person([rightPin], { touchNeeded: () => caller.abort() });
    expect(await register(clientOn(port), cancelling, { signal: caller.signal })).toMatchObject({
      error: { code: 'key/cancelled' },
    });
    expect(port.waitingForTouch).toEqual([]);
    const touching = person([rightPin], { touchNeeded: (id) => queueMicrotask(() => port.touch(id)) });
    expect((await register(clientOn(port), touching)).ok).toBe(true);
  });

  it('ends with key/removed when the key is pulled out', async () => {
    const port = softKeys([key], 'manual');
    const interaction = person([rightPin], { touchNeeded: () => port.remove('a') });
    expect(await register(clientOn(port), interaction)).toMatchObject({ error: { code: 'key/removed' } });
  });

  it('ends with key/timeout although the key goes on saying that it waits', async () => {
    const client = clientOn(softKeys([key], 'manual'), { touchCommand: 60 });
    expect(await register(client)).toMatchObject({ error: { code: 'key/timeout' } });
  });

  it('tells the person once for each command, however often the key repeats itself', async () => {
    const port = softKeys([key], 'manual');
    const interaction = person([rightPin], { touchNeeded: (id) => setTimeout(() => port.touch(id), 60) });
    expect((await register(clientOn(port), interaction)).ok).toBe(true);
    expect(interaction.told.filter((entry) => entry === 'touch a')).toHaveLength(1);
  });
});

describe.each(['ctap2.0', 'ctap2.1'] as const)('with two keys of %s', (generation) => {
  it('uses the one that the person touches, and frees the other', async () => {
    const keys = ['a', 'b'].map((id) => ({ id, initialPin: rightPin, generation }));
    const port = softKeys(keys, 'manual');
    const interaction = person([rightPin], {
      touchNeeded: (id) => id === 'b' && queueMicrotask(() => port.touch('b')),
    });
    expect((await register(clientOn(port), interaction)).ok).toBe(true);
    expect(interaction.told.slice(0, 2).sort()).toEqual(['touch a', 'touch b']);
    expect(interaction.told.slice(2)).toEqual(['pin', 'touch b', 'done']);
    expect(port.waitingForTouch).toEqual([]);
  });

  it('goes on with the other when one is pulled out, and can be cancelled', async () => {
    const keys = ['a', 'b'].map((id) => ({ id, initialPin: rightPin, generation }));
    const port = softKeys(keys, 'manual');
    const surviving = person([rightPin], {
      touchNeeded: (id) => (id === 'a' ? port.remove('a') : setTimeout(() => port.touch(id), 5)),
    });
    expect((await register(clientOn(port), surviving)).ok).toBe(true);
    port.insert('a');
    const caller = new AbortController();
    const cancelling = person([], { touchNeeded: () => caller.abort() });
    expect(await register(clientOn(port), cancelling, { signal: caller.signal })).toMatchObject({
      error: { code: 'key/cancelled' },
    });
    expect(port.waitingForTouch).toEqual([]);
  });
});
