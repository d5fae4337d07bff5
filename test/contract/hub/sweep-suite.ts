import { describe, expect, it } from 'vitest';
import { createProviderCalls } from '../../../main/hub/reconcile/provider-calls.ts';
import type { ReconcileContext } from '../../../main/hub/reconcile/reconcile-person.ts';
import { rehearseSweep } from '../../../main/hub/reconcile/rehearse-sweep.ts';
import { sweep } from '../../../main/hub/reconcile/sweep.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { useCounterBed } from './counter-bed.ts';

export function describeSweep(database: () => HubDatabase): void {
  describe('sweep', () => {
    const here = useCounterBed(database);
    const { outcomes, suspend } = here;
    const signal = new AbortController().signal;

    it('resumes people whom no open command explains, and nobody else (I2)', async () => {
      const { bed, person } = here;
      await suspend();
      await bed.simulated.suspend('intruder', signal);
      expect(await bed.hub.reconciler.runSweep()).toEqual({
        outcome: 'swept',
        resumed: 1,
        failed: 0,
        missing: 0,
      });
      expect(await bed.suspended('intruder')).toBe(false);
      expect(await bed.suspended(person)).toBe(true);
    });

    it('touches nobody when there are too many of them', async () => {
      const { bed } = here;
      for (let count = 0; count < 21; count += 1) await bed.simulated.suspend(`p-${count}`, signal);
      expect(await bed.hub.reconciler.runSweep()).toEqual({ outcome: 'too-many', unexplained: 21 });
      expect(await bed.suspended('p-0')).toBe(true);
    });

    /** As a command at the hub's own shell has it: a process of its own beside the hub. */
    const context = async (): Promise<ReconcileContext> => ({
      database: here.bed.database,
      provider: here.bed.simulated,
      calls: createProviderCalls(
        { callsPerMinute: 60_000, concurrentCalls: 4 },
        () => 0,
        () => performance.now(),
      ),
      key: await here.key(),
      now: here.bed.now,
      random: () => 0,
      stopping: signal,
    });

    it('names in a rehearsal whom it would end, and changes nothing anywhere', async () => {
      const { bed, person } = here;
      const command = await suspend();
      await bed.simulated.resume(person, signal);
      await bed.simulated.suspend('intruder', signal);
      bed.advance(60_000);
      const changes = await bed.changes();
      const rows = () => bed.database.kysely.selectFrom('command').selectAll().execute();
      const before = await rows();
      const told = await rehearseSweep(await context());
      expect(told).toEqual({ outcome: 'rehearsed', unexplained: ['intruder'], missing: 1, strangers: 0 });
      expect(await bed.changes()).toEqual(changes);
      expect(await rows()).toEqual(before);
      expect(await outcomes(command)).toEqual(['accepted', 'applied']);
      expect(await bed.database.kysely.selectFrom('sweep_run').selectAll().execute()).toEqual([]);
      bed.simulated.setOutage(true);
      expect(await rehearseSweep(await context())).toEqual({
        outcome: 'failed',
        code: 'provider/unavailable',
      });
    });

    it('ends more than it would by itself for whoever looked, in the name of administration (I8)', async () => {
      const { bed, person } = here;
      await suspend();
      for (let count = 0; count < 21; count += 1) await bed.simulated.suspend(`p-${count}`, signal);
      const asked = { most: 21, by: 'administration' } as const;
      expect(await sweep(await context(), { ...asked, most: 20 })).toEqual({
        outcome: 'too-many',
        unexplained: 21,
      });
      expect(await sweep(await context(), asked)).toEqual({
        outcome: 'swept',
        resumed: 21,
        failed: 0,
        missing: 0,
      });
      expect(await bed.suspended('p-0')).toBe(false);
      expect(await bed.suspended(person)).toBe(true);
      const chain = await bed.database.kysely.selectFrom('hub_audit').select('entry').execute();
      const entries = chain
        .map(({ entry }) => JSON.parse(entry))
        .filter(({ kind }) => kind === 'sweep-resumed');
      expect(entries).toHaveLength(21);
      for (const { actor } of entries) expect(actor).toEqual({ type: 'administration', id: null });
    });

    it('calls again for a suspension that the provider lost', async () => {
      const { bed, person } = here;
      const command = await suspend();
      await bed.simulated.resume(person, signal);
      bed.advance(60_000);
      expect(await bed.hub.reconciler.runSweep()).toMatchObject({ outcome: 'swept', missing: 1 });
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(true);
      expect(await outcomes(command)).toEqual(['accepted', 'applied']);
    });

    it('changes nothing during an outage', async () => {
      const { bed } = here;
      await bed.simulated.suspend('intruder', signal);
      bed.simulated.setOutage(true);
      expect(await bed.hub.reconciler.runSweep()).toEqual({
        outcome: 'failed',
        code: 'provider/unavailable',
      });
    });

    it('forgets nobody whom the last one found because this one got no list', async () => {
      const { bed } = here;
      for (let count = 0; count < 21; count += 1) await bed.simulated.suspend(`p-${count}`, signal);
      const noted = () => bed.database.kysely.selectFrom('sweep_run').selectAll().executeTakeFirst();
      await bed.hub.reconciler.runSweep();
      expect(await noted()).toMatchObject({ outcome: 'too-many', unexplained: 21 });
      bed.simulated.setOutage(true);
      await bed.hub.reconciler.runSweep();
      expect(await noted()).toMatchObject({ outcome: 'failed', unexplained: 21 });
    });

    it('does nothing on a database that knows no institution', async () => {
      const { bed } = here;
      await bed.simulated.suspend('intruder', signal);
      await bed.database.kysely.deleteFrom('institution').execute();
      expect(await bed.hub.reconciler.runSweep()).toEqual({ outcome: 'not-initialised' });
      expect(await bed.suspended('intruder')).toBe(true);
    });
  });
}
