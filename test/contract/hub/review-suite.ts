import { describe, expect, it } from 'vitest';
import { maximumTries } from '../../../main/hub/reconcile/settle.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { useCounterBed } from './counter-bed.ts';

export function describeReviews(database: () => HubDatabase): void {
  describe('reviews', () => {
    const here = useCounterBed(database);
    const { decide, outcomes, queue, resume, reviews } = here;

    it('take the queued suspensions of a revoked operator, and carry one out only when it is approved (I1)', async () => {
      const { bed, operator, person } = here;
      const command = await queue();
      await bed.hub.administration.revokeOperator(operator.record.id);
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(false);
      expect(await reviews()).toEqual(['operator-revoked']);
      expect(await decide('approve')).toEqual({ ok: true, effect: 'open' });
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(true);
      expect(await reviews()).toEqual([]);
      expect(await outcomes(command)).toEqual([
        'accepted',
        'needs-review hub/operator-revoked',
        'accepted',
        'applied',
      ]);
    });

    it('take those of a revoked station; what is refused is never carried out', async () => {
      const { bed, station } = here;
      const command = await queue();
      const other = await bed.enrol('counter');
      await bed.hub.administration.revokeStation(station.id);
      expect(await reviews()).toEqual(['station-revoked']);
      expect(await decide('refuse')).toEqual({ ok: true, effect: 'refuse' });
      await bed.hub.reconciler.runDue();
      expect(await bed.changes()).toEqual([]);
      expect((await bed.outcomes(other, command.id)).at(-1)).toBe('refused hub/review-refused');
    });

    it('leave what is in force to its end, and resumes to their effect', async () => {
      const { bed, operator, person } = here;
      const command = await queue();
      await bed.hub.reconciler.runDue();
      await resume(command.id);
      await bed.hub.administration.revokeOperator(operator.record.id);
      expect(await reviews()).toEqual([]);
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(false);
    });

    it('are decided by nobody but another supervisor (I4)', async () => {
      const { bed, person, station } = here;
      const signer = await bed.operator({ role: 'supervisor' });
      await queue(signer);
      await bed.hub.administration.revokeStation(station.id);
      expect(await decide('approve', signer.record.id)).toEqual({ ok: false, problem: 'own-case' });
      const clerk = await bed.operator();
      const denied = { ok: false, problem: 'decider-not-permitted' };
      expect(await decide('approve', clerk.record.id)).toEqual(denied);
      expect(await decide('approve', 'nobody')).toEqual(denied);
      expect(await decide('retry')).toEqual({ ok: false, problem: 'not-decidable' });
      const self = await bed.operator({ role: 'supervisor', person });
      expect(await decide('approve', self.record.id)).toEqual({ ok: false, problem: 'own-case' });
    });

    it('let nothing come into force after its end: undecided, it ends by itself (I2)', async () => {
      const { bed, operator } = here;
      const command = await queue();
      await bed.hub.administration.revokeOperator(operator.record.id);
      bed.advance(100 * 24 * 3_600_000);
      expect(await decide('approve')).toEqual({ ok: false, problem: 'past-end' });
      await bed.hub.reconciler.runDue();
      expect(await reviews()).toEqual([]);
      expect((await outcomes(command)).at(-1)).toBe('ended never-applied');
    });

    it('get what was tried in vain; what may have been sent is taken back before anybody decides (I2)', async () => {
      const { bed, person } = here;
      const command = await queue();
      bed.simulated.setOutage(true);
      for (let tries = 0; tries < maximumTries; tries += 1) {
        await bed.database.kysely.updateTable('command').set({ next_run: bed.now() }).execute();
        await bed.hub.reconciler.runDue();
      }
      expect(await reviews()).toEqual(['tries-exhausted']);
      bed.simulated.setOutage(false);
      await bed.simulated.suspend(person, new AbortController().signal);
      bed.advance(10 * 60_000);
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(false);
      expect(await decide('retry')).toEqual({ ok: true, effect: 'open' });
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(true);
      expect((await outcomes(command)).slice(-2)).toEqual(['accepted', 'applied']);
    });

    it('open once where a resume overtook the suspension', async () => {
      const { bed, operator, person, station } = here;
      const command = bed.suspension(station, operator, person);
      await resume(command.id);
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'review' });
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'review' });
      expect(await reviews()).toEqual(['superseded']);
      await decide('refuse');
      expect(await reviews()).toEqual([]);
    });
  });
}
