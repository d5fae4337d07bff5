import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createKeyKeeper, type KeyKeeper } from '../../../main/agent/keys/key-keeper.ts';
import type { SoftKeyPort } from '../../../native/softkey/soft-key-port.ts';
import type { Result } from '../../../preload/contract/errors.ts';
import type { KeyPrompt, PluggedKey } from '../../../preload/contract/models/keys.ts';
import { careOf, clientOn, registered, rightPin, softKeys } from '../native/soft-key-bench.ts';
import { type CounterStation, createCounterStation, operator, rpId } from '../staff/counter-station.ts';

let port: SoftKeyPort;
let station: CounterStation;
let keeper: KeyKeeper;
const keys = [
  { id: 'a', initialPin: rightPin },
  { id: 'new' },
  { id: 'finger', initialPin: rightPin, fingerprint: true },
  { id: 'older', generation: 'u2f' as const },
].map((key) => ({ ...key, inserted: key.id === 'a' }));

beforeEach(() => {
  port = softKeys(keys);
  station = createCounterStation({ client: clientOn(port), operators: [operator('op-a', [])] });
  station.hands.pin = () => rightPin;
  const { store, audit, identity, prompts } = station.now;
  keeper = createKeyKeeper({
    store,
    audit,
    identity,
    prompts,
    care: careOf(port),
    port,
    sink: { emit: (name, event) => station.events.push({ name, event }) },
    operatorId: () => station.now.staff.current()?.operator.id ?? null,
    udevRule: () => 'a rule',
  });
});
afterEach(() => {
  keeper.close();
  station.remove();
});

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.refusal.code);
async function listed(): Promise<readonly PluggedKey[]> {
  const result = await keeper.list();
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value.keys;
}
async function only(): Promise<string> {
  const [key] = await listed();
  if (key === undefined) throw new Error('no key is plugged in');
  return key.id;
}
const plug = (id: string) => {
  for (const { id: one, inserted } of port.keys()) if (inserted) port.remove(one);
  port.insert(id);
};
const told = (name: string) => station.events.filter((event) => event.name === name).length;
const facts = () => station.audited().map(({ kind, facts: given }) => [kind, given.code ?? null]);

describe('what is plugged in', () => {
  test('is told with how it stands, and named anew when it comes back', async () => {
    const [first] = await listed();
    expect(first).toMatchObject({ simulated: true, condition: { pin: { set: true, retriesLeft: 8 } } });
    expect((await listed())[0]?.id).toBe(first?.id);
    port.remove('a');
    expect(await listed()).toEqual([]);
    port.insert('a');
    expect((await listed())[0]?.id).not.toBe(first?.id);
  });

  test('of the older kind is told apart; the rule is offered only where permission is missing', async () => {
    plug('older');
    expect(await keeper.list()).toMatchObject({
      value: { keys: [{ trouble: 'u2f-only', condition: null }], udevRule: null },
    });
  });

  test('is told of without being asked, once somebody has asked', async () => {
    port.insert('new');
    expect(told('keys')).toBe(0);
    await keeper.list();
    port.remove('new');
    expect(told('keys')).toBe(1);
  });

  test('is not disturbed while a key is being used: the last that was heard is told', async () => {
    const before = await listed();
    const operation = station.now.prompts.begin('sign-in');
    port.remove('a');
    expect(await listed()).toEqual(before);
    if (operation.ok) operation.value.finish();
    expect(await listed()).toEqual([]);
  });
});

