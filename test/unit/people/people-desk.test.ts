import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { usualCardScanner } from '../../../main/agent/people/card-scanner.ts';
import { mostListedPerHour, notedListedPerHour } from '../../../main/agent/people/listing-allowance.ts';
import {
  createPeopleDesk,
  type PeopleDesk,
  replicaOldHours,
} from '../../../main/agent/people/people-desk.ts';
import { type Result, refuse } from '../../../preload/contract/errors.ts';
import { type PersonSummary, peopleFound, personHit } from '../../../preload/contract/models/people.ts';
import { createWebAuthnSigner } from '../../rigs/webauthn-signer.ts';
import {
  type CounterStation,
  createCounterStation,
  hour,
  operator,
  signingClient,
} from '../staff/counter-station.ts';

const signers = { a: createWebAuthnSigner(), b: createWebAuthnSigner() };
let station: CounterStation;
let monotonicMs: number;
let desk: PeopleDesk;
beforeEach(async () => {
  station = createCounterStation({
    client: signingClient(signers.a),
    enrolment: { profile: 'hokuto-demo' },
    operators: [
      operator('op-a', [signers.a.credential], { person: '20249001' }),
      operator('op-b', [signers.b.credential], { person: '20249002' }),
    ],
  });
  monotonicMs = 0;
  const { store, clock, audit, staff, people, identity } = station.now;
  desk = createPeopleDesk({
    store,
    clock,
    audit,
    staff,
    people,
    identity,
    scanner: usualCardScanner,
    monotonicMs: () => monotonicMs,
  });
  add([
    personOf('20249001', { name: '水島 かおり', kana: 'ミズシマ カオリ' }),
    personOf('20249002', { name: '水島 薫', kana: 'ミズシマ カオル' }),
    personOf('20240011'),
    personOf('20240012', { affiliation: { ja: '理学部', en: 'Faculty of Science' } }),
    personOf('20240013', { name: '佐藤 次郎', kana: 'サトウ ジロウ' }),
  ]);
});
afterEach(() => station.remove());

function personOf(number: string, changes: Partial<PersonSummary> = {}): PersonSummary {
  return {
    id: number,
    number,
    login: `s${number}`,
    name: '佐藤 太郎',
    kana: 'サトウ タロウ',
    romaji: 'SATO Taro',
    role: 'student',
    affiliation: { ja: '文学部', en: 'Faculty of Letters' },
    ...changes,
  };
}
function add(upsert: readonly PersonSummary[]): void {
  const { store, people } = station.now;
  store.write((database) => {
    people.applyPeople(database, { upsert, remove: [] });
    people.confirm(database);
  });
}
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}
const search = async (query: string, offset = 0) => value(await desk.search({ query, offset }));
const scan = async (scanned: string) => value(await desk.scan({ scanned, ending: 'terminator' }));

describe('what a list shows', () => {
  it('is nobody without a sign-in', async () => {
    expect(await desk.search({ query: '佐藤', offset: 0 })).toEqual(refuse('staff/not-signed-in'));
    expect(await desk.scan({ scanned: '20240011', ending: 'terminator' })).toEqual(
      refuse('staff/not-signed-in'),
    );
  });

  it('is what tells people apart, and nothing of their private life: no birthday, no login, no telephone', async () => {
    await station.now.staff.signIn();
    expect(Object.keys(personHit.shape).sort()).toEqual(
      ['affiliation', 'id', 'kana', 'name', 'namesake', 'number', 'role', 'romaji', 'standing'].sort(),
    );
    const found = peopleFound.parse(await search('佐藤'));
    expect(found.people.map(({ number, namesake }) => [number, namesake])).toEqual([
      ['20240013', false],
      ['20240011', true],
      ['20240012', true],
    ]);
    expect(found).toMatchObject({ total: 3, listed: 3, need: null });
  });

  it('marks the operator, whom no list lets them choose, and others who work at a counter (I4)', async () => {
    await station.now.staff.signIn();
    const found = await search('水島');
    expect(found.people.map(({ id, standing }) => [id, standing])).toEqual([
      ['20249001', 'self'],
      ['20249002', 'operator'],
    ]);
    expect(value(await desk.scan({ scanned: '20249001', ending: 'terminator' }))).toMatchObject({
      person: { standing: 'self' },
    });
    expect(station.now.counter.open({ personId: '20249001', reason: 'forgotten' })).toEqual(
      refuse('case/own-account'),
    );
  });

  it('says how a number is written when it finds nobody by something that looks like one', async () => {
    await station.now.staff.signIn();
    for (const query of ['2024001', '202400119', '2024-001', '１２３４５６７']) {
      const found = await search(query);
      if (found.total === 0) expect([query, found.numberHint !== null]).toEqual([query, true]);
    }
    expect((await search('20249999')).numberHint).toBe(null);
    expect((await search('そんなひといない')).numberHint).toBe(null);
    expect((await search('x'.repeat(100))).total).toBe(0);
  });

  it('is called old when the hub has not confirmed it for a day', async () => {
    await station.now.staff.signIn();
    expect((await search('佐藤')).replica.old).toBe(false);
    station.now.store.write((database) =>
      database.run(
        'UPDATE people_replica SET confirmed_at = ?',
        new Date(station.time.wall - (replicaOldHours + 1) * hour).toISOString(),
      ),
    );
    const { replica } = await search('佐藤');
    expect(replica).toMatchObject({ old: true, people: station.now.people.status().people });
  });
});

