import { randomUUID } from 'node:crypto';
import { Script } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealForPage } from '../../../main/exchange/waiting-page.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { openWaitingPage, type WaitingPage } from '../../rigs/waiting-page.ts';
import { createHubBed, type HubBed, type TestStation } from './hub-bed.ts';

const minute = 60_000;
const content = { uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP', secret: 'JBSW Y3DP', rows: ['01', '10'] };

export function describeWaitingPages(database: () => HubDatabase): void {
  describe('callers’ waiting pages', () => {
    let bed: HubBed;
    let counter: TestStation;
    let other: TestStation;
    const caseId = randomUUID();
    beforeEach(async () => {
      bed = await createHubBed(database());
      await ofInstitution('kyoto');
      counter = await bed.enrol('counter');
      other = await bed.enrol('counter');
    });
    afterEach(() => bed.close());

    async function ofInstitution(profile: string): Promise<void> {
      const { kysely } = database();
      const { settings } = await kysely
        .selectFrom('institution')
        .select('settings')
        .executeTakeFirstOrThrow();
      await kysely
        .updateTable('institution')
        .set({ settings: JSON.stringify({ ...settings, profile }) })
        .execute();
    }
    const open = () => openWaitingPage(bed.hub.url);
    const join = ({ reference }: WaitingPage, station = counter, of = caseId) =>
      bed.send(station, 'POST', '/v1/waiting/join', { reference, case: of });
    const show = ({ reference }: WaitingPage, sealed: string, station = counter) =>
      bed.send(station, 'POST', '/v1/waiting/show', { reference, case: caseId, sealed });
    const look = ({ reference }: WaitingPage, more: object = {}, station = counter) =>
      bed.send(station, 'POST', '/v1/waiting/look', {
        reference,
        case: caseId,
        judged: null,
        over: false,
        ...more,
      });
    const refused = { status: 400, body: { code: 'waiting/none' } };
    /** A page to which something was handed over. */
    async function shown(): Promise<WaitingPage> {
      const page = await open();
      const { key } = (await join(page)).body as { key: string };
      expect((await show(page, sealForPage(content, key, page.reference))).status).toBe(200);
      return page;
    }

    it('is there in both languages only where people are identified by telephone for it', async () => {
      const answer = await fetch(`${bed.hub.url}/waiting`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      const page = await answer.text();
      expect(page).toContain('ヘルプデスクの確認を待っています');
      expect(page).toContain('Waiting for the help desk');
      expect(page).not.toMatch(/<script(?! src=)|javascript:/);
      const script = await fetch(`${bed.hub.url}/waiting/page.js`);
      expect(script.headers.get('content-type')).toContain('javascript');
      // It parses as a whole program by itself; what it does is seen in a real window.
      new Script(await script.text());
      await ofInstitution('keio');
      expect((await fetch(`${bed.hub.url}/waiting`)).status).toBe(404);
      expect((await fetch(`${bed.hub.url}/waiting/page.js`)).status).toBe(200);
      await expect(open()).rejects.toThrow('404');
    });

    it('shows what was handed over to it alone, and says that it was proved (I7)', async () => {
      const page = await open();
      expect((await page.state()).body).toEqual({
        state: 'waiting',
        sealed: null,
        wrong: false,
        judging: false,
      });
      const joined = await join(page);
      expect(joined).toMatchObject({ status: 200, body: { openedAt: bed.at(0) } });
      expect((await page.state()).body).toMatchObject({ state: 'called', sealed: null });
      const { key } = joined.body as { key: string };
      expect((await page.code('123456')).body).toEqual({ taken: false });
      const sealed = sealForPage(content, key, page.reference);
      expect((await show(page, sealed)).body).toEqual({ shown: true });
      // Once, and nothing in its place.
      expect(await show(page, sealed)).toEqual(refused);
      const state = (await page.state()).body;
      expect(state.state).toBe('shown');
      expect(await page.open(String(state.sealed))).toEqual(content);
      await expect((await open()).open(String(state.sealed))).rejects.toThrow();

      expect((await look(page)).body).toEqual({ open: true, code: null });
      expect((await page.code('111111')).body).toEqual({ taken: true });
      expect((await page.code('222222')).body).toEqual({ taken: false });
      expect((await look(page)).body).toEqual({ open: true, code: { number: 1, code: '111111' } });
      expect((await page.state()).body).toMatchObject({ judging: true, wrong: false });
      await look(page, { judged: { number: 1, right: false } });
      expect((await page.state()).body).toMatchObject({ state: 'shown', judging: false, wrong: true });
      await page.code('333333');
      // What is said again of the code before says nothing of this one.
      expect((await look(page, { judged: { number: 1, right: false } })).body).toMatchObject({
        code: { number: 2, code: '333333' },
      });
      await look(page, { judged: { number: 2, right: true } });
      expect((await page.state()).body).toEqual({
        state: 'proved',
        sealed: null,
        wrong: false,
        judging: false,
      });
      const kept = await database().kysely.selectFrom('waiting_page').selectAll().execute();
      expect(kept.filter(({ sealed: left, code }) => left !== null || code !== null)).toEqual([]);
    });

    it('belongs to one case of one counter; another page of the case takes its place', async () => {
      const page = await open();
      expect((await join(page)).status).toBe(200);
      expect((await join(page)).status).toBe(200);
      expect(await join(page, other)).toEqual(refused);
      expect(await join(page, counter, randomUUID())).toEqual(refused);
      const lab = await bed.enrol('lab');
      expect((await join(page, lab)).status).toBe(403);
      expect((await look(page, {}, other)).body).toEqual({ open: false, code: null });
      const { key } = (await join(page)).body as { key: string };
      expect(await show(page, sealForPage(content, key, page.reference), other)).toEqual(refused);
      const second = await open();
      expect((await join(second)).status).toBe(200);
      expect((await page.state()).body).toMatchObject({ state: 'over' });
      expect(await show(page, sealForPage(content, key, page.reference))).toEqual(refused);
    });

    it('counts as closed as soon as it says so, and as open again once it asks', async () => {
      const page = await open();
      const { key } = (await join(page)).body as { key: string };
      expect((await look(page)).body).toMatchObject({ open: true });
      expect(await page.close()).toEqual({ status: 200, body: {} });
      expect((await look(page)).body).toMatchObject({ open: false });
      expect(await join(page)).toEqual(refused);
      expect(await show(page, sealForPage(content, key, page.reference))).toEqual(refused);
      expect((await page.state()).body).toMatchObject({ state: 'called', sealed: null });
      expect((await look(page)).body).toMatchObject({ open: true });
      expect((await show(page, sealForPage(content, key, page.reference))).status).toBe(200);
    });

    it('counts as closed once it asks no more: nothing is handed over to it', async () => {
      const page = await open();
      bed.advance(3 * minute);
      expect(await join(page)).toEqual(refused);
      await page.state();
      const { key } = (await join(page)).body as { key: string };
      bed.advance(3 * minute);
      expect((await look(page)).body).toMatchObject({ open: false });
      expect(await show(page, sealForPage(content, key, page.reference))).toEqual(refused);
      await page.state();
      expect((await look(page)).body).toMatchObject({ open: true });
      bed.advance(61 * minute);
      expect((await page.state()).status).toBe(404);
      await open();
      expect(await database().kysely.selectFrom('waiting_page').select('reference').execute()).toHaveLength(
        1,
      );
    });

    it('ends when its counter waits for nothing more', async () => {
      const page = await shown();
      await page.code('111111');
      await look(page, { over: true });
      expect((await page.state()).body).toMatchObject({ state: 'over', sealed: null });
      expect((await page.code('222222')).body).toEqual({ taken: false });
    });

    it('ends where its counter asks no more after it handed over: nobody would judge a code', async () => {
      const page = await shown();
      bed.advance(2 * minute);
      expect((await page.state()).body).toMatchObject({ state: 'shown' });
      await look(page);
      bed.advance(2 * minute);
      await page.code('111111');
      expect((await page.state()).body).toMatchObject({ state: 'shown', judging: true });
      bed.advance(minute);
      expect((await page.state()).body).toEqual({
        state: 'over',
        sealed: null,
        wrong: false,
        judging: false,
      });
    });

    it('takes ten codes at most, and neither other keys nor floods', async () => {
      const page = await shown();
      for (let number = 1; number <= 10; number += 1) {
        bed.advance(10_000);
        expect((await page.code('111111')).body).toEqual({ taken: true });
        await look(page, { judged: { number, right: false } });
      }
      bed.advance(10_000);
      expect((await page.code('111111')).body).toEqual({ taken: false });
      expect((await page.post('/waiting/open', { key: 'A'.repeat(87) })).status).toBe(400);
      expect((await page.post('/waiting/state', { token: 'A'.repeat(43) })).status).toBe(404);
      const statuses: number[] = [];
      for (let once = 0; once < 12; once += 1)
        statuses.push((await page.post('/waiting/open', { key: 'A'.repeat(87) })).status);
      expect(statuses.at(-1)).toBe(429);
    });

    it('answers every one of its operations as its own description says', async () => {
      const page = await open();
      const json = (path: string, body: unknown) =>
        bed.http('POST', path, {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      expect((await json('/waiting/state', { token: page.token })).status).toBe(200);
      expect((await json('/waiting/code', { token: page.token, code: '123456' })).status).toBe(200);
      expect((await json('/waiting/close', { token: page.token })).status).toBe(200);
      const key = Buffer.concat([
        Buffer.from([4]),
        Buffer.from('6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296', 'hex'),
        Buffer.from('4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5', 'hex'),
      ]).toString('base64url');
      expect((await json('/waiting/open', { key })).status).toBe(200);
    });
  });
}