describe('the PIN', () => {
  test('is set, and changed, and neither is anywhere on record (I7)', async () => {
    plug('new');
    const keyId = await only();
    expect(codeOf(await keeper.setPin({ keyId, pin: 'first-2468' }))).toBe('ok');
    expect(codeOf(await keeper.changePin({ keyId, present: 'first-2468', next: 'second-1357' }))).toBe('ok');
    expect(facts()).toEqual([
      ['key-pin-set', null],
      ['key-pin-changed', null],
    ]);
    expect(JSON.stringify([station.audited(), station.events])).not.toMatch(/2468|1357/);
  });

  test('that is wrong says how many tries are left, then that the key is paused', async () => {
    const keyId = await only();
    const miss = () => keeper.changePin({ keyId, present: 'wrong', next: 'second-1357' });
    expect(await miss()).toMatchObject({
      refusal: { code: 'key/pin-wrong', parameters: { retriesLeft: 7 } },
    });
    await miss();
    expect(codeOf(await miss())).toBe('key/pin-blocked-until-replug');
    expect((await listed())[0]?.condition?.pin).toMatchObject({ blocked: 'until-replug', retriesLeft: 5 });
    expect(station.audited().at(-1)).toMatchObject({
      kind: 'key-care-failed',
      facts: { operation: 'key-pin-changed', code: 'key/pin-blocked-until-replug' },
    });
  });

  test('too short is refused before the key is asked', async () => {
    const keyId = await only();
    const result = await keeper.changePin({ keyId, present: rightPin, next: 'か\u3099か\u3099か\u3099' });
    expect(codeOf(result)).toBe('key/pin-not-allowed');
    expect((await listed())[0]?.condition?.pin.retriesLeft).toBe(8);
  });
});

describe('registrations', () => {
  test('of ours are listed after the PIN, with whether the registry knows them; others are only counted', async () => {
    const ours = await registered(port, 'op', { rpId });
    await registered(port, 'someone', { rpId: 'elsewhere.example' });
    station.setOperators([operator('op-a', [{ id: ours, publicKey: 'AA', label: 'key' }])]);
    const keyId = await only();
    expect(await keeper.credentials({ keyId })).toMatchObject({
      value: { stored: 2, credentials: [{ id: ours, registered: true, name: operator('op-a', []).name }] },
    });
    station.setOperators([]);
    expect(await keeper.credentials({ keyId })).toMatchObject({
      value: { credentials: [{ id: ours, registered: false, name: { ja: 'op', en: 'op' } }] },
    });
    expect(codeOf(await keeper.deleteCredential({ keyId, credentialId: ours }))).toBe('ok');
    expect(await keeper.credentials({ keyId })).toMatchObject({ value: { stored: 1, credentials: [] } });
    expect(facts()).toEqual([['key-credential-deleted', null]]);
  });

  test('are not told to someone who gives up at the PIN', async () => {
    await registered(port, 'op', { rpId });
    const keyId = await only();
    station.hands.pin = null;
    const asked = keeper.credentials({ keyId });
    await vi.waitFor(() => expect(told('key')).toBeGreaterThan(0));
    const prompt = station.events.findLast(({ name }) => name === 'key')?.event as KeyPrompt;
    expect(prompt).toMatchObject({ purpose: 'key-care', step: 'pin' });
    station.now.prompts.cancel(prompt.promptId);
    expect(codeOf(await asked)).toBe('key/cancelled');
    expect(station.now.prompts.busy()).toBe(false);
  });
});

test('a reset at once after plugging in erases the key and is on record', async () => {
  await registered(port, 'op', { rpId });
  plug('a');
  expect(codeOf(await keeper.reset({ keyId: await only() }))).toBe('ok');
  expect((await listed())[0]?.condition?.pin.set).toBe(false);
  expect(facts().at(-1)).toEqual(['key-reset', null]);
});

test('one thing at a time, and nothing with a key that has gone', async () => {
  const keyId = await only();
  const operation = station.now.prompts.begin('sign-in');
  expect(codeOf(await keeper.reset({ keyId }))).toBe('key/busy');
  if (operation.ok) operation.value.finish();
  port.remove('a');
  await keeper.list();
  expect(codeOf(await keeper.reset({ keyId }))).toBe('key/gone');
  expect(codeOf(await keeper.setPin({ keyId, pin: 'first-2468' }))).toBe('key/gone');
});
