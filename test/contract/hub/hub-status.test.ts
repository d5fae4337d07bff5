import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Base64url } from '../../../main/exchange/canonical-json.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import { mostInADay } from '../../../main/hub/operation/station-days.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';
import { startMailServer } from '../../rigs/mail-server.ts';
import { isAvailable, type PostgresRig, startPostgres } from '../../rigs/postgres.ts';
import { createHubBed } from './hub-bed.ts';
import { hour, personOf } from './hub-documents.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'main', 'cli', 'index.ts');
const never = new AbortController().signal;

/** Whoever looks after a hub: each thing that needs a look is brought about, and both the command and Prometheus say it. */
describe.skipIf(!isAvailable().available)('hub status and metrics', { timeout: 180_000 }, () => {
  let rig: PostgresRig;
  let url: string;
  let database: HubDatabase;
  let folder: string;
  beforeAll(async () => {
    rig = await startPostgres();
    ({ url } = await rig.createDatabase());
    database = await openDatabase({ kind: 'postgres', url });
    folder = await mkdtemp(join(tmpdir(), 'madoguchi-status-'));
  });
  afterAll(async () => {
    await database?.close();
    await rig?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (...words: string[]) =>
    new Promise<{ status: unknown; out: string }>((resolve) => {
      const env = { ...process.env, DATABASE_URL: url };
      execFile(
        process.execPath,
        [program, 'hub', 'status', '--data', folder, ...words],
        { env },
        (error, out) => resolve({ status: error === null ? 0 : error.code, out }),
      );
    });
  /** What needs a look; that something does is the exit status. */
  const attention = async () => {
    const { status, out } = await run('--json');
    const { attention } = JSON.parse(out) as { attention: string[] };
    expect(status).toBe(attention.length === 0 ? 0 : 1);
    return attention;
  };

  it('a database without an institution needs one', async () => {
    await openHubKey(join(folder, 'hub-key.pem'));
    expect(await attention()).toEqual(['not-initialised', 'no-policy']);
  });

  it('whatever needs a look is said as soon as it is so, and by number', async () => {
    const server = await startMailServer();
    const mail = {
      ...{ host: '127.0.0.1', port: server.port, tls: 'none' as const, from: 'madoguchi@example.ac.jp' },
      ...{ publicUrl: 'https://hub.example.ac.jp/', objectionDays: 30, timeZone: 'Asia/Tokyo' },
    };
    const bed = await createHubBed(database, {
      hub: { settings: { mail, metrics: { host: '127.0.0.1', port: 0 } } },
    });
    const scraped = async () => {
      const text = await (await fetch(`${bed.hub.metricsUrl}/metrics`)).text();
      const lines = text.split('\n').flatMap((line) => {
        const parts = /^madoguchi_hub_([a-z0-9_]+(?:\{[^}]*\})?) (\S+)$/.exec(line);
        return parts === null ? [] : [[parts[1]!, Number(parts[2])] as const];
      });
      return Object.fromEntries(lines);
    };
    try {
      await rm(join(folder, 'hub-key.pem'));
      await copyFile(join(bed.folder, 'hub-key.pem'), join(folder, 'hub-key.pem'));
      // The command goes by the machine's clock: what ends within two hours has ended for it.
      bed.advance(Date.now() - bed.now().getTime() - 2 * hour);
      const [counter, lab] = [await bed.enrol('counter'), await bed.enrol('lab')];
      const operator = await bed.operator();
      await bed.hub.administration.upsertPeople([{ ...personOf('p-mail'), mail: 'student@example.ac.jp' }]);
      expect(await attention()).toEqual(['no-policy']);
      await bed.policy();
      expect(await attention()).toEqual([]);
      expect((await run()).out).toContain('Needs a look     nothing\n');
      expect(await scraped()).toMatchObject({
        ...{ database_up: 1, provider_up: 1, policy_version: 1, commands_open: 0, commands_due: 0 },
        ...{ commands_oldest_due_seconds: 0, suspensions_late: 0, audit_anomalies: 0, waiting_polls: 0 },
        ...{ 'stations{kind="counter"}': 1, 'stations{kind="lab"}': 1, 'stations_silent{kind="lab"}': 1 },
        ...{ offline_sign_ins_7d: 0, exempt_unexplained: 0, exempt_strangers: 0, sweep_failed: 0 },
      });

      server.setFault('no-such-person');
      await bed.issue(counter, operator, bed.suspension(counter, operator, 'p-mail'));
      await bed.hub.reconciler.runDue();
      await bed.hub.sendNotices();
      expect(await attention()).toEqual(['notices-failed']);

      const chain = randomUUID();
      for (const sequence of [7, 6]) {
        const head = { sequence, hash: sha256Base64url('head'), at: bed.at(0) };
        const document = { v: 1, station: lab.id, chain, ...head };
        const checkpoint = signDocument('madoguchi-checkpoint+jws', document, lab.key);
        await bed.send(lab, 'POST', '/v1/audit/checkpoints', { checkpoint });
      }
      expect(await attention()).toEqual(['audit-anomalies', 'notices-failed']);

      const revoked = await bed.operator();
      await bed.issue(counter, revoked, bed.suspension(counter, revoked, await bed.person()));
      await bed.hub.administration.revokeOperator(revoked.record.id);
      expect(await attention()).toEqual(['audit-anomalies', 'open-reviews', 'notices-failed']);

      const late = bed.suspension(counter, operator, await bed.person(), { until: bed.at(hour) });
      await bed.issue(counter, operator, late);
      await bed.hub.reconciler.runDue();
      bed.simulated.setOutage(true);
      bed.advance(hour);
      await bed.hub.reconciler.runDue();
      bed.advance(hour / 2);
      expect(await attention()).toEqual([
        ...['late-suspensions', 'audit-anomalies', 'open-reviews', 'notices-failed'],
      ]);
      await bed.hub.reconciler.runSweep();
      expect(await attention()).toContain('sweep-failed');
      bed.simulated.setOutage(false);

      // One more than a sweep ends by itself, and an account that is nobody's any more.
      for (let index = 0; index < 22; index += 1) await bed.simulated.suspend(`p-${index}`, never);
      await bed.simulated.giveAccount('p-0', null);
      await bed.hub.reconciler.runSweep();
      const day = { station: counter.id, day: new Date().toISOString().slice(0, 10) };
      const most = { kind: 'failed-check' as const, taken: mostInADay['failed-check'], refused: 1 };
      await database.kysely
        .insertInto('station_day')
        .values({ ...day, ...most })
        .execute();
      const offline = { id: randomUUID(), person: 'p-mail', verifiedAt: bed.at(-1000), at: bed.at(0) };
      await bed.send(lab, 'POST', '/v1/sign-ins', { failures: [], offline: [offline] });
      const outside = createSimulatedProvider({ path: join(folder, 'simulated-provider.json') });
      const room = { label: { ja: '第1実習室', en: 'Laboratory 1' }, stations: ['pc-1'] };
      await bed.policy({ version: 2, rooms: [{ ...room, id: 'lab-1', networks: ['192.0.2.0/24'] }] });
      const zone = { name: 'madoguchi example lab-1', trusted: true };
      await outside.setExemptNetworks([{ ...zone, ranges: ['192.0.2.0/23'] }]);
      expect(await attention()).toEqual([
        ...['late-suspensions', 'exempt-unexplained', 'exempt-strangers', 'stations-full'],
        ...['audit-anomalies', 'open-reviews', 'networks-differ', 'notices-failed'],
      ]);
      await writeFile(join(folder, 'simulated-provider.json.outage'), '');
      expect(await attention()).toContain('provider-down');
      const { out } = await run();
      expect(out).toContain('1 late\n');
      expect(out).toContain('Reviews          1 operator-revoked\n');
      expect(out).toContain('Notices          1 failed\n');
      expect(out).not.toMatch(/p-mail|student@/);

      const polling = bed.feed(lab, (await bed.feed(lab)).cursor, { wait: 20 });
      await expect.poll(scraped, { timeout: 15_000, interval: 250 }).toMatchObject({
        ...{ waiting_polls: 1, policy_version: 2, commands_open: 2, suspensions_late: 1 },
        ...{ commands_oldest_due_seconds: expect.any(Number), audit_anomalies: 1, offline_sign_ins_7d: 1 },
        ...{ 'reviews_open{reason="operator-revoked"}': 1, 'notices{state="failed"}': 1 },
        ...{ 'stations_silent{kind="counter"}': 1, 'stations_silent{kind="lab"}': 0 },
        ...{ exempt_unexplained: 21, exempt_strangers: 1, sweep_failed: 0 },
        ...{ 'stations_full{kind="failed-check"}': 1 },
      });
      const { commands_due, commands_oldest_due_seconds } = await scraped();
      expect(commands_due).toBeGreaterThan(0);
      expect(commands_oldest_due_seconds).toBeGreaterThan(600);
      await bed.restart();
      await polling;
    } finally {
      await bed.close();
      await server.stop();
    }
  });
});
