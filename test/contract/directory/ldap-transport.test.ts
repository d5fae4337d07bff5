import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { START_TLS_REQUEST } from '../../../main/ldap/ldap-start-tls.ts';
import { openBlackHole } from '../../rigs/black-hole.ts';
import { makeCertificateAuthority } from '../../rigs/certificate-authority.ts';
import { isAvailable, type OpenLdap, startOpenLdap } from '../../rigs/open-ldap.ts';
import { ACCOUNTS } from '../../rigs/open-ldap-content.ts';
import { directoryFor, PLAINTEXT } from './ldap-settings-for-rig.ts';
import { type Listener, startListener } from './listener.ts';

const rigged = isAvailable();
const SOON = { perServerMilliseconds: 300, totalMilliseconds: 1000 };
const ok = { outcome: 'ok' };
const unavailable = (cause: string) => ({ outcome: 'unavailable', cause });

/** ExtendedResponse to message 1, resultCode success. */
const START_TLS_ACCEPTED = Buffer.from('300c02010178070a010004000400', 'hex');
/** The same with resultCode protocolError. */
const START_TLS_REFUSED = Buffer.from('300c02010178070a010204000400', 'hex');
/** BindResponse to message 2, the library's first, resultCode success. */
const FORGED_BIND_SUCCESS = Buffer.from('300c02010261070a010004000400', 'hex');

async function listener(options: Parameters<typeof startListener>[0] = {}): Promise<Listener> {
  const started = await startListener(options);
  onTestFinished(() => started.stop());
  return started;
}

async function closedPort(): Promise<number> {
  const started = await startListener();
  await started.stop();
  return started.port;
}

