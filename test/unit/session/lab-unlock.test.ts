import { beforeEach, describe, expect, test } from 'vitest';
import { decideExemption } from '../../../main/agent/policy/decide-exemption.ts';
import type { PolicyState, Store } from '../../../main/agent/ports.ts';
import { createLabLaunches, type LabLaunches } from '../../../main/agent/session/lab-launch.ts';
import { createLabSessions, type LabSessions } from '../../../main/agent/session/lab-session.ts';
import { createLabUnlock, type LabUnlock } from '../../../main/agent/session/lab-unlock.ts';
import { createFailureLedger } from '../../../main/agent/sign-in/failure-ledger.ts';
import type { DirectoryAnswer } from '../../../main/directory/directory.ts';
import { labTile } from '../../../main/exchange/lab-policy.ts';
import { examplePolicy, exemptQuestion } from '../policy/exempt-question.ts';
import {
  createTestAudit,
  createTestSink,
  createTestTime,
  openTestStore,
  storedText,
  type TestTime,
} from '../sign-in/station-rig.ts';
import { createSessionGround } from './session-rig.ts';

const taro = {
  id: 'S1001',
  login: 'taro',
  displayName: '田中 太郎',
  roles: ['student' as const],
  groups: [],
};
const password = 'correct horse';
const tiles = [
  {
    kind: 'program',
    id: 'editor',
    label: { ja: 'エディター', en: 'Editor' },
    icon: 'document',
    path: '/usr/bin/editor',
    arguments: ['--new'],
  },
  {
    kind: 'site',
    id: 'library',
    label: { ja: '図書館', en: 'Library' },
    icon: 'book',
    start: 'https://library.example.ac.jp/',
    origins: ['https://library.example.ac.jp'],
    downloads: true,
    printing: false,
  },
].map((tile) => labTile.parse(tile));

let store: Store;
let time: TestTime;
let audit: ReturnType<typeof createTestAudit>;
let ground: ReturnType<typeof createSessionGround>;
let policy: PolicyState;
let sessions: LabSessions;
let unlock: LabUnlock['unlock'];
let launches: LabLaunches;
let answer: DirectoryAnswer;
let offline: 'accepted' | 'refused' | 'not-offered';
let asked: string[];

beforeEach(() => {
  store = openTestStore();
  time = createTestTime();
  audit = createTestAudit();
  ground = createSessionGround();
  answer = { outcome: 'ok', person: taro };
  offline = 'not-offered';
  asked = [];
  policy = {
    state: 'valid',
    policy: examplePolicy({
      session: { maximumMinutes: 60, keepPlaceMinutes: 5 },
      lab: { tiles, hooks: [], wipedFolders: [] },
    }),
  };
  const { clock, boot } = time;
  const source = { current: () => policy };
  sessions = createLabSessions({
    store,
    audit,
    clock,
    boot,
    policy: source,
    sink: createTestSink(),
    schedule: () => () => undefined,
    ...ground.ports,
  });
  unlock = createLabUnlock({
    store,
    audit,
    sessions,
    failures: createFailureLedger({ store, clock, boot }),
    directory: {
      verify: async ({ login, password: given }) => {
        asked.push(login);
        return answer.outcome === 'ok' && given !== password ? { outcome: 'wrong' } : answer;
      },
    },
    offline: {
      verify: async () =>
        offline === 'accepted'
          ? { state: 'accepted', person: taro, verifiedAt: clock.now() }
          : { state: offline },
    },
  }).unlock;
  launches = createLabLaunches({ store, audit, policy: source, sessions });
  sessions.open(taro, decideExemption(exemptQuestion()), () => undefined);
  return () => store.close();
});

const typed = async (text = password) => {
  const result = await unlock({ password: text });
  return result.ok ? result.value.outcome : result.refusal.code;
};
const isLocked = () => sessions.current()?.lockedUntil !== null;

