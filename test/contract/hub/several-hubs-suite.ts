import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HeldLock, HubDatabase } from '../../../main/hub/store/hub-database.ts';
import type { PostgresRig } from '../../rigs/postgres.ts';
import { createHubBed, type HubBed } from './hub-bed.ts';

export function describeSeveralHubs(
  rigging: () => { readonly rig: PostgresRig; readonly url: string; readonly database: HubDatabase },
): void {
  describe('several hubs on one database', () => {
    let bed: HubBed;
    const calls: string[] = [];
    let inFlight = new Map<string, number>();
    let overlap = 0;
    beforeEach(async () => {
      calls.length = 0;
      inFlight = new Map();
      overlap = 0;
      bed = await createHubBed(rigging().database, {
        provider: (simulated) => ({
          ...simulated,
          async suspend(person, signal) {
            calls.push(person);
            inFlight.set(person, (inFlight.get(person) ?? 0) + 1);
            if ((inFlight.get(person) ?? 0) > 1) overlap += 1;
            try {
              return await simulated.suspend(person, signal);
            } finally {
              inFlight.set(person, (inFlight.get(person) ?? 1) - 1);
            }
          },
        }),
      });
    });
    afterEach(() => bed.close());

    it('apply each command once, one person at a time (I3)', async () => {
      const { url } = rigging();
      const station = await bed.enrol('counter');
      const operator = await bed.operator();
      await bed.policy();
      const others = await Promise.all([1, 2].map(() => bed.launch({ database: { kind: 'postgres', url } })));
      const commands = [];
      for (let count = 0; count < 24; count += 1)
        commands.push(bed.suspension(station, operator, await bed.person()));
      for (const half of [commands.slice(0, 12), commands.slice(12)])
        await bed.submit(
          station,
          half.map((command) => bed.envelope(station, operator, command)),
        );
      await Promise.all([bed.hub, ...others].map((hub) => hub.reconciler.runDue()));
      await bed.hub.reconciler.runDue();
      expect([...calls].sort()).toEqual(commands.map(({ person }) => person).sort());
      expect(overlap).toBe(0);
      for (const { id } of commands) expect(await bed.outcomes(station, id)).toEqual(['accepted', 'applied']);
    });

    it('wake each other: what one accepts, another applies, and a poll at a third hears of it', async () => {
      const { url } = rigging();
      const station = await bed.enrol('counter');
      const operator = await bed.operator();
      const person = await bed.person();
      await bed.policy();
      await bed.launch({ database: { kind: 'postgres', url }, automatic: true });
      const { cursor } = await bed.feed(station);
      const polling = bed.feed(station, cursor, { wait: 25 });
      const command = bed.suspension(station, operator, person);
      await bed.issue(station, operator, command);
      expect((await polling).items[0]).toMatchObject({ kind: 'outcome', commandId: command.id });
      await expect.poll(() => bed.suspended(person)).toBe(true);
    });

    it('hand over when a hub’s session breaks: its locks are free and it is told', async () => {
      const { rig, url } = rigging();
      const separate = await openDatabase({ kind: 'postgres', url });
      try {
        const lock = await separate.tryLock('person:x');
        expect(await rigging().database.tryLock('person:x')).toBeNull();
        const missed = new Promise<string>((resolve) => separate.listen('madoguchi_feed', resolve));
        const lost = new Promise<void>((resolve) => lock!.lost.addEventListener('abort', () => resolve()));
        await rig.breakConnections(url, 'madoguchi-hub-session');
        await lost;
        expect(await missed).toBe('');
        let taken: HeldLock | null = null;
        await expect
          .poll(
            async () => {
              taken ??= await rigging().database.tryLock('person:x');
              return taken !== null;
            },
            { timeout: 10_000 },
          )
          .toBe(true);
      } finally {
        await separate.close();
      }
    });
  });
}
