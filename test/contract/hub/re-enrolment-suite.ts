import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import type { FactorList, ProviderFactor, ProviderFailure } from '../../../main/provider/provider.ts';
import { startMailServer } from '../../rigs/mail-server.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';
import { hour, personOf, policyOf } from './hub-documents.ts';

const minute = 60_000;

export function describeReEnrolment(database: () => HubDatabase): void {
  describe('re-enrolment seen by polling', () => {
    let bed: HubBed;
    let mail: Awaited<ReturnType<typeof startMailServer>>;
    let station: TestStation;
    let operator: TestOperator;
    let factors: ProviderFactor[];
    let failure: ProviderFailure | null;
    let asked: string[];
    let resumeFails: boolean;
    const factor = (id: string, more: Partial<ProviderFactor> = {}): ProviderFactor => ({
      id,
      kind: 'totp',
      label: '',
      counts: true,
      registeredAt: null,
      ...more,
    });

    beforeEach(async () => {
      factors = [factor('old')];
      failure = null;
      asked = [];
      resumeFails = false;
      mail = await startMailServer();
      const settings = {
        mail: {
          host: '127.0.0.1',
          port: mail.port,
          tls: 'none' as const,
          from: 'madoguchi@example.ac.jp',
          objectionDays: 30,
          timeZone: 'Asia/Tokyo',
        },
      };
      bed = await createHubBed(database(), {
        hub: { settings },
        provider: (simulated) => ({
          ...simulated,
          resume: async (person, signal) =>
            resumeFails ? { ok: false, code: 'provider/unavailable' } : simulated.resume(person, signal),
          factors: async (person): Promise<FactorList | ProviderFailure> => {
            asked.push(person);
            return failure ?? { ok: true, factors };
          },
        }),
      });
      station = await bed.enrol('counter');
      operator = await bed.operator();
      await bed.hub.administration.upsertPeople([{ ...personOf('p-lost'), mail: 'lost@example.ac.jp' }]);
    });
    afterEach(async () => {
      await bed.close();
      await mail.stop();
    });

    const publish = (reEnrolmentMinutes?: number) =>
      bed.policy({
        suspension: {
          ...policyOf(bed.now()).suspension,
          repeatLimit: 10,
          ...(reEnrolmentMinutes === undefined ? {} : { reEnrolmentMinutes }),
        },
      });
    const suspend = async () => {
      const command = bed.suspension(station, operator, 'p-lost');
      await bed.issue(station, operator, command);
      await bed.hub.reconciler.runDue();
      return command;
    };
    const look = async (minutes = 15) => {
      bed.advance(minutes * minute);
      const looked = await bed.hub.watchFactors();
      await bed.hub.reconciler.runDue();
      return looked;
    };
    const notices = async () =>
      (
        await bed.database.kysely
          .selectFrom('notice')
          .select(['kind', 'state'])
          .orderBy('queued_at')
          .execute()
      ).map(({ kind, state }) => `${kind} ${state}`);

    it('ends the suspension at the provider and tells the person once, in both languages (I2, I3)', async () => {
      await publish(10);
      const command = await suspend();
      expect(await look()).toMatchObject({ outcome: 'looked', looked: 1, ended: 0 });
      expect(await look()).toMatchObject({ ended: 0 });
      expect(await bed.suspended('p-lost')).toBe(true);
      factors = [...factors, factor('new', { kind: 'passkey' })];
      expect(await look()).toMatchObject({ ended: 1 });
      expect(await bed.suspended('p-lost')).toBe(false);
      expect(await bed.outcomes(station, command.id)).toEqual(['accepted', 'applied', 'ended re-enrolled']);
      await bed.hub.sendNotices();
      await look();
      await bed.hub.sendNotices();
      expect(await notices()).toEqual(['suspended sent', 're-enrolled sent']);
      const text = Buffer.from(
        mail.mails[1]!.text.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
        'latin1',
      ).toString('utf8');
      expect(text).toContain('新しい認証手段が登録されたため');
      expect(text).toContain('A new factor was registered for your account');
      const audit = await bed.database.kysely.selectFrom('hub_audit').select('entry').execute();
      const entries = audit.map(({ entry }) => JSON.parse(entry) as { kind: string; facts: object });
      expect(entries.filter(({ kind }) => kind === 're-enrolled')).toMatchObject([
        { facts: { command: command.id, factor: 'passkey' } },
      ]);
      expect(await bed.database.kysely.selectFrom('factor_watch').selectAll().execute()).toEqual([]);
    });

    it('is off unless the policy asks for it', async () => {
      await publish();
      await suspend();
      expect(await look()).toEqual({ outcome: 'off' });
      expect(asked).toEqual([]);
    });

    it('looks as often as the policy says, and keeps no id of a factor', async () => {
      await publish(10);
      await suspend();
      await look(0);
      await look(9);
      expect(asked).toHaveLength(1);
      await look(1);
      expect(asked).toHaveLength(2);
      const [row] = await bed.database.kysely.selectFrom('factor_watch').select('known').execute();
      expect(row?.known).toHaveLength(1);
      expect(JSON.stringify(row)).not.toContain('old');
    });

    it('never ends on a factor of before, also where the first look failed or the factor woke up (I1)', async () => {
      await publish(10);
      failure = { ok: false, code: 'provider/unavailable' };
      await suspend();
      await look();
      factors = [factor('old', { counts: false }), factor('older', { registeredAt: bed.at(-24 * hour) })];
      failure = null;
      expect(await look(60)).toMatchObject({ ended: 0 });
      factors = [factor('old'), factor('renamed', { registeredAt: bed.at(-24 * hour) })];
      expect(await look()).toMatchObject({ ended: 0 });
      expect(await bed.suspended('p-lost')).toBe(true);
    });

    it('ends every suspension of the person, and one that is signed before it goes to review', async () => {
      await publish(10);
      const commands = [await suspend(), await suspend()];
      await look();
      const late = bed.suspension(station, operator, 'p-lost');
      factors = [...factors, factor('new')];
      expect(await look()).toMatchObject({ looked: 1, ended: 2 });
      for (const { id } of commands)
        expect((await bed.outcomes(station, id)).at(-1)).toBe('ended re-enrolled');
      expect(await bed.issue(station, operator, late)).toMatchObject({
        result: 'review',
        code: 'hub/superseded',
      });
      expect(await bed.suspended('p-lost')).toBe(false);
    });

    it('and a signed resume at the same time end it once, with one mail (I3)', async () => {
      await publish(10);
      const command = await suspend();
      await look();
      factors = [...factors, factor('new')];
      resumeFails = true;
      await look();
      expect(await bed.suspended('p-lost')).toBe(true);
      expect(await bed.outcomes(station, command.id)).toEqual(['accepted', 'applied']);
      const resume = bed.resumption(station, operator, 'p-lost', [command.id]);
      expect(await bed.issue(station, operator, resume)).toMatchObject({ result: 'accepted' });
      resumeFails = false;
      bed.advance(hour);
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended('p-lost')).toBe(false);
      expect(await bed.outcomes(station, command.id)).toEqual(['accepted', 'applied', 'ended resumed']);
      expect(await bed.outcomes(station, resume.id)).toEqual(['accepted', 'ended done']);
      expect((await notices()).filter((one) => !one.startsWith('suspended'))).toEqual(['ended queued']);
      expect(await bed.changes()).toEqual(['suspended p-lost', 'resumed p-lost']);
    });

    it('a resume that was signed while the provider was asked wins: nothing is marked', async () => {
      await publish(10);
      const command = await suspend();
      await look();
      factors = [...factors, factor('new')];
      const resume = bed.resumption(station, operator, 'p-lost', [command.id]);
      await bed.issue(station, operator, resume);
      expect(await look()).toMatchObject({ looked: 0, ended: 0 });
      expect((await bed.outcomes(station, command.id)).at(-1)).toBe('ended resumed');
    });

    it('obeys the provider’s budget, of which it takes a fifth at most', async () => {
      await bed.restart({ budget: { callsPerMinute: 10, concurrentCalls: 2 } });
      await publish(1);
      for (let count = 0; count < 4; count += 1) {
        const person = await bed.person();
        await bed.issue(station, operator, bed.suspension(station, operator, person));
      }
      for (let count = 0; count < 10; count += 1) {
        await bed.hub.reconciler.runDue();
        bed.advance(minute);
      }
      asked.length = 0;
      for (let second = 0; second < 60; second += 1) {
        await bed.hub.watchFactors();
        bed.advance(1000);
      }
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.length).toBeLessThanOrEqual(2);
    });

    it('waits as long as the provider asks it to', async () => {
      await publish(1);
      await suspend();
      failure = { ok: false, code: 'provider/unavailable', retryAfterMs: 30 * minute };
      await look();
      expect(await look(10)).toMatchObject({ looked: 0 });
      failure = null;
      expect(await look(40)).toMatchObject({ looked: 1 });
    });
  });
}