describe('a kept place', () => {
  test('opens for the person’s own password, by the directory', async () => {
    sessions.lock();
    expect(await typed()).toBe('ok');
    expect(asked).toEqual(['taro']);
    expect(isLocked()).toBe(false);
  });

  test('I7: a wrong password opens nothing and is written nowhere', async () => {
    sessions.lock();
    expect(await typed('something-typed')).toBe('wrong');
    expect(isLocked()).toBe(true);
    expect(storedText(store) + JSON.stringify(audit.entries)).not.toContain('something-typed');
  });

  test('backs off as sign-in does: five attempts, then a wait, right or wrong', async () => {
    sessions.lock();
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await typed('wrong')).toBe('wrong');
    expect(await typed()).toBe('sign-in/wait');
    expect(asked).toHaveLength(5);
  });

  test('opens for nobody else, however right their password is', async () => {
    sessions.lock();
    answer = { outcome: 'ok', person: { ...taro, id: 'S1002' } };
    expect(await typed()).toBe('not-allowed');
    expect(isLocked()).toBe(true);
  });

  test.each(['locked', 'disabled', 'expired'] as const)(
    'stays locked when the directory says %s',
    async (outcome) => {
      sessions.lock();
      answer = { outcome };
      expect(await typed()).toBe(outcome);
      expect(isLocked()).toBe(true);
    },
  );

  test.each([
    ['accepted', 'ok', false],
    ['refused', 'unavailable', true],
    ['not-offered', 'unavailable', true],
  ] as const)('I10: without the directory the station’s verifier decides: %s', async (own, said, locked) => {
    sessions.lock();
    answer = { outcome: 'unavailable', cause: 'network' };
    offline = own;
    expect(await typed()).toBe(said);
    expect(isLocked()).toBe(locked);
  });

  test('is asked about only while there is one', async () => {
    expect(await typed()).toBe('session/not-locked');
    sessions.lock();
    time.pass(300);
    expect(await typed()).toBe('session/none');
    expect(asked).toEqual([]);
  });

  test('given up while the directory thinks, opens nothing any more', async () => {
    sessions.lock();
    const opened = typed();
    time.pass(300);
    sessions.current();
    expect(await opened).toBe('session/none');
    expect(sessions.current()).toBeNull();
  });
});

describe('what a session may start', () => {
  test('is what the signed policy says, with the session’s folder, and it is recorded', async () => {
    const folder = `/sessions/${sessions.current()?.id}`;
    expect(await launches.open({ tileId: 'editor' })).toEqual({
      ok: true,
      value: { kind: 'program', id: 'editor', path: '/usr/bin/editor', arguments: ['--new'], folder },
    });
    expect(await launches.open({ tileId: 'library' })).toMatchObject({
      ok: true,
      value: {
        kind: 'site',
        origins: ['https://library.example.ac.jp'],
        downloads: true,
        printing: false,
        folder,
      },
    });
    expect(audit.entries.slice(-2).map(({ kind, facts }) => [kind, facts.tile])).toEqual([
      ['lab-tile-opened', 'editor'],
      ['lab-tile-opened', 'library'],
    ]);
    expect(sessions.current()?.tiles).toEqual(
      tiles.map(({ id, kind, label, icon }) => ({ id, kind, label, icon })),
    );
  });

  const refusals: readonly (readonly [string, () => unknown, string])[] = [
    ['lab/unknown-tile', () => undefined, 'calculator'],
    ['session/locked', () => sessions.lock(), 'editor'],
    ['session/none', () => sessions.signOut(), 'editor'],
    [
      'lab/unknown-tile',
      () => {
        policy = { state: 'invalid', reason: 'policy-expired', policy: policy.policy };
      },
      'editor',
    ],
  ];
  test.each(refusals)('is nothing else: %s', async (code, before, tileId) => {
    before();
    expect(await launches.open({ tileId })).toMatchObject({ ok: false, refusal: { code } });
  });

  test('waits for the site’s commands, and comes to nothing when they fail', async () => {
    sessions.signOut();
    const finish = ground.holdPreparation();
    sessions.open(taro, decideExemption(exemptQuestion()), () => undefined);
    const opening = launches.open({ tileId: 'editor' });
    finish('failed');
    expect(await opening).toMatchObject({ ok: false, refusal: { code: 'session/none' } });
  });
});
