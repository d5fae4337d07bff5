import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTotpAddress } from '../../../main/exchange/totp-address.ts';
import { createSimulatedProvider, type SimulatedProvider } from '../../../main/provider/simulated.ts';

const registeredAt = '2024-04-08T01:00:00.000Z';
const original = [
  { id: 'app', kind: 'totp', label: '', counts: true, registeredAt },
  { id: 'sms', kind: 'sms', label: '•••20', counts: true, registeredAt },
] as const;
const within = () => AbortSignal.timeout(5000);

describe('simulated, what a person has', () => {
  let folder: string;
  let provider: SimulatedProvider;
  const start = () =>
    createSimulatedProvider({
      path: join(folder, 'state.json'),
      knows: (person) => person !== 'nobody',
      factorsOf: () => original,
    });
  const ids = async (person = 'p1') => {
    const list = await provider.factors?.(person, within());
    return list?.ok === true ? list.factors.map(({ id }) => id) : null;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'madoguchi-simulated-'));
    provider = start();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('loses one factor of one person, once, also over a restart', async () => {
    const gone = { ok: true, propagatingUntil: null };
    expect(await provider.resetFactor?.('p1', 'app', within())).toEqual(gone);
    expect(await provider.resetFactor?.('p1', 'app', within())).toEqual(gone);
    expect(await provider.resetFactor?.('p1', 'another', within())).toEqual(gone);
    provider = start();
    expect(await ids()).toEqual(['sms']);
    expect(await ids('p2')).toEqual(['app', 'sms']);
    expect((await provider.history()).map(({ change }) => change)).toEqual(['factor-removed']);
  });

  it('gets a new TOTP in place of any other, whose secret is kept nowhere (I7)', async () => {
    const first = await provider.initialiseTotp?.('p1', within());
    const second = await provider.initialiseTotp?.('p1', within());
    if (first?.ok !== true || second?.ok !== true) throw new Error('no TOTP');
    expect(readTotpAddress(first.uri)?.secret).toHaveLength(20);
    expect(first.uri).not.toBe(second.uri);
    const now = await ids();
    expect(now).toHaveLength(2);
    expect(now).not.toContain('app');
    const secret = new URL(second.uri).searchParams.get('secret') ?? '';
    expect(readFileSync(join(folder, 'state.json'), 'utf8')).not.toContain(secret);
  });

  it('gets a code that ends, and that is kept nowhere (I7)', async () => {
    const before = Date.now();
    const code = await provider.temporaryCode?.('p1', 60, within());
    if (code?.ok !== true) throw new Error('no code');
    expect(code.code).toMatch(/^[a-z2-9]{8}$/);
    expect(Date.parse(code.validUntil)).toBeGreaterThanOrEqual(before + 60 * 60_000);
    expect(readFileSync(join(folder, 'state.json'), 'utf8')).not.toContain(code.code);
  });

  it('is unknown, or out of reach, for all of it alike', async () => {
    const unknown = { ok: false, code: 'provider/unknown-person' };
    expect(await provider.resetFactor?.('nobody', 'app', within())).toEqual(unknown);
    expect(await provider.initialiseTotp?.('nobody', within())).toEqual(unknown);
    expect(await provider.temporaryCode?.('nobody', 60, within())).toEqual(unknown);
    provider.setOutage(true, 3000);
    const away = { ok: false, code: 'provider/unavailable', retryAfterMs: 3000 };
    expect(await provider.resetFactor?.('p1', 'app', within())).toEqual(away);
    expect(await provider.initialiseTotp?.('p1', within())).toEqual(away);
    expect(await provider.temporaryCode?.('p1', 60, within())).toEqual(away);
  });
});
