import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperatorCredential } from '../../main/exchange/operator-assertion.ts';
import { type KeyGuest, startKeyGuest } from '../rigs/vm/key-guest.ts';
import { isAvailable } from '../rigs/vm/prepare-guest.ts';
import {
  acceptedCounter,
  creationOptions,
  digestOf,
  newChallenge,
  origin,
  registeredCredential,
  requestFor,
  sampleCommand,
} from './relying-party.ts';

const pin = 'まどぐち2468';
const person = { origin, pin };

/** Plugging is noticed within a second; an emulated processor adds to it. */
const noticedWithin = 4_000;
/** A person who pulls the key out is told at once: nothing may wait for the touch to time out. */
const promptly = 1_000;

describe.skipIf(!isAvailable().available)('the client on a real kernel: uhid, hidraw, node-hid', () => {
  let guest: KeyGuest;
  let credential: OperatorCredential;

  beforeAll(async () => {
    guest = await startKeyGuest(300);
  });
  afterAll(() => guest?.stop());

  it('lists nothing before, and notices a key that is plugged in', async () => {
    expect(await guest.ask('list', null)).toEqual({ ok: true, value: [] });
    const noticed = guest.ask('watchUntil', { count: 1 });
    expect(await guest.ask('plugIn', { id: 'a', initialPin: pin })).toBe('/dev/hidraw0');
    expect(await noticed).toBeLessThan(noticedWithin);
    const listed = await guest.ask('list', null);
    expect(listed.ok && listed.value).toEqual([
      expect.objectContaining({ path: '/dev/hidraw0', serial: 'a', vendorId: 0x1209, simulated: false }),
    ]);
  });

  it('registers a credential that the product verifies', async () => {
    const options = creationOptions('operator-1');
    const { result, told } = await guest.ask('register', { ...person, options });
    if (!result.ok) throw new Error(result.error.code);
    expect(told).toEqual(['pin 8', 'touch a', 'done']);
    credential = await registeredCredential(result.value, options.challenge);
  });

  it('signs in with it', async () => {
    const challenge = newChallenge();
    const options = requestFor(credential, challenge);
    const { result } = await guest.ask('authenticate', { ...person, options });
    if (!result.ok) throw new Error(result.error.code);
    expect(await acceptedCounter(result.value, challenge, credential)).toBeGreaterThan(0);
  });

  it('signs exactly the command that the operator decided, and no other (I1)', async () => {
    const command = sampleCommand();
    const options = requestFor(credential, digestOf(command));
    const { result } = await guest.ask('authenticate', { ...person, options });
    if (!result.ok) throw new Error(result.error.code);
    expect(await acceptedCounter(result.value, digestOf(command), credential)).toBeGreaterThan(0);
    const other = { ...command, person: 'person-2' };
    expect(await acceptedCounter(result.value, digestOf(other), credential)).toBeNull();
  });

  it('tells that the key holds the account already, in a request of many packets', async () => {
    const others = Array.from({ length: 7 }, newChallenge);
    const excludeCredentials = [...others, credential.id].map((id) => ({ type: 'public-key', id }));
    const options = creationOptions('operator-1', { excludeCredentials });
    const { result } = await guest.ask('register', { ...person, options });
    expect(result).toMatchObject({ ok: false, error: { code: 'key/already-registered' } });
  });

  it('lets the person give up while the key waits; the key stops waiting', async () => {
    await guest.ask('setHands', 'still');
    const outcome = await guest.ask('register', {
      ...person,
      options: creationOptions('operator-2'),
      whenTouchNeeded: { hands: 'give-up', keyId: 'a' },
    });
    expect(outcome.result).toMatchObject({ ok: false, error: { code: 'key/cancelled' } });
    expect(outcome.stillWaiting).toEqual([]);
  });

  it('says at once that the key was pulled out while it waited for a touch', async () => {
    const outcome = await guest.ask('register', {
      ...person,
      options: creationOptions('operator-2'),
      whenTouchNeeded: { hands: 'pull-out', keyId: 'a' },
    });
    expect(outcome.result).toMatchObject({ ok: false, error: { code: 'key/removed' } });
    expect(outcome.told).toEqual(['pin 8', 'touch a', 'done']);
    expect(outcome.sincePulledOut).toBeLessThan(promptly);
    expect(await guest.ask('list', null)).toEqual({ ok: true, value: [] });
  });

  it('works again after the key is plugged back in, while the client waits for it', async () => {
    await guest.ask('setHands', 'automatic');
    const challenge = newChallenge();
    const options = requestFor(credential, challenge);
    const running = guest.ask('authenticate', { ...person, options });
    await guest.ask('plugIn', { id: 'a' });
    const { result, told } = await running;
    if (!result.ok) throw new Error(result.error.code);
    expect(told).toEqual(['key', 'pin 8', 'touch a', 'done']);
    expect(await acceptedCounter(result.value, challenge, credential)).toBeGreaterThan(0);
  });

  it('survives that the key is pulled out at any step, and leaves nothing half done', async () => {
    let reports = 1;
    for (; ; reports += 2) {
      const outcome = await guest.ask('register', {
        ...person,
        options: creationOptions('operator-2'),
        pullOutAfter: { keyId: 'a', reports },
      });
      if (outcome.sincePulledOut === null) {
        expect(outcome.result.ok).toBe(true);
        break;
      }
      // Pulled out with the very last report, it may have answered already.
      if (!outcome.result.ok) expect(outcome.result.error.code).toBe('key/removed');
      expect(outcome.sincePulledOut).toBeLessThan(promptly);
      expect(outcome.told.at(-1)).toBe('done');
      await guest.ask('plugIn', { id: 'a' });
    }
    expect(reports).toBeGreaterThan(15);
  });

  it('lists a key to an ordinary user and says that they may not open it, until they may', async () => {
    const look = async () => JSON.parse((await guest.ask('lookWithoutPermission', null)).output);
    const refused = await look();
    expect(refused).toEqual({ user: 65_534, paths: ['/dev/hidraw0'], opened: ['key/no-permission'] });
    await guest.ask('run', { command: ['chmod', '0666', '/dev/hidraw0'] });
    expect(await look()).toEqual({ ...refused, opened: ['opened'] });
  });

  it('with two keys uses the one that is touched, and lets the other go', async () => {
    await guest.ask('plugIn', { id: 'b', initialPin: pin });
    await guest.ask('setHands', 'still');
    const options = creationOptions('operator-3');
    const outcome = await guest.ask('register', {
      ...person,
      options,
      whenTouchNeeded: { hands: 'touch', keyId: 'b' },
    });
    if (!outcome.result.ok) throw new Error(outcome.result.error.code);
    await registeredCredential(outcome.result.value, options.challenge);
    expect([...outcome.told.slice(0, 2)].sort()).toEqual(['touch a', 'touch b']);
    expect(outcome.told.slice(2)).toEqual(['pin 8', 'touch b', 'done']);
    expect(outcome.stillWaiting).toEqual([]);
  });

  it('uses the named key without a choice', async () => {
    await guest.ask('setHands', 'automatic');
    const { result, told } = await guest.ask('register', {
      ...person,
      devicePath: '/dev/hidraw0',
      options: creationOptions('operator-4'),
    });
    expect(result.ok).toBe(true);
    expect(told).toEqual(['pin 8', 'touch a', 'done']);
  });

  it('notices that keys are pulled out', async () => {
    const noticed = guest.ask('watchUntil', { count: 0 });
    await guest.ask('pullOut', { id: 'a' });
    await guest.ask('pullOut', { id: 'b' });
    expect(await noticed).toBeLessThan(noticedWithin);
  });
});
