import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import { maximumTries } from '../../../main/hub/reconcile/settle.ts';
import { decideReview, listReviews } from '../../../main/hub/reviews/reviews.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import type { ReviewDecision } from '../../../main/hub/store/operation-tables.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';

export function describeReviews(database: () => HubDatabase): void {
  describe('reviews', () => {
    let bed: HubBed;
    let station: TestStation;
    let operator: TestOperator;
    let supervisor: TestOperator;
    let person: string;
    beforeEach(async () => {
      bed = await createHubBed(database());
      station = await bed.enrol('counter');
      operator = await bed.operator();
      supervisor = await bed.operator({ role: 'supervisor' });
      person = await bed.person();
      await bed.policy();
    });
    afterEach(() => bed.close());

    const decide = async (decision: ReviewDecision, by = supervisor.record.id) => {
      const [review] = await listReviews(bed.database.kysely);
      const key = await openHubKey(join(bed.folder, 'hub-key.pem'));
      const context = { database: bed.database, key, now: bed.now };
      return decideReview(context, { review: review!.id, decision, by });
    };
    const queue = async () => {
      const command = bed.suspension(station, operator, person);
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'accepted' });
      return command;
    };
    const reasons = async () => (await listReviews(bed.database.kysely)).map(({ reason }) => reason);

    it('take the queued suspensions of a revoked operator, and carry one out only when it is approved (I1)', async () => {
      const command = await queue();
      await bed.hub.administration.revokeOperator(operator.record.id);
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(false);
      expect(await reasons()).toEqual(['operator-revoked']);
      expect(await decide('approve')).toEqual({ ok: true, effect: 'open' });
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(true);
      expect(await reasons()).toEqual([]);
      expect(await bed.outcomes(station, command.id)).toEqual([
        'accepted',
        'needs-review hub/operator-revoked',
        'accepted',
        'applied',
      ]);
    });

    it('take those of a revoked station; what is refused is never carried out', async () => {
      const command = await queue();
      const other = await bed.enrol('counter');
      await bed.hub.administration.revokeStation(station.id);
      expect(await reasons()).toEqual(['station-revoked']);
      expect(await decide('refuse')).toEqual({ ok: true, effect: 'refuse' });
      await bed.hub.reconciler.runDue();
      expect(await bed.changes()).toEqual([]);
      expect((await bed.outcomes(other, command.id)).at(-1)).toBe('refused hub/review-refused');
    });

    it('leave what is in force to its end, and resumes to their effect', async () => {
      const command = await queue();
      await bed.hub.reconciler.runDue();
      await bed.issue(station, operator, bed.resumption(station, operator, person, [command.id]));
      await bed.hub.administration.revokeOperator(operator.record.id);
      expect(await reasons()).toEqual([]);
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(false);
    });

    it('are decided by nobody but another supervisor (I4)', async () => {
      operator = await bed.operator({ role: 'supervisor' });
      await queue();
      await bed.hub.administration.revokeStation(station.id);
      expect(await decide('approve', operator.record.id)).toEqual({ ok: false, problem: 'own-case' });
      const clerk = await bed.operator();
      const denied = { ok: false, problem: 'decider-not-permitted' };
      expect(await decide('approve', clerk.record.id)).toEqual(denied);
      expect(await decide('approve', 'nobody')).toEqual(denied);
      expect(await decide('retry')).toEqual({ ok: false, problem: 'not-decidable' });
      const self = await bed.operator({ role: 'supervisor', person });
      expect(await decide('approve', self.record.id)).toEqual({ ok: false, problem: 'own-case' });
    });

    it('let nothing come into force after its end: undecided, it ends by itself (I2)', async () => {
      const command = await queue();
      await bed.hub.administration.revokeOperator(operator.record.id);
      bed.advance(100 * 24 * 3_600_000);
      expect(await decide('approve')).toEqual({ ok: false, problem: 'past-end' });
      await bed.hub.reconciler.runDue();
      expect(await reasons()).toEqual([]);
      expect((await bed.outcomes(station, command.id)).at(-1)).toBe('ended never-applied');
    });

    it('get what was tried in vain; what may have been sent is taken back before anybody decides (I2)', async () => {
      const command = await queue();
      bed.simulated.setOutage(true);
      for (let tries = 0; tries < maximumTries; tries += 1) {
        await bed.database.kysely.updateTable('command').set({ next_run: bed.now() }).execute();
        await bed.hub.reconciler.runDue();
      }
      expect(await reasons()).toEqual(['tries-exhausted']);
      bed.simulated.setOutage(false);
      await bed.simulated.suspend(person, new AbortController().signal);
      bed.advance(10 * 60_000);
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(false);
      expect(await decide('retry')).toEqual({ ok: true, effect: 'open' });
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(true);
      expect((await bed.outcomes(station, command.id)).slice(-2)).toEqual(['accepted', 'applied']);
    });

    it('open once where a resume overtook the suspension', async () => {
      const command = bed.suspension(station, operator, person);
      await bed.issue(station, operator, bed.resumption(station, operator, person, [command.id]));
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'review' });
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'review' });
      expect(await reasons()).toEqual(['superseded']);
      await decide('refuse');
      expect(await reasons()).toEqual([]);
    });
  });
}
