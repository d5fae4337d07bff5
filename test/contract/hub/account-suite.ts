import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import { decideReview, listReviews } from '../../../main/hub/reviews/reviews.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import type { ReviewDecision } from '../../../main/hub/store/operation-tables.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';

const day = 24 * 3_600_000;

export function describeAccounts(database: () => HubDatabase): void {
  describe('accounts that lose their person while suspended', () => {
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

    const suspend = async () => {
      const command = bed.suspension(station, operator, person);
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'accepted' });
      await bed.hub.reconciler.runDue();
      return command;
    };
    const last = async (id: string) => (await bed.outcomes(station, id)).at(-1);
    const changes = async (who = person) => (await bed.changes()).filter((text) => text.endsWith(who));
    const kept = () =>
      bed.database.kysely.selectFrom('command').select(['id', 'provider_accounts']).execute();
    const reviews = async () => (await listReviews(bed.database.kysely)).map(({ reason }) => reason);
    const decide = async (decision: ReviewDecision) => {
      const [review] = await listReviews(bed.database.kysely);
      const key = await openHubKey(join(bed.folder, 'hub-key.pem'));
      return decideReview(
        { database: bed.database, key, now: bed.now },
        { review: review!.id, decision, by: supervisor.record.id },
      );
    };
    /** As rows are from before accounts were kept, or after a hub that died in the middle of a call. */
    const forget = () =>
      bed.database.kysely.updateTable('command').set({ provider_accounts: null }).execute();

    it('are ended by the provider’s own id, and it is kept no longer than that (I2)', async () => {
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
      const command = await suspend();
      await bed.simulated.giveAccount(person, null);
      await bed.simulated.giveAccount('other-account', person);
      await bed.issue(station, operator, bed.resumption(station, operator, person, [command.id]));
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toBe('ended resumed');
      expect(await changes()).toEqual([`suspended ${person}`, `resumed ${person}`]);
    });

    it('are all ended by whichever suspension of the person ends last (I2)', async () => {
      const first = await suspend();
      await bed.simulated.giveAccount(person, null);
      await bed.simulated.giveAccount('other-account', person);
      bed.advance(60_000);
      const second = await suspend();
      await bed.issue(station, operator, bed.resumption(station, operator, person, [first.id]));
      await bed.hub.reconciler.runDue();
      expect(await last(first.id)).toBe('ended resumed');
      bed.advance(100 * day);
      await bed.hub.reconciler.runDue();
      expect(await last(second.id)).toBe('ended expired');
      expect(await changes()).toEqual([`suspended ${person}`, `resumed ${person}`]);
      expect(await changes('other-account')).toEqual(['suspended other-account', 'resumed other-account']);
    });

    it('are over where they are gone altogether', async () => {
      const command = await suspend();
      await bed.simulated.giveAccount(person, 'removed');
      bed.advance(100 * day);
      await bed.hub.reconciler.runDue();
      expect(await last(command.id)).toBe('ended expired');
      expect(await reviews()).toEqual([]);
    });

    it('are never given up during an outage', async () => {
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
      const command = await suspend();
      const resume = bed.resumption(station, operator, person, [command.id]);
      await forget();
      await bed.simulated.giveAccount(person, null);
      await bed.issue(station, operator, resume);
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
      expect(await last(resume.id)).toBe('ended done');
      expect(await reviews()).toEqual([]);
    });

    it('end by themselves once the provider tells them again, and nothing is left to decide', async () => {
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
