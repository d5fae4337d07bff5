import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { SuspendCommand } from '../../../main/exchange/command.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import { decideReview, listReviews } from '../../../main/hub/reviews/reviews.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import type { ReviewDecision } from '../../../main/hub/store/operation-tables.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';

/** For each test of the block that it is called in: a hub with a policy, a counter, its staff, and somebody who comes. */
export function useCounterBed(database: () => HubDatabase) {
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

  const here = {
    get bed() {
      return bed;
    },
    get station() {
      return station;
    },
    get operator() {
      return operator;
    },
    get person() {
      return person;
    },
    key: () => openHubKey(join(bed.folder, 'hub-key.pem')),
    /** A suspension of the person that the hub took, and has not carried out yet. */
    async queue(by = operator): Promise<SuspendCommand> {
      const command = bed.suspension(station, by, person);
      expect(await bed.issue(station, by, command)).toMatchObject({ result: 'accepted' });
      return command;
    },
    /** One that is in force. */
    async suspend(): Promise<SuspendCommand> {
      const command = await here.queue();
      await bed.hub.reconciler.runDue();
      return command;
    },
    resume: (...ends: string[]) =>
      bed.issue(station, operator, bed.resumption(station, operator, person, ends)),
    /** Why something waits for a decision. */
    reviews: async () => (await listReviews(bed.database.kysely)).map(({ reason }) => reason),
    /** Decides the oldest review. */
    async decide(decision: ReviewDecision, by = supervisor.record.id) {
      const [review] = await listReviews(bed.database.kysely);
      const context = { database: bed.database, key: await here.key(), now: bed.now };
      return decideReview(context, { review: review!.id, decision, by });
    },
    outcomes: (command: { readonly id: string }) => bed.outcomes(station, command.id),
  };
  return here;
}
