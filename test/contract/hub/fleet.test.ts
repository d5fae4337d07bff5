import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plotTally, standingOf, tallyChecks } from '../../../main/cli/doctor/fleet-plot.ts';
import { sha256Base64url } from '../../../main/exchange/canonical-json.ts';
import { proofHeader, signRequest } from '../../../main/exchange/request-proof.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { generateSigningKey } from '../../../main/exchange/signing-key.ts';
import type { StationInstance } from '../../../main/exchange/station-instance.ts';
import { settleInstance } from '../../../main/hub/fleet/instance-table.ts';
import { readFleet } from '../../../main/hub/fleet/posture-table.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestStation } from './hub-bed.ts';

describe('the fleet, on PGlite', () => {
  let database: HubDatabase;
  let bed: HubBed;
  let station: TestStation;
  beforeAll(async () => {
    database = await openDatabase({ kind: 'embedded', directory: null });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    bed = await createHubBed(database);
    station = await bed.enrol('lab');
  });
  afterEach(() => bed.close());

  const runOf = (count: number, machine: string | null = sha256Base64url('here')): StationInstance => ({
    run: randomBytes(16).toString('base64url'),
    count,
    machine,
  });
  const send = async (instance: StationInstance, path: string, content: unknown) => {
    const body = JSON.stringify(content);
    const nonce = randomBytes(16).toString('base64url');
    const at = new Date(bed.at(0));
    const proof = signRequest(
      { station: station.id, method: 'POST', path, body, nonce, at, instance },
      station.key,
    );
    const headers = { [proofHeader]: proof, 'content-type': 'application/json' };
    const response = await fetch(new URL(path, bed.hub.url), { method: 'POST', headers, body });
    return { status: response.status, body: await response.json() };
  };
  const checks = [
    { id: 'clock', state: 'pass' },
    { id: 'kiosk', state: 'fail' },
  ];
  const report = { version: '0.1.0', node: 'v24.9.0', electron: null, checks };
  const tell = (instance: StationInstance) => send(instance, '/v1/posture', report);
  const chain = randomUUID();
  const checkpoint = (instance: StationInstance, sequence: number, content: string) =>
    send(instance, '/v1/audit/checkpoints', {
      checkpoint: signDocument(
        'madoguchi-checkpoint+jws',
        { v: 1, station: station.id, chain, sequence, hash: sha256Base64url(content), at: bed.at(0) },
        station.key,
      ),
    });
  const contested = { status: 403, body: { code: 'hub/station-contested' } };

  it('is told ids and states, and nothing that names anybody (I7)', async () => {
    expect(await tell(runOf(1))).toEqual({ status: 200, body: { word: 'as-known', rollbacks: 0 } });
    const [seen] = (await readFleet(database)).filter(({ id }) => id === station.id);
    expect(seen).toMatchObject({ report, past: 'as-known', kind: 'lab' });
    const secret = { ...report, checks: [{ id: 'clock', state: 'pass', facts: { user: 'x' } }] };
    expect((await send(runOf(2), '/v1/posture', secret)).status).toBe(400);
  });

  it('refuses the clone of a disk image until IT has settled it, and the first goes on', async () => {
    const first = runOf(5);
    const clone = runOf(5, sha256Base64url('there'));
    expect((await tell(first)).status).toBe(200);
    expect(await tell(clone)).toEqual(contested);
    expect((await tell(first)).status).toBe(200);
    expect((await readFleet(database)).find(({ id }) => id === station.id)?.past).toBe('contested');
    expect(await settleInstance(database, generateSigningKey(), station.id, new Date(bed.at(0)))).toBe(true);
    expect((await tell(clone)).status).toBe(200);
    expect(await tell(first)).toEqual(contested);
  });

  it('tells a state that went back from an audit trail that was changed (I8)', async () => {
    const first = runOf(5);
    expect((await checkpoint(first, 40, 'head')).status).toBe(200);
    const restored = runOf(3);
    expect((await checkpoint(restored, 20, 'earlier')).status).toBe(409);
    expect((await tell(restored)).body).toEqual({ word: 'rolled-back', rollbacks: 1 });
  });

  it('calls a contradicting trail tampered where nothing went back (I8)', async () => {
    const first = runOf(5);
    await checkpoint(first, 40, 'head');
    expect((await checkpoint(first, 40, 'rewritten')).status).toBe(409);
    expect((await tell(first)).body).toEqual({ word: 'tampered', rollbacks: 0 });
  });
});

it('counts a silent station as silent, and draws what fails where', () => {
  const now = new Date('2026-11-22T03:00:00.000Z');
  const base = {
    id: 'st-1',
    name: 'pc-1',
    kind: 'lab',
    enrolledAt: now.toISOString(),
    past: 'as-known',
    rollbacks: 0,
  } as const;
  const of = (state: 'pass' | 'warn' | 'fail', minutesAgo: number) => ({
    ...base,
    reportedAt: new Date(now.getTime() - minutesAgo * 60_000).toISOString(),
    report: { version: '1', node: 'v24', electron: null, checks: [{ id: 'kiosk' as const, state }] },
  });
  expect(standingOf(of('fail', 5), now)).toBe('fail');
  expect(standingOf(of('pass', 31), now)).toBe('silent');
  expect(standingOf({ ...of('pass', 5), past: 'contested' }, now)).toBe('fail');
  expect(standingOf({ ...of('pass', 5), past: 'rolled-back' }, now)).toBe('warn');
  const tally = tallyChecks([of('fail', 1), of('warn', 1), of('pass', 1), of('pass', 1)]);
  expect(tally).toEqual([{ id: 'kiosk', fail: 1, warn: 1 }]);
  expect(plotTally(tally, 4)[0]).toBe(
    `${'kiosk'.padEnd(18)} ${'█'.repeat(10)}${'▒'.repeat(10)}${' '.repeat(20)} 1 fail, 1 warn of 4`,
  );
});
