import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { startMailServer } from '../../rigs/mail-server.ts';
import { createHubBed, type HubBed } from './hub-bed.ts';
import { personOf } from './hub-documents.ts';

const program = join(import.meta.dirname, 'notice-process.ts');
const people = 40;

export function describeNoticeKills(
  rigging: () => { readonly url: string; readonly database: HubDatabase },
): void {
  describe('mail and objections while hubs are killed', () => {
    let bed: HubBed;
    let server: Awaited<ReturnType<typeof startMailServer>>;
    const children: ChildProcess[] = [];
    beforeEach(async () => {
      server = await startMailServer();
      // The killed processes go by the real time.
      bed = await createHubBed(rigging().database, { hub: { now: () => new Date() } });
    });
    afterEach(async () => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
      await bed.close();
      await server.stop();
    });

    const settings = () => ({
      mail: {
        host: '127.0.0.1',
        port: server.port,
        tls: 'none',
        from: 'madoguchi@example.ac.jp',
        publicUrl: 'https://hub.example.ac.jp',
        objectionDays: 30,
        timeZone: 'Asia/Tokyo',
      },
    });
    const launch = async () => {
      const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'ignore'] });
      children.push(child);
      const keyPath = join(bed.folder, 'hub-key.pem');
      const providerPath = join(bed.folder, 'other-provider.json');
      child.stdin.end(JSON.stringify({ url: rigging().url, keyPath, providerPath, settings: settings() }));
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      return { child, url: (JSON.parse(line) as { url: string }).url };
    };
    const kill = async (child: ChildProcess) => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    };
    const notices = async () => {
      const rows = await bed.database.kysely.selectFrom('notice').select(['id', 'state']).execute();
      return rows.map(({ state }) => state);
    };
    const queue = async () => {
      const station = await bed.enrol('counter');
      const operator = await bed.operator();
      await bed.policy({
        issuedAt: new Date().toISOString(),
        validFrom: new Date(Date.now() - 1000).toISOString(),
        validUntil: new Date(Date.now() + 3_600_000).toISOString(),
      });
      const commands = [];
      for (let index = 0; index < people; index += 1) {
        const id = `k${String(index).padStart(4, '0')}`;
        await bed.hub.administration.upsertPeople([{ ...personOf(id), mail: `${id}@example.ac.jp` }]);
        const now = new Date();
        const command = bed.suspension(station, operator, id, {
          issuedAt: now.toISOString(),
          until: new Date(now.getTime() + 24 * 3_600_000).toISOString(),
          check: {
            documents: [
              {
                type: 'student-card',
                photoMatches: true,
                nameMatches: true,
                validUntil: null,
                lastFour: '1234',
              },
            ],
            outcome: 'passed',
            checkedAt: now.toISOString(),
          },
        });
        const at = now;
        const envelope = bed.envelope(station, operator, command);
        const answer = await bed.send(station, 'POST', '/v1/commands', { envelopes: [envelope] }, { at });
        expect(answer.body).toMatchObject({ answers: [{ result: 'accepted' }] });
        commands.push(command);
      }
      await bed.hub.reconciler.runDue();
      return commands;
    };

    it('each mail goes out once at most, whatever dies, and what is not sent is known (I3)', async () => {
      await queue();
      expect(await notices()).toEqual(Array(people).fill('queued'));
      for (let round = 0; round < 4; round += 1) {
        const pair = await Promise.all([launch(), launch()]);
        const before = server.mails.length;
        // Somewhere in the middle of a mail, another one each round.
        await expect
          .poll(() => server.mails.length, { interval: 1 + round, timeout: 30_000 })
          .toBeGreaterThan(before + round);
        await Promise.all(pair.map(({ child }) => kill(child)));
      }
      const { child } = await launch();
      await expect.poll(async () => (await notices()).includes('queued'), { timeout: 60_000 }).toBe(false);
      await kill(child);
      const sentTo = server.mails.map(({ to }) => to);
      expect(new Set(sentTo).size).toBe(sentTo.length);
      const states = await notices();
      expect(new Set(states.filter((state) => state !== 'sent'))).toEqual(
        new Set(states.includes('sending') ? ['sending'] : []),
      );
      // Each hub that was killed was in the middle of one mail at most, the last one as well.
      expect(states.filter((state) => state === 'sent').length).toBeGreaterThanOrEqual(people - 9);
      // What was cut short is given up as uncertain, and never sent again.
      const late = new Date(Date.now() + 10 * 60_000);
      const mails = server.mails.length;
      await bed.restart({ now: () => late, settings: settings() as never });
      await bed.hub.sendNotices();
      expect(server.mails.length).toBe(mails);
      expect((await notices()).filter((state) => !['sent', 'uncertain'].includes(state))).toEqual([]);
    }, 180_000);

    it('an objection counts once and with its review, or not at all, and can be made again then (I3)', async () => {
      await queue();
      const first = await launch();
      await expect.poll(() => server.mails.length, { timeout: 60_000 }).toBe(people);
      const tokens = server.mails.map(({ text }) => {
        const whole = text.replaceAll('=\r\n', '').replaceAll('=3D', '=');
        return /objections\/([A-Za-z0-9_-]{43})/.exec(whole)?.[1] ?? '';
      });
      const post = (url: string, token: string) =>
        fetch(`${url}/objections/${token}`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }).then(
          ({ status }) => status,
          () => 0,
        );
      let hub = first;
      let answered = 0;
      for (const [round, token] of tokens.slice(0, 6).entries()) {
        const asked = Promise.all([post(hub.url, token), post(hub.url, token)]);
        const pause = round * 3;
        await new Promise((resolve) => setTimeout(resolve, pause));
        await kill(hub.child);
        answered += (await asked).filter((status) => status === 200).length;
        hub = await launch();
      }
      const standing = async () => {
        const { kysely } = bed.database;
        const used = await kysely
          .selectFrom('objection')
          .select('notice')
          .where('used_at', 'is not', null)
          .execute();
        const reviews = await kysely
          .selectFrom('review')
          .select('id')
          .where('reason', '=', 'objection')
          .execute();
        const chain = await kysely.selectFrom('hub_audit').select('entry').execute();
        const recorded = chain.filter(({ entry }) => JSON.parse(entry).kind === 'review-opened');
        return [used.length, reviews.length, recorded.length];
      };
      const [used] = await standing();
      expect(await standing()).toEqual([used, used, used]);
      expect(used).toBeGreaterThanOrEqual(answered);
      const again = [];
      for (const token of tokens.slice(0, 6)) again.push(await post(hub.url, token));
      expect(again.filter((status) => status === 200)).toHaveLength(6 - (used ?? 0));
      expect(await standing()).toEqual([6, 6, 6]);
    }, 180_000);
  });
}
