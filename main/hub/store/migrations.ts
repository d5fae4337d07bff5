import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { migration as foundation } from './migrations/0001-foundation.ts';
import { migration as operators } from './migrations/0002-operators.ts';
import { migration as platformStatement } from './migrations/0003-platform-statement.ts';
import { migration as guessing } from './migrations/0004-guessing.ts';
import { migration as operation } from './migrations/0005-operation.ts';
import { migration as fleet } from './migrations/0006-fleet.ts';
import { migration as imports } from './migrations/0007-imports.ts';
import { migration as reEnrolment } from './migrations/0008-re-enrolment.ts';
import { migration as eventExport } from './migrations/0009-event-export.ts';
import { migration as acts } from './migrations/0010-acts.ts';
import { migration as checks } from './migrations/0011-checks.ts';
import { migration as oversight } from './migrations/0012-oversight.ts';
import { migration as queue } from './migrations/0013-queue.ts';
import { migration as auditHead } from './migrations/0014-audit-head.ts';
import { migration as unusualLooks } from './migrations/0015-unusual-looks.ts';
import { migration as providerAccounts } from './migrations/0016-provider-accounts.ts';
import { migration as waitingPages } from './migrations/0017-waiting-pages.ts';
import { migration as signInProofs } from './migrations/0018-sign-in-proofs.ts';
import { migration as failedCheckAlerts } from './migrations/0019-failed-check-alerts.ts';
import type { HubSchema } from './schema.ts';

/** In order. A published one never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-foundation': foundation,
  '0002-operators': operators,
  '0003-platform-statement': platformStatement,
  '0004-guessing': guessing,
  '0005-operation': operation,
  '0006-fleet': fleet,
  '0007-imports': imports,
  '0008-re-enrolment': reEnrolment,
  '0009-event-export': eventExport,
  '0010-acts': acts,
  '0011-checks': checks,
  '0012-oversight': oversight,
  '0013-queue': queue,
  '0014-audit-head': auditHead,
  '0015-unusual-looks': unusualLooks,
  '0016-provider-accounts': providerAccounts,
  '0017-waiting-pages': waitingPages,
  '0018-sign-in-proofs': signInProofs,
  '0019-failed-check-alerts': failedCheckAlerts,
};

/** Brings the database to the newest version; hubs that start together do it once. Throws when one fails. */
export async function migrate(database: Kysely<HubSchema>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('the database could not be migrated', { cause: error });
}
