import { describe, expect } from 'vitest';
import { bedded, refused, signal, unavailable } from './privacyidea-bed.ts';

describe('privacyIDEA: factors, codes and a new TOTP', () => {
  bedded('factors: what counts, without our own', async ({ server, provider }) => {
    const own = (serial: string, tokentype: string, more: object = {}) =>
      server.add({ serial, tokentype, username: 's2100001', ...more });
    own('A', 'totp', { description: 'スマホ', info: { creation_date: '2026-04-02T03:04+0000' } });
    own('B', 'totp', { active: false });
    own('C', 'push', { rollout_state: 'clientwait' });
    own('D', 'webauthn');
    own('E', 'email');
    own('F', 'pw');
    own('G', 'question');
    own('H', 'newfangled');
    server.add({ serial: 'Z', tokentype: 'totp', username: 's2100002' });
    await provider.suspend('2100001', signal());
    const answer = await provider.factors?.('2100001', signal());
    if (answer?.ok !== true) throw new Error('no factors');
    expect(answer.factors.map(({ id, kind, counts }) => [id, kind, counts])).toEqual([
      ['A', 'totp', true],
      ['B', 'totp', false],
      ['C', 'push', false],
      ['D', 'passkey', true],
      ['E', 'mail', true],
      ['F', 'other', false],
      ['G', 'question', false],
      ['H', 'other', false],
    ]);
    expect(answer.factors[0]).toMatchObject({ label: 'スマホ', registeredAt: '2026-04-02T03:04:00.000Z' });
    expect(answer.factors[1]?.label).toBe('totp');
  });

  bedded('a factor is reset once; not the exemption, and nobody else’s', async ({ server, provider }) => {
    server.add({ serial: 'MINE', tokentype: 'totp', username: 's2100001' });
    server.add({ serial: 'THEIRS', tokentype: 'totp', username: 's2100002' });
    await provider.suspend('2100001', signal());
    const exemption = [...server.tokens.keys()].find((serial) => serial.startsWith('MDGX')) ?? '';
    for (const _time of ['first', 'again'])
      expect(await provider.resetFactor?.('2100001', 'MINE', signal())).toMatchObject({ ok: true });
    expect(await provider.resetFactor?.('2100001', 'THEIRS', signal())).toMatchObject({ ok: true });
    for (const serial of [exemption, '*', '../MINE', ''])
      expect(await provider.resetFactor?.('2100001', serial, signal())).toEqual(refused);
    expect([...server.tokens.keys()].sort()).toEqual([exemption, 'THEIRS'].sort());
  });

  bedded('a temporary code ends by itself, and a new one ends the old', async ({ server, provider }) => {
    const first = await provider.temporaryCode?.('2100001', 60, signal());
    const second = await provider.temporaryCode?.('2100001', 60, signal());
    if (first?.ok !== true || second?.ok !== true) throw new Error('no code');
    expect(first.code).not.toBe(second.code);
    expect(server.tokens.size).toBe(1);
    const [token] = server.tokens.values();
    const left = Date.parse(second.validUntil) - Date.now();
    expect(left).toBeGreaterThan(58 * 60_000);
    expect(left).toBeLessThanOrEqual(60 * 60_000);
    expect(token?.info.validity_period_end).toBe(`${second.validUntil.slice(0, 16)}+0000`);
    for (const minutes of [0, -1, 1.5, 50_000, Number.NaN])
      expect(await provider.temporaryCode?.('2100001', minutes, signal())).toEqual(refused);
  });

  bedded('a new TOTP takes the place of every other, and only of those', async ({ server, provider }) => {
    server.add({ serial: 'OLD1', tokentype: 'totp', username: 's2100001' });
    server.add({ serial: 'OLD2', tokentype: 'totp', username: 's2100001', active: false });
    server.add({ serial: 'KEY', tokentype: 'webauthn', username: 's2100001' });
    server.add({ serial: 'THEIRS', tokentype: 'totp', username: 's2100002' });
    const made = await provider.initialiseTotp?.('2100001', signal());
    if (made?.ok !== true) throw new Error('no TOTP');
    const uri = new URL(made.uri);
    expect([uri.protocol, uri.host, uri.searchParams.get('secret')?.length]).toEqual([
      'otpauth:',
      'totp',
      32,
    ]);
    const types = [...server.tokens.values()].filter(({ username }) => username === 's2100001');
    expect(types.map(({ tokentype }) => tokentype).sort()).toEqual(['totp', 'webauthn']);
    expect(server.tokens.has('THEIRS')).toBe(true);
    expect(server.tokens.has('OLD1')).toBe(false);
  });

  bedded('I5: an address that is no TOTP secret is never handed on', async ({ server, provider }) => {
    for (const value of [
      'https://evil.test/?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      'otpauth://totp/x?secret=ABC',
    ]) {
      server.interfere((request) =>
        request.path === '/pi/token/init'
          ? { status: 200, body: { result: { status: true, value: true }, detail: { googleurl: { value } } } }
          : undefined,
      );
      expect(await provider.initialiseTotp?.('2100001', signal())).toEqual(unavailable);
    }
  });
});
