import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import type { Provider } from '../../../main/provider/provider.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';
import { hour } from './hub-documents.ts';

export function describeConvergence(database: () => HubDatabase): void {
  describe('convergence', () => {
    let bed: HubBed;
    let station: TestStation;
    let operator: TestOperator;
    let person: string;
    const prepare = async (provider?: (simulated: HubBed['simulated']) => Provider) => {
      bed = await createHubBed(database(), provider === undefined ? {} : { provider });
      station = await bed.enrol('counter');
      operator = await bed.operator();
      person = await bed.person();
      await bed.policy();
    };
    beforeEach(() => prepare());
    afterEach(() => bed.close());

    const suspend = async (hours: number) => {
      const command = bed.suspension(station, operator, person, { until: bed.at(hours * hour) });
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'accepted' });
      return command;
    };
    const resume = async (...ends: string[]) => {
      const command = bed.resumption(station, operator, person, ends);
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'accepted' });
      return command;
    };
    const run = () => bed.hub.reconciler.runDue();
    const outcomes = (command: { id: string }) => bed.outcomes(station, command.id);

    it('applies a suspension, and ends it at its end (I2, I5)', async () => {
      const command = await suspend(24);
      expect(await bed.suspended(person)).toBe(false);
      expect(await outcomes(command)).toEqual(['accepted']);
      await run();
      expect(await bed.suspended(person)).toBe(true);
      bed.advance(24 * hour - 1);
      await run();
      expect(await bed.suspended(person)).toBe(true);
      bed.advance(1);
      await run();
      expect(await bed.suspended(person)).toBe(false);
      expect(await outcomes(command)).toEqual(['accepted', 'applied', 'ended expired']);
      expect(await bed.changes()).toEqual([`suspended ${person}`, `resumed ${person}`]);
    });

    it('ends on time for somebody whom the directory no longer has, and takes nothing new for them (I2)', async () => {
      const command = await suspend(24);
      await run();
      expect(await bed.hub.administration.removePeople([person])).toEqual({ removed: 1 });
      const [late] = await bed.submit(station, [
        bed.envelope(station, operator, bed.suspension(station, operator, person)),
      ]);
      expect(late).toMatchObject({ result: 'refused', code: 'hub/person-unknown' });
      bed.advance(24 * hour);
      await run();
      expect(await bed.suspended(person)).toBe(false);
      expect(await outcomes(command)).toEqual(['accepted', 'applied', 'ended expired']);
    });

    it('runs by itself when a command comes', async () => {
      await bed.restart({ automatic: true });
      await suspend(24);
      await expect.poll(() => bed.suspended(person)).toBe(true);
    });

    it('keeps a person suspended until the latest end among their suspensions', async () => {
      const short = await suspend(1);
      const long = await suspend(3);
      await run();
      bed.advance(hour);
      await run();
      expect(await outcomes(short)).toEqual(['accepted', 'applied', 'ended expired']);
      expect(await bed.suspended(person)).toBe(true);
      bed.advance(2 * hour);
      await run();
      expect(await outcomes(long)).toEqual(['accepted', 'applied', 'ended expired']);
      expect(await bed.changes()).toEqual([`suspended ${person}`, `resumed ${person}`]);
    });

    it('resumes what a resume names, and only that', async () => {
      const first = await suspend(24);
      const second = await suspend(24);
      await run();
      const partial = await resume(first.id);
      await run();
      expect(await outcomes(first)).toEqual(['accepted', 'applied', 'ended resumed']);
      expect(await outcomes(partial)).toEqual(['accepted', 'ended done']);
      expect(await bed.suspended(person)).toBe(true);
      await resume(second.id);
      await run();
      expect(await outcomes(second)).toEqual(['accepted', 'applied', 'ended resumed']);
      expect(await bed.suspended(person)).toBe(false);
    });

    it('never touches another person’s suspension by a resume that names it', async () => {
      const mine = await suspend(24);
      await run();
      person = await bed.person();
      await resume(mine.id);
      await run();
      expect(await bed.suspended(mine.person)).toBe(true);
    });

    it('resumes before it was applied without ever suspending', async () => {
      const command = await suspend(24);
      await resume(command.id);
      await run();
      expect(await outcomes(command)).toEqual(['accepted', 'ended resumed']);
      expect(await bed.changes()).toEqual([]);
    });

    it('waits out an outage with growing pauses, obeys Retry-After, and has one effect (I3)', async () => {
      bed.simulated.setOutage(true);
      const command = await suspend(24);
      await run();
      const row = async () =>
        bed.database.kysely
          .selectFrom('command')
          .select(['attempts', 'last_error', 'next_run'])
          .where('id', '=', command.id)
          .executeTakeFirstOrThrow();
      const pauses: number[] = [];
      for (let count = 1; count <= 4; count += 1) {
        const { attempts, last_error, next_run } = await row();
        expect({ attempts, last_error }).toEqual({ attempts: count, last_error: 'provider/unavailable' });
        const pause = next_run!.getTime() - bed.now().getTime();
        pauses.push(pause);
        if (count === 3) bed.simulated.setOutage(true, 90_000);
        bed.advance(pause);
        await run();
      }
      expect(pauses).toEqual([500, 1000, 2000, 90_000]);
      expect(await outcomes(command)).toEqual(['accepted']);
      bed.simulated.setOutage(false);
      bed.advance(90_000);
      await run();
      expect(await outcomes(command)).toEqual(['accepted', 'applied']);
      expect(await bed.changes()).toEqual([`suspended ${person}`]);
      expect((await row()).attempts).toBe(0);
    });

    it('shows an ending that is late until the provider confirms it (I2)', async () => {
      const command = await suspend(1);
      await run();
      bed.simulated.setOutage(true);
      bed.advance(hour);
      await run();
      const { administration } = bed.hub;
      expect(await administration.lateSuspensions()).toEqual([
        { commandId: command.id, until: command.until, attempts: 1 },
      ]);
      expect(await outcomes(command)).toEqual(['accepted', 'applied']);
      bed.simulated.setOutage(false);
      bed.advance(60_000);
      await run();
      expect(await administration.lateSuspensions()).toEqual([]);
      expect(await outcomes(command)).toEqual(['accepted', 'applied', 'ended expired']);
    });

    it('ends as never applied what no outage let through', async () => {
      bed.simulated.setOutage(true);
      const command = await suspend(1);
      await run();
      bed.advance(hour);
      bed.simulated.setOutage(false);
      await run();
      expect(await outcomes(command)).toEqual(['accepted', 'ended never-applied']);
      expect(await bed.changes()).toEqual([]);
    });

    it('refuses what the provider refuses, without another try', async () => {
      await bed.close();
      let refusals = 0;
      await prepare((simulated) => ({
        ...simulated,
        suspend: async () => {
          refusals += 1;
          return { ok: false, code: 'provider/unknown-person' };
        },
      }));
      const command = await suspend(1);
      await run();
      bed.advance(2 * hour);
      await run();
      expect(await outcomes(command)).toEqual(['accepted', 'refused provider/unknown-person']);
      expect(refusals).toBe(1);
    });

    it('tells of a suspension that still propagates', async () => {
      await bed.close();
      await prepare((simulated) => ({
        ...simulated,
        suspend: async (subject, signal) => {
          const answer = await simulated.suspend(subject, signal);
          return answer.ok ? { ok: true, propagatingUntil: bed.at(hour) } : answer;
        },
      }));
      const command = await suspend(24);
      await run();
      bed.advance(hour);
      await run();
      expect(await outcomes(command)).toEqual(['accepted', 'propagating', 'applied']);
    });

    it('converges when the answer was lost after the effect (I3)', async () => {
      await bed.close();
      let losing = true;
      await prepare((simulated) => ({
        ...simulated,
        suspend: async (subject, signal) => {
          const answer = await simulated.suspend(subject, signal);
          if (losing) throw new Error('connection lost');
          return answer;
        },
      }));
      const command = await suspend(24);
      await run();
      expect(await bed.suspended(person)).toBe(true);
      expect(await outcomes(command)).toEqual(['accepted']);
      losing = false;
      bed.advance(1000);
      await run();
      expect(await outcomes(command)).toEqual(['accepted', 'applied']);
      expect(await bed.changes()).toEqual([`suspended ${person}`]);
    });

    /** A hub that dies after the provider did it and before anything of it is stored. */
    const dieAfterEffect = async () => {
      await bed.close();
      let reached: () => void = () => undefined;
      const effect = new Promise<void>((resolve) => {
        reached = resolve;
      });
      let dying = true;
      await prepare((simulated) => ({
        ...simulated,
        suspend: async (subject, signal) => {
          const answer = await simulated.suspend(subject, signal);
          if (!dying) return answer;
          dying = false;
          reached();
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        },
      }));
      const command = await suspend(1);
      const running = run();
      await effect;
      return { command, running };
    };

    it('converges when the hub died between effect and commit (I3)', async () => {
      const { command, running } = await dieAfterEffect();
      await bed.restart();
      await running;
      expect(await outcomes(command)).toEqual(['accepted']);
      await run();
      expect(await outcomes(command)).toEqual(['accepted', 'applied']);
      expect(await bed.changes()).toEqual([`suspended ${person}`]);
    });

    it('ends what a dead hub had applied, though its end passed meanwhile (I2)', async () => {
      const { command, running } = await dieAfterEffect();
      await bed.hub.stop();
      await running;
      bed.advance(2 * hour);
      await bed.restart();
      await run();
      expect(await bed.suspended(person)).toBe(false);
      expect(await outcomes(command)).toEqual(['accepted', 'ended expired']);
    });
  });
}
