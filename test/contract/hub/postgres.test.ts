import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyHubAudit } from '../../../main/hub/audit/hub-audit.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import { readStanding } from '../../../main/hub/operation/status.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { isAvailable, type PostgresRig, startPostgres } from '../../rigs/postgres.ts';
import { describeAccounts } from './account-suite.ts';
import { describeActs } from './act-suite.ts';
import { describeApprovals } from './approval-suite.ts';
import { describeBudget } from './budget-suite.ts';
import { describeChecks } from './check-suite.ts';
import { describeCheckpoints } from './checkpoint-suite.ts';
import { describeCommands } from './command-suite.ts';
import { describeConvergence } from './convergence-suite.ts';
import { describeEvents } from './event-suite.ts';
import { describeFeed } from './feed-suite.ts';
import { describeGuessing } from './guessing-suite.ts';
import { describeHubAudit } from './hub-audit-suite.ts';
import { createHubBed } from './hub-bed.ts';
import { describeImports } from './import-suite.ts';
import { describeInterface } from './interface-suite.ts';
import { describeLabNotices } from './lab-notice-suite.ts';
import { describeNetworks } from './network-suite.ts';
import { describeNoticeKills } from './notice-kill-suite.ts';
import { describeNotices } from './notice-suite.ts';
import { describeOperation } from './operation-suite.ts';
import { describeOperatorActs } from './operator-act-suite.ts';
import { describeOperators } from './operator-suite.ts';
import { describeOversight } from './oversight-suite.ts';
import { describePlatformEnrolment } from './platform-enrolment-suite.ts';
import { describePlatformCredentials } from './platform-suite.ts';
import { describeReEnrolment } from './re-enrolment-suite.ts';
import { describeReviews } from './review-suite.ts';
import { describeSeveralHubs } from './several-hubs-suite.ts';
import { describeStationDays } from './station-day-suite.ts';
import { describeStations } from './station-suite.ts';
import { describeSweep } from './sweep-suite.ts';
import { describeTotp } from './totp-suite.ts';
import { describeWaitingPages } from './waiting-suite.ts';

const run = promisify(execFile);
const availability = isAvailable();

describe.skipIf(!availability.available)('hub on PostgreSQL', () => {
  let rig: PostgresRig;
  let url: string;
  let database: HubDatabase;
  beforeAll(async () => {
    rig = await startPostgres();
    ({ url } = await rig.createDatabase());
    database = await openDatabase({ kind: 'postgres', url });
  });
  afterAll(async () => {
    await database?.close();
    await rig?.stop();
  });

  it('is migrated once by hubs that start together', async () => {
    const empty = await rig.createDatabase();
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase({ kind: 'postgres', url: empty.url })));
    await Promise.all(opened.map((one) => one.close()));
    expect(opened).toHaveLength(3);
  });

  it('comes back from pg_dump and pg_restore with everything, its audit chain whole', async () => {
    const [from, to] = [await rig.createDatabase(), await rig.createDatabase()];
    const folder = await mkdtemp(join(tmpdir(), 'madoguchi-dump-'));
    try {
      const before = await openDatabase({ kind: 'postgres', url: from.url });
      const bed = await createHubBed(before);
      const station = await bed.enrol('counter');
      await bed.person('p-kept');
      await bed.policy();
      const key = await openHubKey(join(bed.folder, 'hub-key.pem'));
      const standing = await readStanding(before.kysely, bed.now());
      await bed.close();
      await before.close();
      const file = join(folder, 'hub.dump');
      await run('pg_dump', ['--format=custom', `--file=${file}`, from.url]);
      await run('pg_restore', ['--clean', '--if-exists', '--single-transaction', `--dbname=${to.url}`, file]);
      const after = await openDatabase({ kind: 'postgres', url: to.url });
      try {
        expect(await readStanding(after.kysely, new Date(standing.at))).toEqual(standing);
        expect(standing.stations.map(({ id }) => id)).toEqual([station.id]);
        expect(await verifyHubAudit(after.kysely, key)).toMatchObject({ whole: true });
      } finally {
        await after.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);

  describeStations(() => database);
  describeStationDays(() => database);
  describeCommands(() => database);
  describeAccounts(() => database);
  describeActs(() => database);
  describeApprovals(() => database);
  describeConvergence(() => database);
  describeBudget(() => database);
  describeSweep(() => database);
  describeFeed(() => database);
  describeLabNotices(() => database);
  describeCheckpoints(() => database);
  describeChecks(() => database);
  describeWaitingPages(() => database);
  describeReviews(() => database);
  describeHubAudit(() => database);
  describeNotices(() => database);
  describeEvents(() => database);
  describeImports(() => database);
  describeReEnrolment(() => database);
  describeOperation(() => database);
  describeNetworks(() => database);
  describeOperatorActs(() => database);
  describeOperators(() => database);
  describePlatformCredentials(() => database);
  describePlatformEnrolment(() => database);
  describeTotp(() => database);
  describeGuessing(() => database);
  describeOversight(() => database);
  describeNoticeKills(() => ({ url, database }));
  describeSeveralHubs(() => ({ rig, url, database }));
  // Last: it judges what the others exercised.
  describeInterface(() => database);
});

if (!availability.available) {
  describe('hub on PostgreSQL', () => {
    it.skip(`not run: ${availability.reason}`);
  });
}
