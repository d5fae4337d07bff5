import { afterAll, beforeAll, describe } from 'vitest';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { describeCheckpoints } from './checkpoint-suite.ts';
import { describeCommands } from './command-suite.ts';
import { describeConvergence } from './convergence-suite.ts';
import { describeFeed } from './feed-suite.ts';
import { describeGuessing } from './guessing-suite.ts';
import { describeLabNotices } from './lab-notice-suite.ts';
import { describeNetworks } from './network-suite.ts';
import { describeOperators } from './operator-suite.ts';
import { describePlatformEnrolment } from './platform-enrolment-suite.ts';
import { describePlatformCredentials } from './platform-suite.ts';
import { describeStations } from './station-suite.ts';
import { describeSweep } from './sweep-suite.ts';
import { describeTotp } from './totp-suite.ts';

describe('hub on PGlite', () => {
  let database: HubDatabase;
  beforeAll(async () => {
    database = await openDatabase({ kind: 'embedded', directory: null });
  });
  afterAll(() => database.close());
  describeStations(() => database);
  describeCommands(() => database);
  describeConvergence(() => database);
  describeSweep(() => database);
  describeFeed(() => database);
  describeLabNotices(() => database);
  describeCheckpoints(() => database);
  describeNetworks(() => database);
  describeOperators(() => database);
  describePlatformCredentials(() => database);
  describePlatformEnrolment(() => database);
  describeTotp(() => database);
  describeGuessing(() => database);
});
