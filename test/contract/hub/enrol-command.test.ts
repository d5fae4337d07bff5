import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { readStationIdentity } from '../../../main/agent/enrolment/station-identity.ts';
import { openStore } from '../../../main/agent/store/open-store.ts';
import { type EnrolOptions, enrolFromCommandLine } from '../../../main/cli/enrol/enrol-command.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed } from './hub-bed.ts';

let database: HubDatabase;
let bed: HubBed;
let folder: string;
const said: string[] = [];
beforeAll(async () => {
  database = await openDatabase({ kind: 'embedded', directory: null });
  bed = await createHubBed(database);
});
afterAll(async () => {
  await bed.close();
  await database.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enrol-'));
  said.length = 0;
  const hear = (text: string | Uint8Array) => {
    said.push(String(text));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(hear);
  vi.spyOn(process.stderr, 'write').mockImplementation(hear);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function mint(name: string): Promise<string> {
  const label = { ja: '演習室', en: 'Lab' };
  const minted = await bed.hub.administration.mintEnrolmentToken({
    name,
    kind: 'lab',
    label,
    validMinutes: 30,
  });
  if (!minted.ok) throw new Error(minted.problem);
  return minted.value;
}
const enrol = ({ token, ...options }: Partial<EnrolOptions> & { readonly token?: string }) => {
  const tokenFile = join(folder, 'token');
  if (token !== undefined) writeFileSync(tokenFile, token);
  return enrolFromCommandLine({
    hub: bed.hub.url,
    state: join(folder, 'state'),
    replace: false,
    keep: false,
    wait: '0',
    ...(token === undefined ? {} : { tokenFile }),
    ...options,
  });
};
function identity() {
  const store = openStore(join(folder, 'state'));
  try {
    return readStationIdentity(store).enrolment()?.station.id ?? null;
  } finally {
    store.close();
  }
}

it('enrols with a token out of a file, and never says the token (I7)', async () => {
  const token = await mint('pc-1');
  writeFileSync(join(folder, 'token'), `${token}\n`);
  expect(await enrol({ tokenFile: join(folder, 'token'), name: 'pc-1' })).toBe(0);
  expect(identity()).not.toBeNull();
  expect(said.join('')).toMatch(/^enrolled: pc-1 \(st-/);
  expect(said.join('')).not.toContain(token);
});

it('keeps an identity that is there, and replaces it by choice: the hub ends the old', async () => {
  await enrol({ token: await mint('pc-2') });
  const first = identity();
  const unused = await mint('pc-2');
  expect(await enrol({ token: unused, keep: true })).toBe(0);
  expect(await enrol({ token: unused })).toBe(0);
  expect(identity()).toBe(first);
  expect(await enrol({ token: unused, replace: true })).toBe(0);
  const second = identity();
  expect(second).not.toBe(first);
  const rows = await database.kysely
    .selectFrom('station')
    .select(['id', 'revoked_at'])
    .where('name', '=', 'pc-2')
    .execute();
  expect(rows.find(({ id }) => id === first)?.revoked_at).not.toBeNull();
  expect(rows.find(({ id }) => id === second)?.revoked_at).toBeNull();
});

it('refuses a token of another station without using it up, and changes nothing', async () => {
  const token = await mint('pc-3');
  expect(await enrol({ token, name: 'pc-4' })).toBe(1);
  expect(identity()).toBeNull();
  expect(await enrol({ token, name: 'pc-3' })).toBe(0);
});

it('has a status for each end: no hub, wrong words, a token that is none', async () => {
  const token = await mint('pc-5');
  expect(await enrol({ token, hub: 'http://127.0.0.1:9' })).toBe(69);
  expect(await enrol({ token, keep: true, replace: true })).toBe(2);
  expect(await enrol({})).toBe(2);
  expect(await enrol({ token: 'mdg1.x.y' })).toBe(1);
  expect(identity()).toBeNull();
});
