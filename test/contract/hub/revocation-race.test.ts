import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportPublicJwk } from '../../../main/exchange/signing-key.ts';
import { acceptCommands, createCommandLanes } from '../../../main/hub/commands/accept-command.ts';
import { queueRoad } from '../../../main/hub/commands/roads.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { lockPerson } from '../../../main/hub/store/transaction-locks.ts';
import { type PostgresRig, startPostgres } from '../../rigs/postgres.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';

/** On PostgreSQL, where a revocation and the storing of a batch really run side by side. */
describe('I1: a command and the end of the trust that it rests on', { timeout: 60_000 }, () => {
  let postgres: PostgresRig;
  let database: HubDatabase;
  let bed: HubBed;
  let station: TestStation;
  let operator: TestOperator;
  beforeAll(async () => {
    postgres = await startPostgres();
    database = await openDatabase({ kind: 'postgres', url: (await postgres.createDatabase()).url });
    bed = await createHubBed(database);
    await bed.policy();
  }, 120_000);
  afterAll(async () => {
    await bed.close();
    await database.close();
    await postgres.stop();
  });
  beforeEach(async () => {
    station = await bed.enrol('counter');
    operator = await bed.operator();
  });

  const stateOf = async (id: string) =>
    (await database.kysely.selectFrom('command').select('state').where('id', '=', id).executeTakeFirst())
      ?.state;
  const revocations = [
    ['operator', 'hub/operator-revoked', () => bed.hub.administration.revokeOperator(operator.record.id)],
    ['station', 'hub/station-revoked', () => bed.hub.administration.revokeStation(station.id)],
    [
      'key',
      'hub/assertion-refused',
      async () => {
        await bed.hub.administration.putOperator({ ...operator.record, credentials: [] });
        return { ok: true };
      },
    ],
  ] as const;

  it.each(revocations)(
    'ended after the signatures were verified, by the %s: %s',
    async (_who, code, revoke) => {
      const command = bed.suspension(station, operator, await bed.person());
      const now = () => new Date(bed.at(0));
      const lanes = createCommandLanes(database, now);
      const row = await database.kysely
        .selectFrom('station')
        .selectAll()
        .where('id', '=', station.id)
        .executeTakeFirstOrThrow();
      const known = { id: row.id, name: row.name, kind: row.kind, publicKey: exportPublicJwk(station.key) };
      const meanwhile: typeof lanes = {
        ...lanes,
        store: async (arrivals) => {
          expect(arrivals).toHaveLength(1);
          expect(await revoke()).toMatchObject({ ok: true });
          return lanes.store(arrivals);
        },
      };
      const envelopes = [bed.envelope(station, operator, command)];
      expect(await acceptCommands(database, known, envelopes, meanwhile, queueRoad(bed.simulated))).toEqual([
        { id: command.id, result: 'refused', code },
      ]);
      expect(await stateOf(command.id)).toBeUndefined();
    },
  );

  it.each(revocations)(
    'ended while it is being stored, by the %s: it waits for a review',
    async (_who, _code, revoke) => {
      const person = await bed.person();
      const command = bed.suspension(station, operator, person);
      const waiting = async () =>
        (
          await database.kysely
            .selectFrom('pg_locks' as never)
            .select('pid' as never)
            .where('granted' as never, '=', false as never)
            .execute()
        ).length;
      let issued: Promise<unknown> | undefined;
      let revoked: Promise<unknown> | undefined;
      await database.kysely.transaction().execute(async (transaction) => {
        // Somebody else decides about this person: the command is verified and waits.
        await lockPerson(transaction, person);
        issued = bed.issue(station, operator, command);
        await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: 20_000 });
        revoked = revoke();
        await vi.waitFor(async () => expect(await waiting()).toBe(2), { timeout: 20_000 });
      });
      expect(await issued).toMatchObject({ result: 'accepted' });
      expect(await revoked).toMatchObject({ ok: true });
      expect(await stateOf(command.id)).toBe('needs-review');
    },
  );
});
