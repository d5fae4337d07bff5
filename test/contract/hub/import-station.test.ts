import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyFeed } from '../../../main/agent/hub-link/apply-feed.ts';
import { createPolicyBundle } from '../../../main/agent/policy/policy-bundle.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import { importDefinition, openPeopleSource } from '../../../main/hub/imports/import-settings.ts';
import { runImport } from '../../../main/hub/imports/run-import.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import {
  type CounterStation,
  createCounterStation,
  signingClient,
} from '../../unit/staff/counter-station.ts';
import { createHubBed, type HubBed } from './hub-bed.ts';

let database: HubDatabase;
let bed: HubBed;
let counter: CounterStation;
beforeEach(async () => {
  database = await openDatabase({ kind: 'embedded', directory: null });
  bed = await createHubBed(database);
  counter = createCounterStation({ client: signingClient(), operators: [] });
});
afterEach(async () => {
  counter.remove();
  await bed.close();
  await database.close();
});

it('who is gone from the directory can no longer be found at a station; who came can', async () => {
  const file = join(bed.folder, 'people.csv');
  const definition = importDefinition.parse({
    name: 'students',
    source: {
      kind: 'csv',
      path: file,
      fields: { id: 'id', login: 'id', name: 'name', role: { otherwise: 'student' } },
    },
  });
  const station = await bed.enrol('counter');
  const key = await openHubKey(join(bed.folder, 'hub-key.pem'));
  const actor = { type: 'administration', id: null } as const;
  const noop = { forgetPeople: () => undefined, tell: () => undefined, endByStaff: () => undefined };
  const ports = {
    ...counter.now,
    policy: createPolicyBundle(counter.now),
    offline: noop,
    sessions: noop,
    station: () => null,
  };
  let cursor = 0;
  const importOf = async (names: Readonly<Record<string, string>>) => {
    writeFileSync(
      file,
      `id,name\n${Object.entries(names)
        .map((row) => `${row.join(',')}\n`)
        .join('')}`,
    );
    const source = await openPeopleSource(definition);
    const context = { database, key, now: bed.now, actor };
    const signal = new AbortController().signal;
    await runImport(context, definition, source, { signal, force: true });
    for (let more = true; more; ) {
      const page = await bed.feed(station, cursor);
      applyFeed(ports, page);
      ({ cursor, more } = page);
    }
    await counter.now.people.prepare();
  };
  const found = (query: string) =>
    counter.now.people.search({ query, offset: 0, limit: 10 }).people.map(({ name }) => name);
  await importOf({ Q1001: '卒業 する子', Q2002: '在学 する子' });
  expect(found('Q1001')).toEqual(['卒業 する子']);
  await importOf({ Q2002: '在学 改名子', Q3003: '入学 する子' });
  expect(counter.now.people.get('Q1001')).toBeUndefined();
  expect(found('Q1001')).toEqual([]);
  expect(found('卒業')).toEqual([]);
  expect(found('改名')).toEqual(['在学 改名子']);
  expect(found('Q3003')).toEqual(['入学 する子']);
});
