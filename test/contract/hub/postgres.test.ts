import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { isAvailable, type PostgresRig, startPostgres } from '../../rigs/postgres.ts';
import { describeApprovals } from './approval-suite.ts';
import { describeCheckpoints } from './checkpoint-suite.ts';
import { describeCommands } from './command-suite.ts';
import { describeConvergence } from './convergence-suite.ts';
import { describeFeed } from './feed-suite.ts';
import { describeGuessing } from './guessing-suite.ts';
import { describeHubAudit } from './hub-audit-suite.ts';
import { describeLabNotices } from './lab-notice-suite.ts';
import { describeNetworks } from './network-suite.ts';
import { describeNotices } from './notice-suite.ts';
import { describeOperation } from './operation-suite.ts';
import { describeOperators } from './operator-suite.ts';
import { describePlatformEnrolment } from './platform-enrolment-suite.ts';
import { describePlatformCredentials } from './platform-suite.ts';
import { describeReviews } from './review-suite.ts';
import { describeSeveralHubs } from './several-hubs-suite.ts';
import { describeStations } from './station-suite.ts';
import { describeSweep } from './sweep-suite.ts';
import { describeTotp } from './totp-suite.ts';

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

  describeStations(() => database);
  describeCommands(() => database);
  describeApprovals(() => database);
  describeConvergence(() => database);
  describeSweep(() => database);
  describeFeed(() => database);
  describeLabNotices(() => database);
  describeCheckpoints(() => database);
  describeReviews(() => database);
  describeHubAudit(() => database);
  describeNotices(() => database);
  describeOperation(() => database);
  describeNetworks(() => database);
  describeOperators(() => database);
  describePlatformCredentials(() => database);
  describePlatformEnrolment(() => database);
  describeTotp(() => database);
  describeGuessing(() => database);
  describeSeveralHubs(() => ({ rig, url, database }));
});

if (!availability.available) {
  describe('hub on PostgreSQL', () => {
    it.skip(`not run: ${availability.reason}`);
  });
}
