import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, verificationKey } from '../../../main/exchange/signing-key.ts';
import { timeStatement } from '../../../main/exchange/station-documents.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed } from './hub-bed.ts';
import { personOf } from './hub-documents.ts';

export function describeFeed(database: () => HubDatabase): void {
  describe('feed', () => {
    let bed: HubBed;
    beforeEach(async () => {
      bed = await createHubBed(database());
    });
    afterEach(() => bed.close());

    it('gives lab stations the policy and the keys that open a kiosk, and counters everything', async () => {
      const lab = await bed.enrol('lab');
      const counter = await bed.enrol('counter');
      const operator = await bed.operator();
      const person = await bed.person();
      await bed.policy();
      await bed.issue(counter, operator, bed.suspension(counter, operator, person));
      const forLab = await bed.feed(lab);
      expect(forLab.items.map(({ kind }) => kind)).toEqual(['operators', 'policy']);
      const forCounter = await bed.feed(counter);
      expect(forCounter.items.map(({ kind }) => kind)).toEqual(['operators', 'people', 'policy', 'outcome']);
      for (const [station, page] of [
        [lab, forLab],
        [counter, forCounter],
      ] as const) {
        expect(page.more).toBe(false);
        expect((await bed.feed(station, page.cursor)).items).toEqual([]);
      }
    });

    it('tells lab stations of no operator but those whose key opens a kiosk by the newest policy', async () => {
      const lab = await bed.enrol('lab');
      const counter = await bed.enrol('counter');
      const clerk = await bed.operator();
      const supervisor = await bed.operator({ role: 'supervisor', person: await bed.person() });
      const gone = await bed.operator({ role: 'supervisor' });
      await bed.hub.administration.revokeOperator(gone.record.id);
      const registry = async (station: typeof lab, cursor = 0) => {
        const page = await bed.feed(station, cursor);
        const found = page.items.find((item) => item.kind === 'operators');
        return { cursor: page.cursor, operators: found?.operators };
      };
      const first = await registry(lab);
      // Not even whose account they have: at a lab nobody acts on anybody's.
      expect(first.operators).toEqual([{ ...supervisor.record, person: null }]);
      expect((await registry(counter)).operators).toHaveLength(3);

      await bed.policy();
      const same = await registry(lab, first.cursor);
      expect(same.operators).toBeUndefined();
      await bed.policy({ version: 3, kiosk: { leaveRole: 'operator' } });
      const wider = await registry(lab, same.cursor);
      expect(wider.operators?.map(({ id }) => id).sort()).toEqual(
        [clerk.record.id, supervisor.record.id].sort(),
      );
      await bed.policy({ version: 4 });
      expect((await registry(lab, wider.cursor)).operators?.map(({ id }) => id)).toEqual([
        supervisor.record.id,
      ]);
    });

    it('tells the whole registry, with revoked operators, once however often it changed', async () => {
      const counter = await bed.enrol('counter');
      const first = await bed.operator();
      const second = await bed.operator();
      const { cursor } = await bed.feed(counter);
      bed.advance(5000);
      await bed.hub.administration.revokeOperator(first.record.id);
      const { items, registryAsOf } = await bed.feed(counter, cursor);
      expect(registryAsOf).toBe(bed.at(0));
      expect(items).toHaveLength(1);
      const [item] = items;
      if (item?.kind !== 'operators') throw new Error('no registry');
      expect(item.asOf).toBe(bed.at(0));
      expect(new Map(item.operators.map((one) => [one.id, one.revokedAt]))).toEqual(
        new Map([
          [first.record.id, bed.at(0)],
          [second.record.id, null],
        ]),
      );
      expect((await bed.feed(counter)).items.filter(({ kind }) => kind === 'operators')).toHaveLength(1);
    });

    it('tells only the newest policy, and publishes none that is older or wrongly signed', async () => {
      const lab = await bed.enrol('lab');
      await bed.policy();
      await bed.policy({ version: 3 });
      expect((await bed.feed(lab)).items).toHaveLength(1);
      const { bundle } = await bed.database.kysely
        .selectFrom('policy')
        .select('bundle')
        .where('version', '=', 1)
        .executeTakeFirstOrThrow();
      const { administration } = bed.hub;
      expect(await administration.publishPolicy(bundle)).toEqual({ ok: false, problem: 'policy-version' });
      expect(await administration.publishPolicy(`${bundle.slice(0, -8)}AAAAAAAA`)).toEqual({
        ok: false,
        problem: 'policy-signature',
      });
    });

    it('tells of people as they are now: who was removed leaves nothing but their number', async () => {
      const counter = await bed.enrol('counter');
      const { administration } = bed.hub;
      await administration.upsertPeople(['a', 'b'].map(personOf));
      expect(await administration.upsertPeople(['a', 'b'].map(personOf))).toEqual({ changed: 0 });
      expect(await administration.removePeople(['a', 'nobody'])).toEqual({ removed: 1 });
      const { items } = await bed.feed(counter);
      expect(items).toEqual([
        { kind: 'people', upsert: [personOf('b')], remove: ['a'] },
        { kind: 'people', upsert: [], remove: ['a'] },
      ]);
    });

    it('pages a large directory, with the registry in the first page', async () => {
      const counter = await bed.enrol('counter');
      const people = Array.from({ length: 4500 }, (_, index) => personOf(`p${index}`));
      expect(await bed.hub.administration.upsertPeople(people)).toEqual({ changed: 4500 });
      const operator = await bed.operator();
      const seen = new Set<string>();
      let cursor = 0;
      let page = await bed.feed(counter, cursor);
      expect(page.more).toBe(true);
      const [registry] = page.items;
      expect(registry).toMatchObject({ kind: 'operators', operators: [{ id: operator.record.id }] });
      for (;;) {
        for (const item of page.items)
          if (item.kind === 'people') for (const { id } of item.upsert) seen.add(id);
        cursor = page.cursor;
        if (!page.more) break;
        page = await bed.feed(counter, cursor);
      }
      expect(seen.size).toBe(4500);
    });

    it('starts anew for a cursor from before the hub was restored', async () => {
      const lab = await bed.enrol('lab');
      await bed.policy();
      const page = await bed.feed(lab, 1_000_000);
      expect(page.items).toHaveLength(1);
      expect(page.cursor).toBeLessThan(1_000_000);
    });

    it('steps over no transaction that commits later (gap-safe cursor)', async () => {
      const counter = await bed.enrol('counter');
      const seen: string[] = [];
      let cursor = 0;
      const writing = Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          bed.hub.administration.upsertPeople([personOf(`w${index}`)]),
        ),
      );
      let written = false;
      const done = writing.then(() => {
        written = true;
      });
      for (;;) {
        const last = written;
        const page = await bed.feed(counter, cursor);
        cursor = page.cursor;
        for (const item of page.items)
          if (item.kind === 'people') seen.push(...item.upsert.map(({ id }) => id));
        if (last && !page.more) break;
      }
      await done;
      expect(seen.sort()).toEqual(Array.from({ length: 12 }, (_, index) => `w${index}`).sort());
    });

    describe('long poll', () => {
      it('is answered when something comes', async () => {
        const lab = await bed.enrol('lab');
        const polling = bed.feed(lab, 0, { wait: 25 });
        await expect.poll(() => bed.hub.waitingPolls(), { interval: 5 }).toBe(1);
        await bed.policy();
        expect((await polling).items.map(({ kind }) => kind)).toEqual(['policy']);
        expect(bed.hub.waitingPolls()).toBe(0);
      });

      it('is over, empty, when nothing comes, and leaves lab stations asleep over counters’ items', async () => {
        const lab = await bed.enrol('lab');
        const polling = bed.feed(lab, 0, { wait: 1 });
        await expect.poll(() => bed.hub.waitingPolls(), { interval: 5 }).toBe(1);
        await bed.person();
        expect((await polling).items).toEqual([]);
      });

      it('is let go when the hub stops, and forgotten when the station goes', async () => {
        const lab = await bed.enrol('lab');
        const gone = new AbortController();
        const left = bed.feed(lab, 0, { wait: 25, signal: gone.signal }).catch(() => 'left');
        await expect.poll(() => bed.hub.waitingPolls(), { interval: 5 }).toBe(1);
        gone.abort();
        expect(await left).toBe('left');
        await expect.poll(() => bed.hub.waitingPolls(), { interval: 5 }).toBe(0);
        const polling = bed.feed(lab, 0, { wait: 25 });
        await expect.poll(() => bed.hub.waitingPolls(), { interval: 5 }).toBe(1);
        await bed.hub.stop();
        expect((await polling).items).toEqual([]);
      });
    });

    it('says beside it how many people there are, to counters, no oftener than a first copy asks', async () => {
      const [counter, lab] = [await bed.enrol('counter'), await bed.enrol('lab')];
      const ask = (station: typeof counter) => bed.send(station, 'POST', '/v1/people/count', {});
      expect(await ask(counter)).toEqual({ status: 200, body: { people: 0 } });
      const gone = await bed.person();
      await bed.person();
      expect(await ask(counter)).toEqual({ status: 200, body: { people: 2 } });
      await bed.hub.administration.removePeople([gone]);
      expect(await ask(counter)).toEqual({ status: 200, body: { people: 1 } });
      expect(await ask(lab)).toEqual({ status: 403, body: { code: 'call/not-offered-here' } });
      await ask(counter);
      await ask(counter);
      expect(await ask(counter)).toEqual({ status: 429, body: { code: 'call/flood' } });
      expect(await ask(await bed.enrol('counter'))).toMatchObject({ status: 200 });
    });

    it('states the time, fresh by the station’s nonce', async () => {
      const lab = await bed.enrol('lab');
      const nonce = 'a-nonce-of-this-station';
      const key = verificationKey(exportPublicJwk(await openHubKey(`${bed.folder}/hub-key.pem`)));
      const answer = await bed.send(lab, 'GET', `/v1/feed?cursor=0&nonce=${nonce}`);
      const { time } = answer.body as { time: string };
      expect(verifyDocument('madoguchi-time+jws', time, key, timeStatement, 'clock/untrusted')).toEqual({
        ok: true,
        value: { v: 1, now: bed.at(0), nonce },
      });
    });

    it('refuses a query that does not parse', async () => {
      const lab = await bed.enrol('lab');
      for (const query of ['cursor=-1&nonce=0123456789abcdef', 'cursor=0&wait=26&nonce=0123456789abcdef'])
        expect(await bed.send(lab, 'GET', `/v1/feed?${query}`)).toEqual({
          status: 400,
          body: { code: 'call/bad-input' },
        });
    });
  });
}