describe('whoever leafs through the directory', () => {
  const crowd = Array.from({ length: 2400 }, (_, index) =>
    personOf(String(30_000_000 + index), {
      name: `田中 ${String.fromCodePoint(0x4e00 + (index % 240))}`,
      kana: 'タナカ イチ',
    }),
  );
  const leaf = async (from: number, to: number) => {
    let last: Result<unknown> = refuse('call/failed');
    for (let at = from; at < to; at += 10) {
      last = await desk.search({ query: String(30_000_000 + at).slice(0, 7), offset: 0 });
      if (!last.ok) return last;
    }
    return last;
  };

  it('is noted at first, and then stopped until the hour is over', async () => {
    await station.now.staff.signIn();
    add(crowd);
    expect((await leaf(0, notedListedPerHour - 10)).ok).toBe(true);
    expect(station.audited().some(({ kind }) => kind === 'people-listed-much')).toBe(false);
    const stopped = await leaf(notedListedPerHour - 10, crowd.length);
    expect(stopped).toMatchObject({ ok: false, refusal: { code: 'people/listed-too-many' } });
    const noted = station.audited().filter(({ kind }) => kind === 'people-listed-much');
    expect(noted).toMatchObject([{ actor: { id: 'op-a' }, facts: { people: notedListedPerHour } }]);
    expect(await desk.scan({ scanned: '20240011', ending: 'terminator' })).toMatchObject({ ok: false });
    monotonicMs += hour;
    expect((await desk.search({ query: '佐藤', offset: 0 })).ok).toBe(true);
  });

  it('is not who types one name again and again', async () => {
    await station.now.staff.signIn();
    for (let count = 0; count < mostListedPerHour; count += 1) await search('佐藤');
    expect(station.audited().some(({ kind }) => kind === 'people-listed-much')).toBe(false);
  });
});

describe('a card', () => {
  it('finds the one whose number it bears, and says what is wrong with it otherwise', async () => {
    await station.now.staff.signIn();
    expect(await scan('20240011')).toMatchObject({ outcome: 'person', person: { id: '20240011' } });
    expect(await scan('20249999')).toMatchObject({ outcome: 'fault', fault: 'unknown' });
    expect(await scan('4901234567894')).toMatchObject({ outcome: 'fault', fault: 'malformed' });
    expect(await scan('2024001')).toMatchObject({ outcome: 'fault', fault: 'malformed' });
    expect(await desk.scan({ scanned: '2024', ending: 'pause' })).toMatchObject({
      value: { outcome: 'fault', fault: 'cut-off', received: 4 },
    });
  });

  it('leaves nothing of itself in the audit trail: only an opened record does, with its reason (I7, I8)', async () => {
    await station.now.staff.signIn();
    await scan('20240011');
    await search('佐藤');
    const before = station.audited().length;
    value(station.now.counter.open({ personId: '20240011', reason: 'lost-or-stolen' }));
    const entries = station.audited().slice(before);
    expect(entries).toMatchObject([{ kind: 'person-opened', facts: { reason: 'lost-or-stolen' } }]);
  });
});
