import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPublicJwk, generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { startHub } from '../../../main/hub/hub.ts';
import { hubSettings } from '../../../main/hub/operation/hub-settings.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';
import { startMailServer } from '../../rigs/mail-server.ts';
import { isAvailable, type PostgresRig, startPostgres } from '../../rigs/postgres.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const program = join(root, 'main', 'cli', 'index.ts');
const manual = readFileSync(join(root, '.github', 'manuals', 'hub.md'), 'utf8');
const section = (title: string) => manual.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
const blocks = (title: string, kind: string) =>
  [...section(title).matchAll(new RegExp(`\`\`\`${kind}\n([^\`]+)\`\`\``, 'g'))].map(
    ([, text]) => text ?? '',
  );

it('the settings that the manual shows are settings', () => {
  const shown = [
    ...blocks('People', 'json'),
    ...blocks('Events for a SIEM', 'json'),
    ...blocks('Start', 'json'),
  ];
  expect(shown).toHaveLength(3);
  for (const text of shown) expect(hubSettings.safeParse(JSON.parse(text)).error).toBeUndefined();
});

describe.skipIf(!isAvailable().available)('hub import, as the manual has it', { timeout: 240_000 }, () => {
  let rig: PostgresRig;
  let url: string;
  let folder: string;
  beforeAll(async () => {
    rig = await startPostgres();
    ({ url } = await rig.createDatabase());
    folder = mkdtempSync(join(tmpdir(), 'madoguchi-import-command-'));
    mkdirSync(join(folder, 'data'));
    const hub = await startHub({
      database: { kind: 'postgres', url },
      keyPath: join(folder, 'data', 'hub-key.pem'),
      provider: createSimulatedProvider({ path: join(folder, 'data', 'simulated-provider.json') }),
      automatic: false,
    });
    await hub.administration.initialise({
      institution: { id: 'example', name: { ja: '例大学', en: 'Example University' } },
      rpId: 'madoguchi.example.ac.jp',
      profile: 'example',
      provider: { kind: 'simulated', simulated: true },
      production: false,
      policyKeys: [exportPublicJwk(generateSigningKey())],
    });
    await hub.stop();
  }, 120_000);
  afterAll(async () => {
    await rig?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const settingsPath = () => join(folder, 'hub.json');
  const write = (rows: readonly string[], more: object = {}, everyMinutes?: number) => {
    const [first] = JSON.parse(blocks('People', 'json')[0] ?? '').imports as { source: object }[];
    const path = join(folder, 'students.csv');
    const header = '学籍番号,ログイン名,姓,名,カナ,メール,区分,所属,所属英,在籍';
    writeFileSync(path, `${[header, ...rows].join('\n')}\n`);
    const students = {
      ...first,
      source: { ...first?.source, path, encoding: 'utf-8' },
      ...(everyMinutes === undefined ? { everyMinutes: undefined } : { everyMinutes }),
    };
    writeFileSync(settingsPath(), JSON.stringify({ imports: [students], ...more }));
  };
  const row = (id: string, role = '学生') =>
    `${id},s${id},山田,花子,ヤマダ ハナコ,${id}@example.ac.jp,${role},文学部,Letters,`;
  /** Runs a line of the manual with this test's places in it. */
  const run = (line: string) =>
    new Promise<{ status: unknown; out: string[]; err: string }>((resolve) => {
      const words = line
        .replace('npx madoguchi ', '')
        .replace('/etc/madoguchi/hub.json', settingsPath())
        .replace('/var/lib/madoguchi', join(folder, 'data'))
        .split(' ');
      execFile(
        process.execPath,
        [program, ...words],
        { env: { ...process.env, DATABASE_URL: url } },
        (error, out, err) =>
          resolve({ status: error === null ? 0 : error.code, out: out.trim().split('\n'), err }),
      );
    });
  const [rehearse = '', take = '', report = ''] = blocks('People', 'sh')[0]?.trim().split('\n') ?? [];

  it('rehearses, takes, refuses, is forced and reports', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `M${1000 + index}`);
    write(ids.map((id) => row(id)));
    const rehearsed = await run(rehearse);
    expect(rehearsed.status).toBe(0);
    expect(JSON.parse(rehearsed.out.at(-1) ?? '')).toMatchObject({ state: 'rehearsed', added: 30 });
    const taken = await run(take);
    expect(taken.status).toBe(0);
    expect(JSON.parse(taken.out.at(-1) ?? '')).toMatchObject({ state: 'done', added: 30 });
    expect(taken.err).toContain('applying 100 %');
    write([...ids.slice(0, 20).map((id) => row(id)), row('M1020', '宇宙人')]);
    const refused = await run(take);
    expect(refused.status).toBe(1);
    expect(refused.out.map((line) => JSON.parse(line))).toMatchObject([
      { place: 'line 22', code: 'unknown-role', field: 'role' },
      { state: 'done', removed: 9, bad: 1 },
    ]);
    write(ids.slice(0, 5).map((id) => row(id)));
    expect(JSON.parse((await run(take)).out.at(-1) ?? '')).toMatchObject({ state: 'refused' });
    const forced = await run(`${take} --force`);
    expect(forced.status).toBe(0);
    const told = await run(report);
    expect(told.status).toBe(0);
    expect(JSON.parse(told.out.at(-1) ?? '')).toMatchObject({ state: 'done', forced: true, removed: 16 });
    expect((await run(take.replace('students', 'nobody'))).status).toBe(2);
    expect((await run(report.replace('students', 'nobody'))).status).toBe(1);
  });

  it('several hub processes on one database import once and send each mail once (I3)', async () => {
    const mail = await startMailServer();
    const children: ReturnType<typeof spawn>[] = [];
    try {
      const settings = { host: '127.0.0.1', port: mail.port, tls: 'none', from: 'hub@example.ac.jp' };
      write(
        Array.from({ length: 700 }, (_, index) => row(`N${1000 + index}`)),
        { mail: settings },
        60,
      );
      const database = await openDatabase({ kind: 'postgres', url });
      try {
        const { kysely } = database;
        await kysely.deleteFrom('directory_import').execute();
        await kysely.deleteFrom('person').execute();
        const started = Array.from({ length: 3 }, () => {
          const child = spawn(
            process.execPath,
            [program, 'hub', '--data', join(folder, 'data'), '--settings', settingsPath()],
            { env: { ...process.env, DATABASE_URL: url }, stdio: ['ignore', 'pipe', 'ignore'] },
          );
          children.push(child);
          return once(createInterface(child.stdout), 'line');
        });
        await Promise.all(started);
        const runs = () => kysely.selectFrom('directory_import').select(['state', 'added']).execute();
        await expect
          .poll(async () => (await runs()).map(({ state }) => state), { timeout: 90_000 })
          .toEqual(['done']);
        expect(await runs()).toEqual([{ state: 'done', added: 700 }]);
        const stationId = 'several-station';
        await kysely
          .insertInto('station')
          .values({
            id: stationId,
            name: stationId,
            kind: 'counter',
            label: JSON.stringify({ ja: '窓口', en: 'Counter' }),
            key_id: stationId,
            public_key: '{}',
            enrolled_at: new Date(),
          })
          .execute();
        const people = await kysely
          .selectFrom('person')
          .select('id')
          .where('mail', 'is not', null)
          .limit(5)
          .execute();
        const now = new Date();
        for (const { id: person } of people) {
          const id = crypto.randomUUID();
          await kysely
            .insertInto('command')
            .values({
              id,
              digest: id,
              kind: 'suspend',
              person,
              station: stationId,
              operator: 'op',
              issued_at: now,
              received_at: now,
              until: new Date(now.getTime() + 3_600_000),
              body: '{}',
              envelope: '',
              state: 'accepted',
              ending: null,
              refusal: null,
              answer: 'accepted',
              answer_code: null,
              state_at: now,
              resumed_by: null,
              next_run: now,
              last_error: null,
            })
            .execute();
        }
        await expect.poll(() => mail.mails.length, { timeout: 60_000 }).toBe(people.length);
        // Each hub looks for mail every five seconds: two more rounds of all three.
        await expect
          .poll(async () =>
            (await kysely.selectFrom('notice').select('state').execute()).map(({ state }) => state),
          )
          .toEqual(people.map(() => 'sent'));
        expect(new Set(mail.mails.map(({ to }) => to)).size).toBe(people.length);
        expect((await runs()).length).toBe(1);
      } finally {
        await database.close();
      }
    } finally {
      for (const child of children) {
        child.kill('SIGTERM');
        if (child.exitCode === null) await once(child, 'exit');
      }
      await mail.stop();
    }
  });
});
