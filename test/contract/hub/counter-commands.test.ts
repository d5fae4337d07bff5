import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestCommand } from '../../../main/exchange/command.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import { drawnPortrait } from '../../../main/profile/demonstration-portraits.ts';
import { isAvailable, type PostgresRig, startPostgres } from '../../rigs/postgres.ts';
import { createHubBed } from './hub-bed.ts';
import { suspensionOf } from './hub-documents.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'main', 'cli', 'index.ts');

let rig: PostgresRig;
let url: string;
let folder: string;
let people: readonly string[];
let wanted: RequestCommand;
let operator: string;
let concerned: string;

const inFolder = (name: string) => join(folder, name);
const opened = () => openDatabase({ kind: 'postgres', url });
const { available } = isAvailable();

beforeAll(async () => {
  if (!available) return;
  rig = await startPostgres();
  ({ url } = await rig.createDatabase());
  folder = await mkdtemp(join(tmpdir(), 'madoguchi-counter-commands-'));
  const database = await opened();
  const bed = await createHubBed(database);
  try {
    await bed.policy();
    people = [await bed.person(), await bed.person(), await bed.person()];
    const station = await bed.enrol('counter');
    const by = await bed.operator();
    operator = by.record.id;
    concerned = (await bed.operator({ person: people[0] ?? null })).record.id;
    const { until: _, kind: __, ...rest } = suspensionOf(bed.now(), station.id, operator, people[0] ?? '');
    wanted = { ...rest, kind: 'request', operation: 'reset', dueBy: bed.at(72 * 3_600_000) };
    expect(await bed.issue(station, by, wanted)).toMatchObject({ result: 'accepted' });
    await copyFile(join(bed.folder, 'hub-key.pem'), inFolder('hub-key.pem'));
  } finally {
    await bed.close();
    await database.close();
  }
}, 120_000);
afterAll(async () => {
  await rig?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

function hubCommand(...words: string[]) {
  const env = { ...process.env, DATABASE_URL: url };
  return new Promise<{ status: unknown; lines: Record<string, unknown>[]; err: string }>((resolve) => {
    const all = [program, 'hub', ...words, '--data', folder];
    execFile(process.execPath, all, { env }, (error, out, err) =>
      resolve({
        status: error === null ? 0 : error.code,
        lines: out
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line)),
        err,
      }),
    );
  });
}

/** What the hub keeps of the three people, in their order. */
async function kept() {
  const database = await opened();
  try {
    const rows = await database.kysely.selectFrom('person_particulars').selectAll().execute();
    return people.map((id) => {
      const row = rows.find(({ person }) => person === id);
      return row === undefined ? null : [row.telephone, row.portrait_type];
    });
  } finally {
    await database.close();
  }
}

