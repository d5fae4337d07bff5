import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { isAvailable, type OpenLdap, startOpenLdap } from '../../rigs/open-ldap.ts';
import { ACCOUNTS, FAILURES_TO_LOCK } from '../../rigs/open-ldap-content.ts';
import { type LinePace, type SlowLine, startSlowLine } from '../../rigs/slow-line.ts';
import { BY_SEARCH, BY_TEMPLATE, directoryFor, PLAINTEXT } from './ldap-settings-for-rig.ts';

const rigged = isAvailable();
const ok = { outcome: 'ok' };
const portOf = (url: string) => Number(new URL(url).port);
/** A byte now and then: never silent, and never done before a sign-in's patience is over. */
const dribble: LinePace = { bytes: 1, everyMs: 100 };

describe.skipIf(!rigged.available)(`a slow OpenLDAP ${rigged.available ? '' : `(${rigged.reason})`}`, () => {
  let rig: OpenLdap;
  beforeAll(async () => {
    rig = await startOpenLdap();
  });
  afterAll(() => rig.stop());

  async function slowLine(port: number, pace: LinePace): Promise<SlowLine> {
    const line = await startSlowLine(port, pace);
    onTestFinished(() => line.stop());
    return line;
  }
  const secure = (line: SlowLine) => `ldaps://127.0.0.1:${line.port}`;

  test.each([
    ['every answer a quarter of a second late', { delayMs: 250 }],
    ['every answer in pieces of seven bytes', { bytes: 7, everyMs: 1 }],
  ])('%s, over LDAPS: the person comes in all the same', async (_case, pace) => {
    const line = await slowLine(portOf(rig.secureUrl), pace);
    expect(await directoryFor(rig, { urls: [secure(line)] }).verify(ACCOUNTS.student)).toMatchObject(ok);
  });

  test.each([
    ['template', BY_TEMPLATE],
    ['search', BY_SEARCH],
  ])('byte by byte (%s): each answer is put together as it was meant', async (_name, account) => {
    const line = await slowLine(portOf(rig.url), { bytes: 1, everyMs: 0 });
    const directory = directoryFor(rig, {
      urls: [`ldap://127.0.0.1:${line.port}`],
      transport: PLAINTEXT,
      account,
    });
    expect(await directory.verify(ACCOUNTS.student)).toMatchObject(ok);
    expect(await directory.verify({ ...ACCOUNTS.student, password: 'guess' })).toEqual({ outcome: 'wrong' });
    expect(await directory.verify({ login: 'nobody', password: 'guess' })).toEqual({ outcome: 'wrong' });
  });

  test('a lock-out is told as one through a slow line too', async () => {
    const line = await slowLine(portOf(rig.secureUrl), { delayMs: 20 });
    const directory = directoryFor(rig, { urls: [secure(line)] });
    const guess = { ...ACCOUNTS.toBeLocked, password: 'guess' };
    for (let failure = 0; failure < FAILURES_TO_LOCK; failure += 1) await directory.verify(guess);
    expect(await directory.verify(guess)).toEqual({ outcome: 'locked' });
  });

  test.each([
    ['in the TLS handshake', dribble, 'ldaps'],
    ['in its answers', dribble, 'ldap'],
  ] as const)(
    'a server that dribbles %s ends by the deadline: bytes buy no time',
    async (_case, pace, scheme) => {
      const line = await slowLine(portOf(scheme === 'ldap' ? rig.url : rig.secureUrl), pace);
      const directory = directoryFor(rig, {
        urls: [`${scheme}://127.0.0.1:${line.port}`],
        ...(scheme === 'ldap' ? { transport: PLAINTEXT } : {}),
        timeouts: { perServerMilliseconds: 500, totalMilliseconds: 5000 },
      });
      const startedMs = performance.now();
      expect(await directory.verify(ACCOUNTS.student)).toEqual({ outcome: 'unavailable', cause: 'timeout' });
      expect(line.passed()).toBeGreaterThan(0);
      expect(performance.now() - startedMs).toBeLessThan(3000);
      await vi.waitFor(() => expect(line.open()).toBe(0));
    },
  );

  test('three seconds a server is what settings that say nothing give it', async () => {
    const line = await slowLine(portOf(rig.secureUrl), { delayMs: 60_000 });
    const directory = directoryFor(rig, { urls: [secure(line)] });
    const startedMs = performance.now();
    expect(await directory.verify(ACCOUNTS.student)).toEqual({ outcome: 'unavailable', cause: 'timeout' });
    const seconds = (performance.now() - startedMs) / 1000;
    expect(seconds).toBeGreaterThan(2.9);
    expect(seconds).toBeLessThan(5);
  });

  test('fails over to the quick one, asks it first from then on, and comes back when the line is well', async () => {
    const line = await slowLine(portOf(rig.secureUrl), dribble);
    const directory = directoryFor(rig, {
      urls: [secure(line), rig.secureUrl],
      timeouts: { perServerMilliseconds: 500, totalMilliseconds: 10_000 },
    });
    expect(await directory.verify(ACCOUNTS.student)).toMatchObject(ok);
    expect(await directory.verify({ ...ACCOUNTS.student, password: 'guess' })).toEqual({ outcome: 'wrong' });
    expect(line.connections()).toBe(1);

    line.pace({});
    const rested = directoryFor(rig, { urls: [secure(line), rig.secureUrl] });
    expect(await rested.verify(ACCOUNTS.student)).toMatchObject(ok);
    expect(line.connections()).toBe(2);
  });

  test('giving up ends it at once, at this server and at those behind it', async () => {
    const line = await slowLine(portOf(rig.secureUrl), dribble);
    const directory = directoryFor(rig, { urls: [secure(line), rig.secureUrl] });
    const patience = new AbortController();
    const answer = directory.verify({ ...ACCOUNTS.student, signal: patience.signal });
    await vi.waitFor(() => expect(line.passed()).toBeGreaterThan(3));
    patience.abort();
    expect(await answer).toEqual({ outcome: 'unavailable', cause: 'cancelled' });
    await vi.waitFor(() => expect(line.open()).toBe(0));
  });
});
