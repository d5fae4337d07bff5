import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { type ConnectionCutter, startConnectionCutter } from '../../fault/connection-cutter.ts';
import { isAvailable, type PostgresRig, startPostgres } from '../../rigs/postgres.ts';
import { type SlowLine, startSlowLine } from '../../rigs/slow-line.ts';
import { createHubBed, type HubBed } from './hub-bed.ts';

const settings = { metrics: { host: '127.0.0.1', port: 0 } };

describe.skipIf(!isAvailable().available)('a hub whose database is away', { timeout: 90_000 }, () => {
  let rig: PostgresRig;
  let url: string;
  let database: HubDatabase;
  let bed: HubBed;
  beforeAll(async () => {
    rig = await startPostgres();
    ({ url } = await rig.createDatabase());
    database = await openDatabase({ kind: 'postgres', url });
  });
  afterAll(async () => {
    await database?.close();
    await rig?.stop();
  });
  beforeEach(async () => {
    bed = await createHubBed(database);
  });
  afterEach(() => bed.close());

  /** A hub of its own behind a line that can be interfered with. */
  async function behind(port: number) {
    const away = await openDatabase({
      kind: 'postgres',
      url: url.replace(/:\d+\//, `:${port}/`),
      maximumConnections: 3,
      answerLimitMs: 1_500,
    });
    const hub = await bed.launch({ database: { kind: 'opened', database: away }, settings });
    const health = async () => {
      const answer = await fetch(`${hub.url}/v1/health`);
      return { status: answer.status, ...((await answer.json()) as object) };
    };
    const databaseUp = async () =>
      /^madoguchi_hub_database_up (\d)$/m.exec(await (await fetch(`${hub.metricsUrl}/metrics`)).text())?.[1];
    expect(await health()).toMatchObject({ status: 200, ready: true, database: 'up' });
    expect(await databaseUp()).toBe('1');
    return { hub, away, health, databaseUp };
  }
  const ready = { status: 200, live: true, ready: true, database: 'up', initialised: true };
  const notReady = { status: 503, live: true, ready: false, database: 'down' };
  const soon = { timeout: 20_000, interval: 250 };

  it('that was cut off says so, takes nothing, and is ready again once it can be reached', async () => {
    const line: ConnectionCutter = await startConnectionCutter(Number(new URL(url).port));
    const { hub, away, health, databaseUp } = await behind(line.port);
    try {
      line.cut(6_500);
      expect(await health()).toMatchObject(notReady);
      expect((await fetch(`${hub.url}/v1/health/live`)).status).toBe(200);
      const token = await fetch(`${hub.url}/v1/stations/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: 'x'.repeat(43), publicKey: bed.policyJwk }),
      });
      expect(token.ok).toBe(false);
      await expect.poll(databaseUp, soon).toBe('0');
      await expect.poll(health, soon).toMatchObject(ready);
      await expect.poll(databaseUp, soon).toBe('1');
    } finally {
      await hub.stop();
      await away.close();
      await line.stop();
    }
  });

  it('that answers nothing on open lines says so in seconds, and is asked over new lines', async () => {
    const line: SlowLine = await startSlowLine(Number(new URL(url).port), {});
    const { hub, away, health, databaseUp } = await behind(line.port);
    try {
      // What was asked is never answered on these lines, also later.
      line.pace({ delayMs: 3_600_000 });
      const begun = performance.now();
      const answers = await Promise.all(Array.from({ length: 6 }, health));
      for (const answer of answers) expect(answer).toMatchObject(notReady);
      expect(performance.now() - begun).toBeLessThan(10_000);
      await delay(5_100);
      expect(await databaseUp()).toBe('0');
      line.pace({});
      await expect.poll(health, soon).toMatchObject(ready);
      await expect.poll(databaseUp, soon).toBe('1');
    } finally {
      await hub.stop();
      await away.close();
      await line.stop();
    }
  });
});
