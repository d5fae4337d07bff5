import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandReference } from '../../../main/exchange/command.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import { decideReview, listReviews } from '../../../main/hub/reviews/reviews.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import type { ReviewDecision } from '../../../main/hub/store/operation-tables.ts';
import { startMailServer } from '../../rigs/mail-server.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';
import { personOf } from './hub-documents.ts';

export function describeNotices(database: () => HubDatabase): void {
  describe('notices by mail', () => {
    let server: Awaited<ReturnType<typeof startMailServer>>;
    let bed: HubBed;
    let station: TestStation;
    let operator: TestOperator;
    beforeEach(async () => {
      server = await startMailServer();
      const mail = {
        host: '127.0.0.1',
        port: server.port,
        tls: 'none' as const,
        from: 'madoguchi@example.ac.jp',
        publicUrl: 'https://hub.example.ac.jp/',
        objectionDays: 30,
        timeZone: 'Asia/Tokyo',
      };
      bed = await createHubBed(database(), { hub: { settings: { mail } } });
      station = await bed.enrol('counter');
      operator = await bed.operator();
      await bed.hub.administration.upsertPeople([{ ...personOf('p-mail'), mail: 'student@example.ac.jp' }]);
      await bed.policy();
    });
    afterEach(async () => {
      await bed.close();
      await server.stop();
    });

    const suspend = async () => {
      const command = bed.suspension(station, operator, 'p-mail');
      await bed.issue(station, operator, command);
      await bed.hub.reconciler.runDue();
      return command;
    };
    const decoded = (text: string) =>
      Buffer.from(
        text
          .replaceAll('=\r\n', '')
          .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString('utf8');
    const states = async () =>
      (
        await bed.database.kysely
          .selectFrom('notice')
          .select(['kind', 'state'])
          .orderBy('queued_at')
          .execute()
      ).map(({ kind, state }) => `${kind} ${state}`);
    const tokenOf = (text: string) => /objections\/([A-Za-z0-9_-]{43})/.exec(decoded(text))![1]!;
    const open = (token: string, method = 'GET') =>
      fetch(`${bed.hub.url}/objections/${token}`, {
        method,
        ...(method === 'POST' ? { headers: { 'content-type': 'application/x-www-form-urlencoded' } } : {}),
      });

    it('tell once that a suspension is in force and once that it ended, never before (I3, I5)', async () => {
      bed.simulated.setOutage(true);
      await suspend();
      await bed.hub.sendNotices();
      expect(server.mails).toEqual([]);
      bed.simulated.setOutage(false);
      bed.advance(10 * 60_000);
      await bed.hub.reconciler.runDue();
      await bed.hub.sendNotices();
      await bed.hub.sendNotices();
      expect(await states()).toEqual(['suspended sent']);
      bed.advance(100 * 24 * 3_600_000);
      await bed.hub.reconciler.runDue();
      await bed.hub.sendNotices();
      expect(server.mails.map(({ to }) => to)).toEqual(['student@example.ac.jp', 'student@example.ac.jp']);
      expect(decoded(server.mails[0]!.text)).toContain('一時停止されました');
      expect(decoded(server.mails[0]!.text)).toContain('has been suspended');
      expect(decoded(server.mails[1]!.text)).toContain('一時停止が終わりました');
      expect(decoded(server.mails[1]!.text)).toContain('has ended');
    });

    it('tell of a refusal, in both languages, and of nothing that never came into force', async () => {
      bed.simulated.setOutage(true);
      const lapsed = await suspend();
      bed.advance(2 * 24 * 3_600_000);
      bed.simulated.setOutage(false);
      await bed.hub.reconciler.runDue();
      expect((await bed.outcomes(station, lapsed.id)).at(-1)).toBe('ended never-applied');
      expect(await states()).toEqual([]);
      await bed.simulated.giveAccount('p-mail', null);
      const refused = await suspend();
      expect((await bed.outcomes(station, refused.id)).at(-1)).toBe('refused provider/unknown-person');
      await bed.hub.sendNotices();
      expect(await states()).toEqual(['refused sent']);
      const text = decoded(server.mails[0]!.text);
      expect(text).toContain('一時停止は、行われませんでした');
      expect(text).toContain('was not carried out');
      expect(tokenOf(server.mails[0]!.text)).toHaveLength(43);
    });

    it('try again while the server is busy, and not when it knows nobody', async () => {
      server.setFault('busy');
      await suspend();
      await bed.hub.sendNotices();
      expect(await states()).toEqual(['suspended queued']);
      bed.advance(10 * 60_000);
      server.setFault('no-such-person');
      await bed.hub.sendNotices();
      expect(await states()).toEqual(['suspended failed']);
      expect(await bed.suspended('p-mail')).toBe(true);
    });

    it('are never sent twice where nobody knows whether they were taken (I3)', async () => {
      server.setFault('cut-after-text');
      await suspend();
      await bed.hub.sendNotices();
      expect(await states()).toEqual(['suspended uncertain']);
      server.setFault('none');
      bed.advance(24 * 3_600_000);
      await bed.hub.sendNotices();
      expect(server.mails).toHaveLength(1);
    });

    it('are given up as uncertain where a hub died while it sent (I3)', async () => {
      await suspend();
      await bed.database.kysely
        .updateTable('notice')
        .set({ state: 'sending', next_run: bed.now() })
        .execute();
      await bed.hub.sendNotices();
      expect(await states()).toEqual(['suspended uncertain']);
      expect(server.mails).toEqual([]);
    });

    it('of an objection that a supervisor follows end what is in force; otherwise it stands (I2)', async () => {
      const supervisor = await bed.operator({ role: 'supervisor' });
      const context = {
        database: bed.database,
        key: await openHubKey(join(bed.folder, 'hub-key.pem')),
        now: bed.now,
      };
      const command = await suspend();
      await bed.hub.sendNotices();
      expect((await open(tokenOf(server.mails[0]!.text), 'POST')).status).toBe(200);
      const decide = async (decision: ReviewDecision) => {
        const [review] = await listReviews(bed.database.kysely);
        return decideReview(context, { review: review!.id, decision, by: supervisor.record.id });
      };
      expect(await bed.suspended('p-mail')).toBe(true);
      expect(await decide('approve')).toMatchObject({ ok: true });
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended('p-mail')).toBe(true);
      bed.advance(2 * 24 * 3_600_000);
      await bed.hub.reconciler.runDue();
      const again = await suspend();
      await bed.hub.sendNotices();
      expect((await open(tokenOf(server.mails.at(-1)!.text), 'POST')).status).toBe(200);
      expect(await decide('refuse')).toMatchObject({ ok: true });
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended('p-mail')).toBe(false);
      expect((await bed.outcomes(station, again.id)).at(-1)).toBe('ended resumed');
      expect((await bed.outcomes(station, command.id)).at(-1)).toBe('ended expired');
    });

    it('take no objection once the days for it are over', async () => {
      await suspend();
      await bed.hub.sendNotices();
      const token = tokenOf(server.mails[0]!.text);
      bed.advance(30 * 24 * 3_600_000 - 1000);
      expect((await open(token)).status).toBe(200);
      bed.advance(2000);
      expect([(await open(token)).status, (await open(token, 'POST')).status]).toEqual([404, 404]);
      expect(await listReviews(bed.database.kysely)).toEqual([]);
    });

    it('let their reader object once, and tell nobody else anything', async () => {
      const command = await suspend();
      await bed.hub.sendNotices();
      const token = tokenOf(server.mails[0]!.text);
      const page = await open(token);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      const text = await page.text();
      expect(text).toContain(commandReference(command.id));
      expect(text).not.toContain('p-mail');
      expect(await listReviews(bed.database.kysely)).toEqual([]);
      expect((await open(token, 'POST')).status).toBe(200);
      expect(await listReviews(bed.database.kysely)).toMatchObject([
        { command: command.id, reason: 'objection' },
      ]);
      const used = await open(token);
      const unknown = await open('A'.repeat(43));
      expect([used.status, unknown.status, (await open(token, 'POST')).status]).toEqual([404, 404, 404]);
      expect(await used.text()).toBe(await unknown.text());
      const statuses: number[] = [];
      for (let tries = 0; tries < 12; tries += 1) statuses.push((await open('B'.repeat(43))).status);
      expect(statuses).toContain(429);
    });
  });
}
