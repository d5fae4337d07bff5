import { describe, expect, it } from 'vitest';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { useCounterBed } from './counter-bed.ts';

const day = 24 * 3_600_000;

export function describeAccounts(database: () => HubDatabase): void {
  describe('accounts that lose their person while suspended', () => {
    const here = useCounterBed(database);
    const { decide, outcomes, resume, reviews, suspend } = here;

    const last = async (id: string) => (await outcomes({ id })).at(-1);
    const changes = async (who = here.person) =>
      (await here.bed.changes()).filter((text) => text.endsWith(who));
    const kept = () =>
      here.bed.database.kysely.selectFrom('command').select(['id', 'provider_accounts']).execute();
    /** As rows are from before accounts were kept, or after a hub that died in the middle of a call. */
    const forget = () =>
      here.bed.database.kysely.updateTable('command').set({ provider_accounts: null }).execute();

    it('are ended by the provider’s own id, and it is kept no longer than that (I2)', async () => {
      const { bed, person } = here;
      const command = await suspend();
      expect(await kept()).toEqual([{ id: command.id, provider_accounts: [`simulated:${person}`] }]);
      await bed.simulated.giveAccount(person, null);
      bed.advance(100 * day);
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toBe('ended expired');
      expect(await changes()).toEqual([`suspended ${person}`, `resumed ${person}`]);
      expect(await kept()).toEqual([{ id: command.id, provider_accounts: null }]);
      expect(await reviews()).toEqual([]);
    });

    it('are ended beside the account that the person has now (I2)', async () => {
      const { bed, person } = here;
      const command = await suspend();
      await bed.simulated.giveAccount(person, null);
      await bed.simulated.giveAccount('other-account', person);
      await resume(command.id);
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toBe('ended resumed');
      expect(await changes()).toEqual([`suspended ${person}`, `resumed ${person}`]);
    });

    it('are all ended by whichever suspension of the person ends last (I2)', async () => {
      const { bed, person } = here;
      const first = await suspend();
      await bed.simulated.giveAccount(person, null);
      await bed.simulated.giveAccount('other-account', person);
      bed.advance(60_000);
      const second = await suspend();
      await resume(first.id);
      await bed.hub.reconciler.runDue();
      expect(await last(first.id)).toBe('ended resumed');
      bed.advance(100 * day);
      await bed.hub.reconciler.runDue();
      expect(await last(second.id)).toBe('ended expired');
      expect(await changes()).toEqual([`suspended ${person}`, `resumed ${person}`]);
      expect(await changes('other-account')).toEqual(['suspended other-account', 'resumed other-account']);
    });

    it('are over where they are gone altogether', async () => {
      const { bed, person } = here;
      const command = await suspend();
      await bed.simulated.giveAccount(person, 'removed');
      bed.advance(100 * day);
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toBe('ended expired');
      expect(await reviews()).toEqual([]);
    });

    it('are never given up during an outage', async () => {
      const { bed, person } = here;
      const command = await suspend();
      await bed.simulated.giveAccount(person, null);
      bed.advance(100 * day);
      bed.simulated.setOutage(true);
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toBe('applied');
      bed.simulated.setOutage(false);
      bed.advance(10 * 60_000);
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toBe('ended expired');
      expect((await changes()).at(-1)).toBe(`resumed ${person}`);
    });

    it('are ended at once where a sweep finds that the person is listed no more', async () => {
      const { bed, person } = here;
      const command = await suspend();
      await bed.simulated.giveAccount(person, null);
      bed.advance(60_000);
      expect(await bed.hub.reconciler.runSweep()).toMatchObject({ missing: 1, strangers: 1 });
      await bed.hub.reconciler.runDue();
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toBe('ended resumed');
      expect(await changes()).toEqual([`suspended ${person}`, `resumed ${person}`]);
    });

    it('go to IT where nobody knows which one it was: late, looked for again, and over only once somebody saw (I2)', async () => {
      const { bed, operator, person, station } = here;
      const command = await suspend();
      const resumption = bed.resumption(station, operator, person, [command.id]);
      await forget();
      await bed.simulated.giveAccount(person, null);
      await bed.issue(station, operator, resumption);
      await bed.hub.reconciler.runDue();
      await bed.hub.reconciler.runDue();
      expect(await reviews()).toEqual(['account-lost']);
      expect(await last(command.id)).toBe('applied');
      expect(await decide('refuse')).toEqual({ ok: false, problem: 'not-decidable' });
      expect(await decide('retry')).toEqual({ ok: true, effect: 'again' });
      await bed.hub.reconciler.runDue();
      expect(await reviews()).toEqual(['account-lost']);
      expect(await decide('approve')).toEqual({ ok: true, effect: 'confirm' });
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toBe('ended resumed');
      expect(await last(resumption.id)).toBe('ended done');
      expect(await reviews()).toEqual([]);
    });

    it('end by themselves once the provider tells them again, and nothing is left to decide', async () => {
      const { bed, person } = here;
      const command = await suspend();
      await forget();
      await bed.simulated.giveAccount(person, null);
      bed.advance(100 * day);
      await bed.hub.reconciler.runDue();
      expect(await reviews()).toEqual(['account-lost']);
      await bed.database.kysely
        .updateTable('command')
        .set({ provider_accounts: [`simulated:${person}`] })
        .execute();
      bed.advance(2 * 3_600_000);
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toBe('ended expired');
      expect(await reviews()).toEqual([]);
    });

    it('of a suspension that waits for another review are no reason to carry it out', async () => {
      const { bed, person } = here;
      const command = await suspend();
      await forget();
      await bed.database.kysely
        .updateTable('command')
        .set({ state: 'needs-review', refusal: 'hub/operator-revoked', next_run: bed.now() })
        .execute();
      await bed.simulated.giveAccount(person, null);
      await bed.hub.reconciler.runDue();
      expect(await reviews()).toEqual(['account-lost']);
      await decide('approve');
      bed.advance(100 * day);
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toMatch(/^ended/);
      expect(await reviews()).toEqual([]);
    });
  });
}
