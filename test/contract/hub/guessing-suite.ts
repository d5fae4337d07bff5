import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FailureReport, OfflineReport } from '../../../main/exchange/guessing.ts';
import type { FeedItem } from '../../../main/exchange/hub-interface.ts';
import { tagOfLogin, tagOfPerson } from '../../../main/exchange/login-tag.ts';
import { hubTagKey } from '../../../main/hub/guessing/tag-key.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, proofOf, type TestOperator, type TestStation } from './hub-bed.ts';
import { hour, personOf } from './hub-documents.ts';

type News = Extract<FeedItem, { kind: 'sign-in-failures' }>;

export function describeGuessing(database: () => HubDatabase): void {
  describe('guessing', () => {
    let bed: HubBed;
    let key: string;
    let one: TestStation;
    let other: TestStation;
    let counter: TestStation;
    beforeEach(async () => {
      bed = await createHubBed(database());
      key = hubTagKey(await openHubKey(`${bed.folder}/hub-key.pem`));
      one = await bed.enrol('lab');
      other = await bed.enrol('lab');
      counter = await bed.enrol('counter');
    });
    afterEach(() => bed.close());

    const tag = 'abcde';
    const report = (station: TestStation, failures: FailureReport[], offline: OfflineReport[] = []) =>
      bed.send(station, 'POST', '/v1/sign-ins', { failures, offline });
    const fail = async (station: TestStation, failures: number, about = tag) => {
      bed.advance(1000);
      expect((await report(station, [{ tag: about, failures, at: bed.at(0) }])).status).toBe(200);
    };
    const news = async (station: TestStation, about = tag): Promise<News | undefined> =>
      (await bed.feed(station)).items.find(
        (item): item is News => item.kind === 'sign-in-failures' && item.tag === about,
      );

    it('tells every lab station what failed elsewhere, and none of slips of a finger', async () => {
      await fail(one, 2);
      expect(await news(other)).toBeUndefined();
      await fail(one, 3);
      expect(await news(other)).toMatchObject({ elsewhere: 3, total: 3, at: bed.at(0), clearedAt: null });
      expect(await news(one)).toMatchObject({ elsewhere: 0, total: 3 });
      await fail(other, 1);
      expect(await news(one)).toMatchObject({ elsewhere: 1, total: 4 });
      expect((await bed.feed(counter)).items).toEqual([]);
    });

    it('counts together what failed a little at each of several stations', async () => {
      const third = await bed.enrol('lab');
      await fail(one, 1);
      await fail(other, 1);
      await fail(third, 1);
      expect(await news(one)).toMatchObject({ elsewhere: 2, total: 3 });
    });

    it('wakes a lab station’s poll and no counter’s', async () => {
      await fail(one, 2);
      const { cursor } = await bed.feed(other);
      const polling = bed.feed(other, cursor, { wait: 20 });
      const asleep = bed.feed(counter, (await bed.feed(counter)).cursor, { wait: 1 });
      await expect.poll(() => bed.hub.waitingPolls(), { interval: 5 }).toBe(2);
      await fail(one, 3);
      expect((await polling).items).toMatchObject([{ kind: 'sign-in-failures', elsewhere: 3 }]);
      expect((await asleep).items).toEqual([]);
    });

    it('takes the newest word of a station, in whatever order and however often it comes (I3)', async () => {
      const later = { tag, failures: 5, at: bed.at(2000) };
      const earlier = { tag, failures: 4, at: bed.at(1000) };
      bed.advance(3000);
      await report(one, [later]);
      await report(one, [earlier, earlier]);
      await report(one, [later]);
      expect(await news(other)).toMatchObject({ elsewhere: 5, total: 5, at: later.at });
    });

    it('ends a station’s own count when it says that the person got in, and nobody else’s: its key may be stolen', async () => {
      await fail(one, 4);
      await fail(other, 3);
      bed.advance(1000);
      await report(one, [{ tag, failures: 0, at: bed.at(0) }]);
      expect(await news(one)).toMatchObject({ elsewhere: 3, total: 3 });
      expect(await news(other)).toMatchObject({ elsewhere: 0, total: 3 });
    });

    it('ends everybody’s count where the hub saw the right password there itself, save what failed after', async () => {
      await fail(one, 4);
      await fail(other, 3);
      const row = { login: 'digest', station: one.id, tag, failures: 0 };
      await bed.database.kysely
        .insertInto('directory_sign_in')
        .values({ ...row, failed_at: bed.now(), verified_at: bed.now() })
        .execute();
      const gotIn = { tag, failures: 0, at: bed.at(500) };
      bed.advance(1000);
      await fail(other, 1);
      await report(one, [gotIn]);
      expect(await news(one)).toMatchObject({ elsewhere: 1, total: 1 });
      bed.advance(16 * 60_000);
      await fail(other, 2);
      await report(one, [{ ...gotIn, at: bed.at(0) }]);
      expect(await news(one)).toMatchObject({ elsewhere: 2, total: 2 });
    });

    it('lets failures elsewhere count for a day, and for a hundred together without end', async () => {
      await fail(one, 40);
      bed.advance(25 * hour);
      expect(await news(other)).toMatchObject({ elsewhere: 0, total: 40 });
    });

    it('takes a bounded number of tags from one station: a stolen key reaches few', async () => {
      const tags = Array.from({ length: 300 }, (_, index) => index.toString(16).padStart(5, '0'));
      bed.advance(1000);
      for (let start = 0; start < tags.length; start += 100) {
        const failures = tags
          .slice(start, start + 100)
          .map((each) => ({ tag: each, failures: 9, at: bed.at(0) }));
        await report(one, failures);
      }
      const { count } = await bed.database.kysely
        .selectFrom('sign_in_failure')
        .select((select) => select.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      expect(Number(count)).toBe(200);
    });

    it('gives lab stations the institution’s key, the same after a restart, and counters none', async () => {
      expect((await bed.feed(one)).tagKey).toBe(key);
      await bed.restart();
      expect((await bed.feed(other)).tagKey).toBe(key);
      expect((await bed.feed(counter)).tagKey).toBeUndefined();
    });

    it('is for lab stations to tell, and for counters to ask', async () => {
      const refused = { status: 403, body: { code: 'call/not-offered-here' } };
      expect(await report(counter, [])).toEqual(refused);
      const person = await bed.person();
      const operator = await bed.operator();
      expect(await bed.inName(one, operator, '/v1/people/failures', { person })).toEqual(refused);
      const path = '/v1/people/failures/clear';
      expect(await bed.inName(one, operator, path, { person, reason: 'other' })).toEqual(refused);
    });

    describe('clearing at the counter', () => {
      const ask = (person: string, operator: TestOperator) =>
        bed.inName(counter, operator, '/v1/people/failures', { person });
      const clear = (person: string, operator: TestOperator) =>
        bed.inName(counter, operator, '/v1/people/failures/clear', { person, reason: 'identity-checked' });

      it('shows what was reported of a person’s login, clears it everywhere, and keeps who did', async () => {
        const person = await bed.person('s2024');
        const operator = await bed.operator();
        const { record } = operator;
        const theirs = tagOfLogin(key, 'CAMPUS\\S2024');
        await fail(one, 5, theirs);
        await fail(other, 2, theirs);
        expect(await ask(person, operator)).toEqual({
          status: 200,
          body: { failures: 7, stations: 2, lastAt: bed.at(0) },
        });
        bed.advance(1000);
        expect((await clear(person, operator)).status).toBe(200);
        expect((await ask(person, operator)).body).toEqual({ failures: 0, stations: 0, lastAt: null });
        expect(await news(one, theirs)).toMatchObject({ elsewhere: 0, total: 0, clearedAt: bed.at(0) });
        const kept = await bed.database.kysely.selectFrom('failure_clearing').selectAll().execute();
        expect(kept).toMatchObject([
          {
            person,
            operator: record.id,
            reason: 'identity-checked',
            failures: 7,
            station: counter.id,
            proof: expect.stringContaining('counter-sign-in'),
          },
        ]);
        const chain = await bed.database.kysely.selectFrom('hub_audit').select('entry').execute();
        const entry = chain
          .map((row) => JSON.parse(row.entry))
          .find(({ kind }) => kind === 'failures-cleared');
        expect(entry).toMatchObject({
          actor: { type: 'operator', id: record.id },
          subject: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
          facts: { station: counter.id, reason: 'identity-checked', failures: 7 },
        });
        expect(JSON.stringify(entry)).not.toContain(person);
      });

      it('is not undone by a report from before it', async () => {
        const person = await bed.person('s2025');
        const operator = await bed.operator();
        const theirs = tagOfLogin(key, 's2025');
        const before = { tag: theirs, failures: 9, at: bed.at(0) };
        bed.advance(1000);
        await clear(person, operator);
        await report(one, [before]);
        expect((await ask(person, operator)).body).toMatchObject({ failures: 0 });
        await fail(one, 1, theirs);
        expect((await ask(person, operator)).body).toMatchObject({ failures: 1 });
      });

      it('wants an operator in office for both, and never for their own account (I4)', async () => {
        const person = await bed.person('s2026');
        await fail(one, 5, tagOfLogin(key, 's2026'));
        const own = await bed.operator({ person });
        const gone = await bed.operator({ revokedAt: bed.at(0) });
        const somebody = await bed.operator();
        const nobody = { ...somebody, record: { ...somebody.record, id: 'nobody' } };
        for (const act of [ask, clear]) {
          const codes = [];
          for (const one of [nobody, own, gone]) codes.push((await act(person, one)).body);
          codes.push((await act('nobody-known', somebody)).body);
          expect(codes).toEqual(
            ['hub/operator-unknown', 'case/own-account', 'hub/operator-revoked', 'hub/person-unknown'].map(
              (code) => ({ code }),
            ),
          );
        }
        expect((await ask(person, somebody)).body).toMatchObject({ failures: 5 });
      });

      it('tells a counter’s key nothing without the sign-in of whom it names, or with one that ended', async () => {
        const person = await bed.person();
        const operator = await bed.operator();
        const path = '/v1/people/failures';
        const badInput = { status: 400, body: { code: 'call/bad-input' } };
        expect(await bed.send(counter, 'POST', path, { person })).toMatchObject(badInput);
        const named = { person, operator: operator.record.id };
        expect(await bed.send(counter, 'POST', path, named)).toMatchObject(badInput);
        const thief = await bed.operator();
        const refused = { status: 400, body: { code: 'hub/assertion-refused' } };
        expect(await ask(person, { ...thief, record: operator.record })).toEqual(refused);
        // A proof that was given for clearing, and one for somebody else's failures.
        const proven = { station: counter.id, operator, request: named, at: bed.now() };
        const elsewhere = proofOf({ ...proven, path: `${path}/clear` });
        expect(await bed.send(counter, 'POST', path, { ...named, proof: elsewhere })).toEqual(refused);
        const proof = proofOf({ ...proven, path });
        const other = { ...named, person: await bed.person(), proof };
        expect(await bed.send(counter, 'POST', path, other)).toEqual(refused);
        expect((await bed.send(counter, 'POST', path, { ...named, proof })).status).toBe(200);
        bed.advance(12 * hour + 1000);
        const stale = await bed.inName(
          counter,
          operator,
          path,
          { person },
          { signedInAt: new Date(bed.now().getTime() - 13 * hour) },
        );
        expect(stale.body).toEqual({ code: 'staff/sign-in-stale' });
      });
    });

    describe('what a station may remember of a person', () => {
      const voided = async (cursor: number) =>
        (await bed.feed(one, cursor)).items.flatMap((item) =>
          item.kind === 'verifiers-void' ? [{ people: item.people, before: item.before }] : [],
        );

      it('ends when they are disabled, change their password, or go', async () => {
        const { administration } = bed.hub;
        await administration.upsertPeople([personOf('a'), personOf('b'), personOf('c')]);
        let { cursor } = await bed.feed(one);
        expect(await voided(0)).toEqual([]);
        for (const change of [
          () => administration.upsertPeople([{ ...personOf('a'), disabled: true }]),
          () => administration.upsertPeople([{ ...personOf('a'), credentialChangedAt: bed.at(0) }]),
          () => administration.removePeople(['a']),
        ]) {
          bed.advance(1000);
          await change();
          expect(await voided(cursor)).toEqual([{ people: [tagOfPerson(key, 'a')], before: bed.at(0) }]);
          ({ cursor } = await bed.feed(one));
        }
        await administration.upsertPeople([personOf('b'), { ...personOf('c'), disabled: false }]);
        expect(await voided(cursor)).toEqual([]);
      });

      it('is told once for an import that says the same again, and counters are not told', async () => {
        const disabled = { ...personOf('a'), disabled: true, credentialChangedAt: bed.at(0) };
        await bed.hub.administration.upsertPeople([disabled]);
        const { cursor } = await bed.feed(one);
        expect(await bed.hub.administration.upsertPeople([disabled])).toEqual({ changed: 0 });
        expect(await voided(cursor)).toEqual([]);
        const kinds = (await bed.feed(counter)).items.map(({ kind }) => kind);
        expect(kinds).toEqual(['people']);
      });
    });

    it('keeps each offline sign-in once, with what already stood against it (I8)', async () => {
      const { administration } = bed.hub;
      const changed = { ...personOf('b'), credentialChangedAt: bed.at(-hour) };
      await administration.upsertPeople([personOf('a'), changed, { ...personOf('c'), disabled: true }]);
      const offline = ['a', 'b', 'c', 'gone'].map((person, index) => ({
        id: randomUUID(),
        person,
        verifiedAt: bed.at(-2 * hour),
        at: bed.at(index - 1000),
      }));
      await report(one, [], offline);
      await report(one, [], offline);
      const kept = await administration.offlineSignIns(new Date(0));
      expect(kept.map(({ person, against, station }) => [person, against, station])).toEqual([
        ['a', null, one.id],
        ['b', 'credential-changed', one.id],
        ['c', 'disabled', one.id],
        ['gone', 'unknown', one.id],
      ]);
    });
  });
}
