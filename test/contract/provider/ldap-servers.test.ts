import type { Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSecretFolder } from '../../rigs/key-files.ts';
import { isAvailable, type OpenLdap, startOpenLdap } from '../../rigs/open-ldap.ts';
import { WRITER } from '../../rigs/open-ldap-content.ts';
import { startListener } from '../directory/listener.ts';
import { providerFor } from './ldap-settings-for-rig.ts';

const never = new AbortController().signal;
const someone = '2100001';
const PLAINTEXT = { security: 'none', allowPlaintextOnLoopback: true } as const;

describe.skipIf(!isAvailable().available)('LDAP provider and its servers', () => {
  let rig: OpenLdap;
  const secrets = makeSecretFolder();
  const password = secrets.write('writer', WRITER.password);
  beforeAll(async () => {
    rig = await startOpenLdap();
  });
  beforeEach(async () => {
    await providerFor(rig, password).resume(someone, never);
  });
  afterAll(async () => {
    await rig?.stop();
    secrets.remove();
  });

  describe('several servers', () => {
    test.each(['referral', 'unwilling'] as const)(
      'a server that cannot write (%s) passes the change on',
      async (readOnly) => {
        const replica = await startOpenLdap({ readOnly });
        try {
          const plain = { transport: PLAINTEXT } as const;
          const alone = providerFor(rig, password, { ...plain, urls: [replica.url] });
          expect(await alone.status(someone, never)).toEqual({ ok: true, suspended: false });
          expect(await alone.suspend(someone, never)).toEqual({ ok: false, code: 'provider/refused' });
          const both = providerFor(rig, password, { ...plain, urls: [replica.url, rig.url] });
          expect(await both.suspend(someone, never)).toMatchObject({ ok: true });
          // What the writable server took is read from it, not from the replica that lags behind.
          expect(await both.status(someone, never)).toEqual({ ok: true, suspended: true });
          expect(await both.resume(someone, never)).toMatchObject({ ok: true });
          const down = { ...plain, urls: ['ldap://127.0.0.1:1', replica.url] };
          expect(await providerFor(rig, password, down).suspend(someone, never)).toMatchObject({
            ok: false,
            code: 'provider/unavailable',
          });
        } finally {
          await replica.stop();
        }
      },
    );

    test('a silent and a dead server cost their time and no more', async () => {
      const silent = await startListener();
      try {
        const provider = providerFor(rig, password, {
          transport: PLAINTEXT,
          urls: ['ldap://127.0.0.1:1', `ldap://127.0.0.1:${silent.port}`, rig.url],
          timeouts: { perServerMilliseconds: 300 },
        });
        expect(await provider.suspend(someone, never)).toMatchObject({ ok: true });
        expect(silent.connections()).toBe(1);
        expect(await provider.resume(someone, never)).toMatchObject({ ok: true });
        expect(silent.connections()).toBe(1);
        expect(silent.open()).toBe(0);
      } finally {
        await silent.stop();
      }
    });
  });

  describe('what is no answer', () => {
    const unavailable = { ok: false, code: 'provider/unavailable' };

    test.each([
      ['silence', undefined],
      ['a cut', (socket: Socket) => void socket.destroy()],
      ['nonsense', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n<html>')],
    ])('%s', async (_name, onData) => {
      const listener = await startListener(onData === undefined ? {} : { onData });
      try {
        const provider = providerFor(rig, password, {
          transport: PLAINTEXT,
          urls: [`ldap://127.0.0.1:${listener.port}`],
          timeouts: { perServerMilliseconds: 400, totalMilliseconds: 600 },
        });
        expect(await provider.suspend(someone, never)).toEqual(unavailable);
        expect(await provider.health(never)).toEqual({ ok: false });
      } finally {
        await listener.stop();
      }
    });

    test('a caller who gives up, before and during', async () => {
      const silent = await startListener();
      try {
        expect(await providerFor(rig, password).suspend(someone, AbortSignal.abort())).toEqual(unavailable);
        const provider = providerFor(rig, password, {
          transport: PLAINTEXT,
          urls: [`ldap://127.0.0.1:${silent.port}`],
        });
        const start = performance.now();
        expect(await provider.suspend(someone, AbortSignal.timeout(100))).toEqual(unavailable);
        expect(performance.now() - start).toBeLessThan(3000);
      } finally {
        await silent.stop();
      }
    });

    test('a certificate that nobody trusts', async () => {
      const provider = providerFor(rig, password, { transport: { security: 'ldaps' } });
      expect(await provider.suspend(someone, never)).toEqual(unavailable);
      const startTls = providerFor(rig, password, {
        urls: [rig.url],
        transport: { security: 'starttls', certificateAuthority: rig.certificateAuthority },
      });
      expect(await startTls.status(someone, never)).toEqual({ ok: true, suspended: false });
    });
  });
});