describe.skipIf(!available)('hub particulars', { timeout: 120_000 }, () => {
  const list = async (name: string, lines: readonly string[]) => {
    await writeFile(inFolder(name), `${lines.join('\n')}\n`);
    return inFolder(name);
  };
  const picture = (index: number) => Buffer.from(drawnPortrait(index).data, 'base64');

  it('takes numbers and pictures of a list, whatever a picture is called, and the same list changes nothing', async () => {
    await writeFile(inFolder('一.jpg'), picture(1));
    const csv = await list('list.csv', [
      '\ufeffperson,telephone,portrait',
      `${people[0]},000-5550-0100,一.jpg`,
      `"${people[1]}",,`,
    ]);
    const rehearsed = await hubCommand('particulars', '--file', csv, '--dry-run');
    expect(rehearsed).toMatchObject({ status: 0, lines: [{ state: 'rehearsed', people: 2, changed: 0 }] });
    expect(await kept()).toEqual([null, null, null]);
    const taken = await hubCommand('particulars', '--file', csv);
    expect(taken).toMatchObject({ status: 0, lines: [{ state: 'done', people: 2, changed: 2, bad: 0 }] });
    expect(await kept()).toEqual([['000-5550-0100', 'image/png'], [null, null], null]);
    expect((await hubCommand('particulars', '--file', csv)).lines).toMatchObject([{ changed: 0 }]);
  });

  it('a list that says nothing of pictures leaves them; JSON lines may hold them', async () => {
    const numbers = await list('numbers.csv', ['person,telephone', `${people[0]},000-5550-0199`]);
    expect(await hubCommand('particulars', '--file', numbers)).toMatchObject({ status: 0 });
    const lines = await list('more.jsonl', [
      JSON.stringify({ person: people[2], portrait: drawnPortrait(2) }),
      '',
      JSON.stringify({ person: people[0], telephone: null }),
    ]);
    expect(await hubCommand('particulars', '--file', lines)).toMatchObject({ status: 0 });
    expect(await kept()).toEqual([
      [null, 'image/png'],
      [null, null],
      [null, 'image/png'],
    ]);
  });

  it('says what is wrong with each row, and takes the others (I7: no content of it)', async () => {
    await writeFile(inFolder('page.png'), '<svg onload="x()">');
    await writeFile(inFolder('large.png'), Buffer.concat([picture(0), Buffer.alloc(30_000)]));
    await mkdir(inFolder('folder.png'), { recursive: true });
    await symlink(inFolder('hub-key.pem'), inFolder('link.png'));
    const csv = await list('bad.csv', [
      'person,telephone,portrait',
      `${people[1]},000-5550-0101,`,
      `${people[1]},000-5550-0102,`,
      ',000-5550-0103,',
      'p nobody,000-5550-0104,',
      'p-stranger,000-5550-0105,',
      `${people[2]},call me,`,
      ...['page.png', 'large.png', 'folder.png', 'link.png', '../一.jpg', 'absent.png'].map(
        (name, index) => `x${index},,${name}`,
      ),
      `${people[2]},1,2,3`,
    ]);
    const { status, lines, err } = await hubCommand('particulars', '--file', csv);
    const far = ['reading   0 %', 'reading 100 %', 'storing   0 %', 'storing 100 %', ''];
    expect({ status, err }).toEqual({ status: 1, err: far.join('\n') });
    expect(lines.slice(0, -1).map(({ place, code, field }) => [place, code, field])).toEqual([
      ['line 3', 'duplicate', 'person'],
      ['line 4', 'missing', 'person'],
      ['line 5', 'invalid', 'person'],
      ['line 7', 'invalid', 'telephone'],
      ['line 8', 'portrait-no-picture', 'portrait'],
      ['line 9', 'portrait-too-large', 'portrait'],
      ['line 10', 'portrait-missing', 'portrait'],
      ['line 11', 'portrait-missing', 'portrait'],
      ['line 12', 'portrait-name', 'portrait'],
      ['line 13', 'portrait-missing', 'portrait'],
      ['line 14', 'columns', null],
      ['line 6', 'unknown-person', 'person'],
    ]);
    expect(lines.at(-1)).toMatchObject({ state: 'done', people: 1, changed: 1 });
    expect((await kept())[1]).toEqual(['000-5550-0101', null]);
    const jsonl = await list('bad.jsonl', [
      '{"person":',
      `{"person":"${people[0]}","birthday":"2000-01-01"}`,
      `{"person":"${'x'.repeat(70_000)}"}`,
      JSON.stringify({ person: people[0], portrait: { ...drawnPortrait(0), type: 'image/jpeg' } }),
    ]);
    const told = await hubCommand('particulars', '--file', jsonl);
    expect(told.lines.slice(0, -1).map(({ code }) => code)).toEqual([
      'not-json',
      'invalid',
      'too-long',
      'portrait-no-picture',
    ]);
  });

  it.each([
    ['list.xlsx', ['person,telephone'], 'kind'],
    ['header.csv', ['person,birthday', 'x,y'], 'header'],
    ['quote.csv', ['person,telephone', 'p1,"000', 'p2,000'], 'unreadable'],
    ['../nowhere.csv', null, 'unreachable'],
  ] as const)('%s is refused as a whole and changes nothing', async (name, lines, failure) => {
    const before = await kept();
    const path = lines === null ? inFolder(name) : await list(name, lines);
    const { status, lines: said, err } = await hubCommand('particulars', '--file', path);
    expect({ status, said }).toMatchObject({ status: 1, said: [{ state: 'failed', failure, changed: 0 }] });
    expect(err).not.toBe('');
    expect(await kept()).toEqual(before);
  });
});

describe.skipIf(!available)('hub requests', { timeout: 120_000 }, () => {
  it('lists what is due, is taken once, refuses who may not, and is settled once (I3, I4)', async () => {
    const listed = await hubCommand('requests', 'list');
    expect(listed).toMatchObject({
      status: 0,
      lines: [{ id: wanted.id, state: 'waiting-centre', overdue: true, person: { id: people[0] } }],
    });
    const settle = async (name: string, id: string, by = operator) => {
      const { status, lines, err } = await hubCommand('requests', name, id, '--by', by);
      return status === 0 ? lines[0]?.outcome : err.split('.')[0];
    };
    expect(await settle('take', 'no-id')).toBe('No such request is known');
    expect(await settle('take', randomUUID())).toBe('No such request is known');
    expect(await settle('take', wanted.id, 'nobody')).toBe(
      'Only an operator of the registry settles requests',
    );
    expect(await settle('done', wanted.id, concerned)).toBe(
      'Nobody settles a request about their own account',
    );
    expect(await settle('take', wanted.id)).toBe('in-work');
    expect(await settle('take', wanted.id)).toBe('It is settled already, or somebody has taken it');
    expect(await settle('done', wanted.id)).toBe('done');
    expect(await settle('decline', wanted.id)).toBe('It is settled already, or somebody has taken it');
    expect(await hubCommand('requests', 'list')).toMatchObject({ status: 0, lines: [] });
    const audited = await hubCommand('audit', 'export');
    expect(
      audited.lines
        .map(({ entry }) => entry as { kind: string; facts: Record<string, unknown> })
        .filter(({ kind }) => kind === 'request-settled')
        .map(({ facts }) => facts.outcome),
    ).toEqual(['in-work', 'done']);
    expect(await hubCommand('audit', 'verify')).toMatchObject({ status: 0 });
  });
});
