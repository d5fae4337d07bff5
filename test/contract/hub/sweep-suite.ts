import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';

export function describeSweep(database: () => HubDatabase): void {
  describe('sweep', () => {
    let bed: HubBed;
    let station: TestStation;
    let operator: TestOperator;
    let person: string;
    beforeEach(async () => {
      bed = await createHubBed(database());
      station = await bed.enrol('counter');
      operator = await bed.operator();
      person = await bed.person();
      await bed.policy();
    });
    afterEach(() => bed.close());

    const suspend = async () => {
      const command = bed.suspension(station, operator, person);
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'accepted' });
      await bed.hub.reconciler.runDue();
      return command;
    };
    const signal = new AbortController().signal;

    it('resumes people whom no open command explains, and nobody else (I2)', async () => {
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
      for (let count = 0; count < 21; count += 1) await bed.simulated.suspend(`p-${count}`, signal);
      expect(await bed.hub.reconciler.runSweep()).toEqual({ outcome: 'too-many', unexplained: 21 });
      expect(await bed.suspended('p-0')).toBe(true);
    });

    it('calls again for a suspension that the provider lost', async () => {
      const command = await suspend();
      await bed.simulated.resume(person, signal);
      bed.advance(60_000);
      expect(await bed.hub.reconciler.runSweep()).toMatchObject({ outcome: 'swept', missing: 1 });
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(true);
      expect(await bed.outcomes(station, command.id)).toEqual(['accepted', 'applied']);
    });

    it('changes nothing during an outage', async () => {
      await bed.simulated.suspend('intruder', signal);
      bed.simulated.setOutage(true);
      expect(await bed.hub.reconciler.runSweep()).toEqual({
        outcome: 'failed',
        code: 'provider/unavailable',
      });
    });

    it('does nothing on a database that knows no institution', async () => {
      await bed.simulated.suspend('intruder', signal);
      await bed.database.kysely.deleteFrom('institution').execute();
      expect(await bed.hub.reconciler.runSweep()).toEqual({ outcome: 'not-initialised' });
      expect(await bed.suspended('intruder')).toBe(true);
    });
  });
}
