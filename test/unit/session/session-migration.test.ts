import { expect, test } from 'vitest';
import { readSession } from '../../../main/agent/session/session-record.ts';
import { readOwedWipe } from '../../../main/agent/session/wipe/owed-wipe.ts';
import { migration } from '../../../main/agent/store/migrations/0007-session-limits.ts';
import { createStoreFolder } from '../sign-in/station-rig.ts';

/** As a station of the version before stored it. */
const oldSession = {
  id: '0b0f2a34-0000-4000-8000-000000000001',
  login: 'taro',
  displayName: '田中 太郎',
  kana: null,
  startedAt: '2025-06-10T01:30:00.000Z',
  endsAt: '2025-06-10T02:30:00.000Z',
  decision: {
    exempt: true,
    reasons: [],
    policyVersion: 1,
    rationale: null,
    contact: null,
    decidedAt: '2025-06-10T01:30:00.000Z',
  },
};

test('migration 0007 keeps an open session, which gets no limit that it did not open with', () => {
  const folder = createStoreFolder();
  const before = folder.open(migration.number - 1);
  before.write((database) => {
    database.run(
      `INSERT INTO lab_session (singleton, person_id, session, boot, uptime_ms, trusted_at, seen_at)
       VALUES (1, 'S1001', ?, 'boot-1', 5, 6, 7)`,
      JSON.stringify(oldSession),
    );
    database.run(`INSERT INTO sign_in_failure VALUES ('someone', 3, 'boot-1', 1, 2, 3)`);
  });
  before.close();

  const after = folder.open(migration.number);
  expect(readSession(after.read)).toMatchObject({
    personId: 'S1001',
    session: {
      login: 'taro',
      endsBecause: 'length',
      warnAt: '2025-06-10T02:29:00.000Z',
      canLock: false,
      tiles: [],
    },
    startedAt: { boot: 'boot-1', uptimeMs: 5, trustedAt: 6, seenAt: 7 },
    limits: { rules: { idleMs: null, extensionMs: null, keepPlaceMs: null }, lockedAt: null, extensions: 0 },
    baseline: null,
  });
  expect(readOwedWipe(after.read)).toBeNull();
  expect(after.read.get('SELECT failures FROM sign_in_failure')).toEqual({ failures: 3 });
  after.close();
  folder.remove();
});

test('migration 0007 on a station where nobody is signed in', () => {
  const folder = createStoreFolder();
  folder.open(migration.number - 1).close();
  const after = folder.open(migration.number);
  expect(readSession(after.read)).toBeNull();
  after.close();
  folder.remove();
});