describe.skipIf(!rigged.available)(`LDAP transport ${rigged.available ? '' : `(${rigged.reason})`}`, () => {
  let rig: OpenLdap;

  beforeAll(async () => {
    rig = await startOpenLdap();
  });
  afterAll(() => rig.stop());

  const ldaps = () => ({ security: 'ldaps', certificateAuthority: rig.certificateAuthority }) as const;
  const startTls = () => ({ security: 'starttls', certificateAuthority: rig.certificateAuthority }) as const;

  describe('protected', () => {
    test.each(['127.0.0.1', 'localhost'])(
      'LDAPS and StartTLS under the right authority, to %s',
      async (host) => {
        const named = (url: string) => url.replace('127.0.0.1', host);
        const secure = directoryFor(rig, { urls: [named(rig.secureUrl)] });
        expect(await secure.verify(ACCOUNTS.student)).toMatchObject(ok);
        const upgraded = directoryFor(rig, { urls: [named(rig.url)], transport: startTls() });
        expect(await upgraded.verify(ACCOUNTS.student)).toMatchObject(ok);
      },
    );

    test('an authority that nobody trusts', async () => {
      const plain = directoryFor(rig, { transport: { security: 'ldaps' } });
      expect(await plain.verify(ACCOUNTS.student)).toEqual(unavailable('tls'));
      const upgraded = directoryFor(rig, { urls: [rig.url], transport: { security: 'starttls' } });
      expect(await upgraded.verify(ACCOUNTS.student)).toEqual(unavailable('tls'));
    });

    test('another authority than the one that signed', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'authority-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const certificateAuthority = makeCertificateAuthority(folder).certificatePem;
      const directory = directoryFor(rig, { transport: { security: 'ldaps', certificateAuthority } });
      expect(await directory.verify(ACCOUNTS.student)).toEqual(unavailable('tls'));
    });

    // A TLS library that is told no host name compares with "localhost"; hence the second certificate.
    test.each(['DNS:directory.univ.test', 'DNS:localhost'])(
      'a certificate of another host (%s), over LDAPS and over StartTLS',
      async (subjectAltName) => {
        const other = await startOpenLdap({ subjectAltName });
        onTestFinished(() => other.stop());
        expect(await directoryFor(other).verify(ACCOUNTS.student)).toEqual(unavailable('tls'));
        const transport = { security: 'starttls', certificateAuthority: other.certificateAuthority } as const;
        const upgraded = directoryFor(other, { urls: [other.url], transport });
        expect(await upgraded.verify(ACCOUNTS.student)).toEqual(unavailable('tls'));
      },
    );

    test('I7: a server that refuses StartTLS never sees the password', async () => {
      const server = await listener({ onData: (socket) => socket.write(START_TLS_REFUSED) });
      const directory = directoryFor(rig, {
        urls: [`ldap://127.0.0.1:${server.port}`],
        transport: startTls(),
      });
      expect(await directory.verify(ACCOUNTS.student)).toEqual(unavailable('tls'));
      expect(server.received().length).toBe(START_TLS_REQUEST.length);
      expect(server.received().includes(ACCOUNTS.student.password)).toBe(false);
    });

    test.each([
      ['a whole message', FORGED_BIND_SUCCESS],
      ['a message but for its last byte', FORGED_BIND_SUCCESS.subarray(0, -1)],
    ])('a success slipped in behind the answer to StartTLS (%s) is not believed', async (_case, forged) => {
      const answer = Buffer.concat([START_TLS_ACCEPTED, forged]);
      const server = await listener({ onData: (socket) => socket.write(answer) });
      const directory = directoryFor(rig, {
        urls: [`ldap://127.0.0.1:${server.port}`],
        transport: startTls(),
      });
      expect(await directory.verify({ ...ACCOUNTS.student, password: 'guess' })).toEqual(unavailable('tls'));
      expect(server.received().length).toBe(START_TLS_REQUEST.length);
    });

    test('I7: a connection that breaks after TLS is not made again', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'authority-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const authority = makeCertificateAuthority(folder);
      const { certificatePath, keyPath } = authority.issue('server', 'IP:127.0.0.1');
      const server = await listener({
        tls: { cert: readFileSync(certificatePath), key: readFileSync(keyPath) },
        onData: (socket) => socket.destroy(),
      });
      const directory = directoryFor(rig, {
        urls: [`ldaps://127.0.0.1:${server.port}`],
        transport: { security: 'ldaps', certificateAuthority: authority.certificatePem },
      });
      expect(await directory.verify(ACCOUNTS.student)).toEqual(unavailable('network'));
      expect(server.connections()).toBe(1);
    });
  });

  describe('out of reach', () => {
    test('no server', async () => {
      const directory = directoryFor(rig, { urls: [`ldaps://127.0.0.1:${await closedPort()}`] });
      expect(await directory.verify(ACCOUNTS.student)).toEqual(unavailable('network'));
    });

    test.each([
      ['ldaps', 'ldaps'],
      ['starttls', 'ldap'],
      ['none', 'ldap'],
    ] as const)('a server that never answers (%s)', async (security, scheme) => {
      const silent = await listener();
      const directory = directoryFor(rig, {
        urls: [`${scheme}://127.0.0.1:${silent.port}`],
        transport: security === 'none' ? PLAINTEXT : { security },
        timeouts: SOON,
      });
      expect(await directory.verify(ACCOUNTS.student)).toEqual(unavailable('timeout'));
      await vi.waitFor(() => expect(silent.open()).toBe(0));
    });

    test.each([
      ['ldaps', 'ldaps'],
      ['starttls', 'ldap'],
    ] as const)(
      'a server behind a line that drops every packet (%s), and the second is asked',
      async (security, scheme) => {
        const hole = await openBlackHole();
        onTestFinished(() => hole.stop());
        const swallowed = `${scheme}://127.0.0.1:${hole.port}`;
        const alone = directoryFor(rig, { urls: [swallowed], transport: { security }, timeouts: SOON });
        expect(await alone.verify(ACCOUNTS.student)).toEqual(unavailable('timeout'));
        const second = security === 'ldaps' ? rig.secureUrl : rig.url;
        const both = directoryFor(rig, {
          urls: [swallowed, second],
          transport: { ...ldaps(), security },
          timeouts: { ...SOON, totalMilliseconds: 10_000 },
        });
        expect(await both.verify(ACCOUNTS.student)).toMatchObject(ok);
      },
    );

    test('all servers together have one limit', async () => {
      const silent = await listener();
      const directory = directoryFor(rig, {
        urls: Array.from({ length: 8 }, () => `ldaps://127.0.0.1:${silent.port}`),
        timeouts: { perServerMilliseconds: 200, totalMilliseconds: 300 },
      });
      expect(await directory.verify(ACCOUNTS.student)).toEqual(unavailable('timeout'));
      expect(silent.connections()).toBe(2);
    });

    test('a server that floods is cut off', async () => {
      const flood = Buffer.alloc(8 * 1024 * 1024, 0x04);
      flood.set([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]);
      const server = await listener({ onData: (socket) => socket.write(flood) });
      const directory = directoryFor(rig, {
        urls: [`ldap://127.0.0.1:${server.port}`],
        transport: PLAINTEXT,
      });
      expect(await directory.verify(ACCOUNTS.student)).toEqual(unavailable('network'));
    });

    test('giving up, and closing, end a verification that is under way', async () => {
      const silent = await listener();
      const directory = directoryFor(rig, { urls: [`ldaps://127.0.0.1:${silent.port}`, rig.secureUrl] });
      const patience = new AbortController();
      const first = directory.verify({ ...ACCOUNTS.student, signal: patience.signal });
      await vi.waitFor(() => expect(silent.connections()).toBe(1));
      patience.abort();
      expect(await first).toEqual(unavailable('cancelled'));

      const second = directory.verify(ACCOUNTS.student);
      await vi.waitFor(() => expect(silent.connections()).toBe(2));
      await directory.close();
      expect(await second).toEqual(unavailable('cancelled'));
      expect(await directory.verify(ACCOUNTS.student)).toEqual(unavailable('cancelled'));
    });
  });

  describe('fail-over', () => {
    test('to the second server when the first is down, or is not trusted', async () => {
      const down = `ldaps://127.0.0.1:${await closedPort()}`;
      const directory = directoryFor(rig, { urls: [down, rig.secureUrl], transport: ldaps() });
      expect(await directory.verify(ACCOUNTS.student)).toMatchObject(ok);
      expect(await directory.verify({ ...ACCOUNTS.student, password: 'guess' })).toEqual({
        outcome: 'wrong',
      });

      const other = await startOpenLdap();
      onTestFinished(() => other.stop());
      const distrustful = directoryFor(rig, { urls: [other.secureUrl, rig.secureUrl] });
      expect(await distrustful.verify(ACCOUNTS.student)).toMatchObject(ok);
    });

    test('from a silent server, which is then asked last', async () => {
      const silent = await listener();
      const urls = [`ldaps://127.0.0.1:${silent.port}`, rig.secureUrl];
      const directory = directoryFor(rig, { urls, timeouts: { ...SOON, totalMilliseconds: 10_000 } });
      expect(await directory.verify(ACCOUNTS.student)).toMatchObject(ok);
      expect(await directory.verify(ACCOUNTS.student)).toMatchObject(ok);
      expect(silent.connections()).toBe(1);
    });

    test('a refusal is an answer: no second server is asked', async () => {
      const second = await listener();
      const directory = directoryFor(rig, { urls: [rig.secureUrl, `ldaps://127.0.0.1:${second.port}`] });
      expect(await directory.verify({ ...ACCOUNTS.student, password: 'guess' })).toEqual({
        outcome: 'wrong',
      });
      expect(second.connections()).toBe(0);
    });

    test('of several failures the one that needs a human is reported', async () => {
      const urls = [rig.secureUrl, `ldaps://127.0.0.1:${await closedPort()}`];
      const directory = directoryFor(rig, { urls, transport: { security: 'ldaps' } });
      expect(await directory.verify(ACCOUNTS.student)).toEqual(unavailable('tls'));
    });
  });
});
