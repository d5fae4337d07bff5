import { afterAll, beforeAll, describe } from 'vitest';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { describeHubDirectory } from './directory-suite.ts';

describe('hub on PGlite, with a directory', () => {
  let database: HubDatabase;
  beforeAll(async () => {
    database = await openDatabase({ kind: 'embedded', directory: null });
  });
  afterAll(() => database.close());
  describeHubDirectory(() => database);
});
