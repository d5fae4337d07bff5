import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { migrate } from '../../../main/hub/store/migrations.ts';

describe('0002-operators', () => {
  let database: HubDatabase;
  beforeAll(async () => {
    database = await openDatabase({ kind: 'embedded', directory: null });
  });
  afterAll(() => database.close());

  it('finds what a hub of the version before held', async () => {
    const { kysely } = database;
    await sql`drop table operator_totp_told, operator_totp_set_up, operator_totp, operator_invitation,
      operator_statement`.execute(kysely);
    await sql`delete from kysely_migration where name = '0002-operators'`.execute(kysely);
    const record = {
      id: 'op-a',
      name: { ja: '係', en: 'Clerk' },
      role: 'operator' as const,
      person: null,
      credentials: [{ id: 'AA', publicKey: 'AA', label: 'key' }],
      revokedAt: null,
    };
    await kysely
      .insertInto('operator')
      .values({ id: 'op-a', record: JSON.stringify(record), updated_at: new Date() })
      .execute();
    await migrate(kysely);
    const kept = await kysely.selectFrom('operator').select('record').execute();
    expect(kept).toEqual([{ record }]);
    expect(await kysely.selectFrom('operator_totp').selectAll().execute()).toEqual([]);
  });
});
