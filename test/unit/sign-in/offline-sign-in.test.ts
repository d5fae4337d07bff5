import { beforeEach, describe, expect, test } from 'vitest';
import { createExemption } from '../../../main/agent/policy/exemption.ts';
import type { PolicyState, Store } from '../../../main/agent/ports.ts';
import { createLabSessions, type LabSessions } from '../../../main/agent/session/lab-session.ts';
import { createFailureLedger } from '../../../main/agent/sign-in/failure-ledger.ts';
import { createLabSignIn, type LabSignIn } from '../../../main/agent/sign-in/lab-sign-in.ts';
import { waitingOfflineSignIns } from '../../../main/agent/sign-in/offline-reports.ts';
import { createOfflineSignIn, type OfflineSignIn } from '../../../main/agent/sign-in/offline-sign-in.ts';
import type { DirectoryAnswer, DirectoryRole, VerifyRequest } from '../../../main/directory/directory.ts';
import { tagOfPerson } from '../../../main/exchange/login-tag.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import { createSessionGround } from '../session/session-rig.ts';
import {
  createTestAudit,
  createTestIdentity,
  createTestSink,
  createTestTime,
  openTestStore,
  storedText,
  type TestTime,
} from './station-rig.ts';

const password = 'Correct-Horse-9';
const tagKey = Buffer.alloc(32, 7).toString('base64url');
const hour = 3600;

let store: Store;
let time: TestTime;
let audit: ReturnType<typeof createTestAudit>;
let policy: PolicyState;
let identity: ReturnType<typeof createTestIdentity>;
let sessions: LabSessions;
let offline: OfflineSignIn;
let signIn: LabSignIn['signIn'];
let online: boolean;
let passwords: Map<string, string>;
let roles: Map<string, DirectoryRole[]>;
let answer: ((request: VerifyRequest) => DirectoryAnswer) | null;

const always = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' };
function permit(change: Partial<PolicyDocument> = {}) {
  const base = examplePolicy();
  policy = {
    state: 'valid',
    policy: {
      ...base,
      exemption: { ...base.exemption, hours: [always], closedDays: [] },
      offline: { maximumAgeHours: 24, maximumPeople: 3 },
      ...change,
    },
  };
}

function directoryAnswer({ login, password: typed }: VerifyRequest): DirectoryAnswer {
  if (!online) return { outcome: 'unavailable', cause: 'network' };
  if (answer !== null) return answer({ login, password: typed });
  if (passwords.get(login) !== typed) return { outcome: 'wrong' };
  const held = roles.get(login) ?? ['student'];
  return {
    outcome: 'ok',
    person: { id: `ID-${login}`, login, displayName: `Name of ${login}`, roles: held, groups: ['g'] },
  };
}

function startAgent(onStore = store) {
  const { clock, boot, monotonicMs } = time;
  const source = { current: () => policy };
  const addresses = () => ['192.0.2.17'];
  offline = createOfflineSignIn({
    store: onStore,
    clock,
    policy: source,
    identity: identity.identity,
    onBug: (error) => expect.fail(String(error)),
  });
  sessions = createLabSessions({
    store: onStore,
    audit,
    clock,
    boot,
    policy: source,
    sink: createTestSink(),
    ...createSessionGround().ports,
    schedule: () => () => undefined,
  });
  signIn = createLabSignIn({
    store: onStore,
    audit,
    directory: {
      kind: 'test',
      verify: async (request) => directoryAnswer(request),
      close: async () => undefined,
    },
    exemption: createExemption({ policy: source, identity: identity.identity, clock, addresses }),
    failures: createFailureLedger({ store: onStore, clock, boot }),
    sessions,
    offline,
    monotonicMs,
  }).signIn;
}

beforeEach(() => {
  store = openTestStore();
  time = createTestTime();
  audit = createTestAudit();
  identity = createTestIdentity();
  online = true;
  answer = null;
  passwords = new Map(['taro', 'hanako', 'jiro', 'saburo', 'staff'].map((login) => [login, password]));
  roles = new Map([['staff', ['student', 'staff']]]);
  permit();
  startAgent();
  return () => store.close();
});

async function outcome(login: string, typed = password) {
  const result = await signIn({ login, password: typed });
  await offline.settled();
  const said = result.ok ? result.value.outcome : result.refusal.code;
  if (said === 'ok') sessions.signOut();
  return said;
}
const kept = () => store.read.all<{ person_id: string }>('SELECT person_id FROM offline_verifier').length;

describe('while the directory is out of reach', () => {
  test('a student who signed in here lately signs in by the station’s own verifier, and it is recorded (I8)', async () => {
    expect(await outcome('taro')).toBe('ok');
    const verifiedAt = time.clock.now().toISOString();
    online = false;
    time.pass(hour);
    const result = await signIn({ login: ' TARO', password });
    expect(result).toMatchObject({ ok: true, value: { session: { offline: true, login: 'taro' } } });
    expect(audit.entries.at(-1)).toMatchObject({
      kind: 'lab-signed-in',
      subject: 'ID-taro',
      facts: { offline: true },
    });
    const at = time.clock.now().toISOString();
    expect(waitingOfflineSignIns(store.read, 10)).toMatchObject([{ person: 'ID-taro', verifiedAt, at }]);
  });

  test('once it was away its own work begins beside the next question; what ends meanwhile ends that too', async () => {
    await outcome('taro');
    online = false;
    expect(await outcome('taro')).toBe('ok');
    // The question is under way, and the verifier may have been matched already, when the feed takes it back.
    const answering = signIn({ login: 'taro', password });
    const early = offline.prepare('taro', password);
    store.write((database) =>
      offline.forgetPeople(database, tagKey, [tagOfPerson(tagKey, 'ID-taro')], time.clock.now()),
    );
    expect(await early.answer()).toEqual({ state: 'refused' });
    expect(await answering).toMatchObject({ ok: true, value: { outcome: 'unavailable' } });
  });

  test('what was begun is judged when it is asked for: by its age, the clock and the policy of that moment (I10)', async () => {
    await outcome('taro');
    const begun = () => offline.prepare('taro', password);
    const accepted = await begun().answer();
    expect(accepted.state).toBe('accepted');
    const old = begun();
    time.pass(25 * hour);
    expect((await old.answer()).state).toBe('refused');
    await outcome('taro');
    const distrusted = begun();
    time.trust(false);
    expect((await distrusted.answer()).state).toBe('not-offered');
    time.trust(true);
    const withdrawn = begun();
    policy = { state: 'invalid', reason: 'policy-expired', policy: null };
    expect((await withdrawn.answer()).state).toBe('not-offered');
  });

  test('when the directory is back, its word counts and not what was begun beside it', async () => {
    await outcome('taro');
    online = false;
    await outcome('taro');
    online = true;
    passwords.set('taro', 'Another-Horse-9');
    expect(await outcome('taro')).toBe('wrong');
    expect(kept()).toBe(0);
  });

  test('an online sign-in is not reported as offline', async () => {
    await outcome('taro');
    expect(waitingOfflineSignIns(store.read, 10)).toEqual([]);
    expect(audit.entries.find(({ kind }) => kind === 'lab-signed-in')?.facts).toMatchObject({
      offline: false,
    });
  });

  test('a wrong password and an unknown login are answered alike, and count alike (I10)', async () => {
    await outcome('taro');
    online = false;
    for (const login of ['taro', 'stranger']) {
      const said = [];
      for (let count = 0; count < 6; count += 1) said.push(await outcome(login, 'not-it'));
      expect(said).toEqual([...Array.from({ length: 5 }, () => 'unavailable'), 'sign-in/wait']);
    }
    expect(await outcome('taro')).toBe('sign-in/wait');
  });

  test('an unknown login costs the work of a known one', async () => {
    await outcome('taro');
    online = false;
    const spent = async (login: string) => {
      const before = process.cpuUsage().user;
      await offline.verify(login, 'not-it');
      return process.cpuUsage().user - before;
    };
    await spent('taro');
    let known = 0;
    let unknown = 0;
    for (let round = 0; round < 8; round += 1) {
      known += await spent('taro');
      unknown += await spent(`stranger-${round}`);
    }
    expect(unknown / known).toBeGreaterThan(0.4);
    expect(unknown / known).toBeLessThan(2.5);
  });

  test.each([
    ['the policy says nothing of it', () => permit({ offline: undefined })],
    [
      'the policy is gone',
      () => {
        policy = { state: 'invalid', reason: 'policy-expired', policy: null };
      },
    ],
    ['the clock is not trusted', () => time.trust(false)],
    ['it is too long ago', () => time.pass(24 * hour)],
    [
      'the person is always asked by now',
      () => {
        const { exemption } = examplePolicy();
        permit({ exemption: { ...exemption, hours: [always], closedDays: [], alwaysAsked: ['ID-taro'] } });
      },
    ],
    [
      'students are no longer exempt',
      () => {
        const { exemption } = examplePolicy();
        permit({ exemption: { ...exemption, hours: [always], closedDays: [], roles: ['guest'] } });
      },
    ],
    [
      'the station was enrolled anew',
      () => {
        identity = createTestIdentity();
        startAgent();
      },
    ],
  ])('nobody gets in when %s (I6)', async (_, change) => {
    await outcome('taro');
    online = false;
    change();
    expect(await outcome('taro')).not.toBe('ok');
    expect(sessions.current()).toBeNull();
  });

  test('the directory’s no is never asked of the station', async () => {
    await outcome('taro');
    passwords.set('taro', 'changed');
    expect(await outcome('taro')).toBe('wrong');
    online = false;
    expect(await outcome('taro')).toBe('unavailable');
  });
});

describe('what is kept', () => {
  test('nothing of staff, of people with another role besides, nor without the policy’s word', async () => {
    expect(await outcome('staff')).not.toBe('unavailable');
    permit({ offline: undefined });
    await outcome('taro');
    expect(kept()).toBe(0);
  });

  test('no more people than the policy says: the oldest gives way', async () => {
    for (const login of ['taro', 'hanako', 'jiro', 'saburo']) {
      await outcome(login);
      time.pass(60);
    }
    expect(kept()).toBe(3);
    online = false;
    expect(await outcome('taro')).toBe('unavailable');
    expect(await outcome('hanako')).toBe('ok');
  });

  test('is dropped by a policy that permits fewer, a shorter time, or none', async () => {
    for (const login of ['taro', 'hanako', 'jiro']) {
      await outcome(login);
      time.pass(hour);
    }
    permit({ offline: { maximumAgeHours: 24, maximumPeople: 2 } });
    offline.prune();
    expect(kept()).toBe(2);
    permit({ offline: { maximumAgeHours: 1, maximumPeople: 2 } });
    offline.prune();
    expect(kept()).toBe(0);
    await outcome('taro');
    permit({ offline: undefined });
    offline.prune();
    expect(kept()).toBe(0);
  });

  test.each([
    'wrong',
    'locked',
    'expired',
    'must-change',
    'disabled',
    'not-allowed',
    'mfa-required',
  ] as const)('is gone once the directory says %s of the login', async (refused) => {
    await outcome('taro');
    expect(kept()).toBe(1);
    answer = () => ({ outcome: refused });
    await outcome('Taro', 'anything');
    expect(kept()).toBe(0);
  });

  test('is gone when the feed ends it, and not for a sign-in after that', async () => {
    await outcome('taro');
    await outcome('hanako');
    const before = time.clock.now();
    time.pass(60);
    const end = () =>
      store.write((database) =>
        offline.forgetPeople(database, tagKey, [tagOfPerson(tagKey, 'ID-taro'), '00000'], before),
      );
    end();
    expect(store.read.all('SELECT person_id FROM offline_verifier')).toEqual([{ person_id: 'ID-hanako' }]);
    await outcome('taro');
    end();
    expect(kept()).toBe(2);
  });

  test('is not kept after all when it is ended while it is computed', async () => {
    await signIn({ login: 'taro', password });
    store.write((database) =>
      offline.forgetPeople(database, tagKey, [tagOfPerson(tagKey, 'ID-taro')], time.clock.now()),
    );
    await offline.settled();
    expect(kept()).toBe(0);
  });

  test('is computed after the answer: nothing of it is there when the session opens', async () => {
    const result = await signIn({ login: 'taro', password });
    expect(result.ok && result.value.outcome).toBe('ok');
    expect(kept()).toBe(0);
    await offline.settled();
    expect(kept()).toBe(1);
  });

  test('holds no password and no typed login in the store (I7)', async () => {
    await outcome('taro');
    const text = storedText(store);
    expect(text).not.toContain(password);
    expect(text).toContain('$argon2id$');
  });
});

describe('a row is bound to its station, its login and every word of it', () => {
  const columns = 'subject, person_id, person, accepted_at, verifier';
  interface Row {
    subject: string;
    person_id: string;
    person: string;
    accepted_at: number;
    verifier: string;
  }
  const put = (into: Store, row: Row) =>
    into.write((database) => {
      database.run('DELETE FROM offline_verifier');
      database.run(
        `INSERT INTO offline_verifier (${columns}) VALUES (?, ?, ?, ?, ?)`,
        row.subject,
        row.person_id,
        row.person,
        row.accepted_at,
        row.verifier,
      );
    });

  test.each<[string, (row: Row) => Row]>([
    [
      'other roles',
      (row) => ({ ...row, person: row.person.replace('"groups":["g"]', '"groups":["admins"]') }),
    ],
    ['another person', (row) => ({ ...row, person: row.person.replaceAll('taro', 'jiro') })],
    ['a younger age', (row) => ({ ...row, accepted_at: row.accepted_at + 1000 })],
  ])('%s: no password fits any more', async (_, bend) => {
    await outcome('taro');
    online = false;
    const row = store.read.get<Row>(`SELECT ${columns} FROM offline_verifier`)!;
    put(store, row);
    expect(await outcome('taro')).toBe('ok');
    put(store, bend(row));
    time.pass(10);
    expect(await outcome('taro')).toBe('unavailable');
  });

  test('copied whole to another station, its keys of logins included, it opens nothing', async () => {
    await outcome('taro');
    const row = store.read.get<Row>(`SELECT ${columns} FROM offline_verifier`)!;
    const login = store.read.get<{ value: string }>(
      `SELECT value FROM station_state WHERE key = 'sign-in.login-key'`,
    )!;
    const other = openTestStore();
    try {
      other.write((database) =>
        database.run(`INSERT INTO station_state (key, value) VALUES ('sign-in.login-key', ?)`, login.value),
      );
      put(other, row);
      online = false;
      const own = identity;
      startAgent(other);
      expect(await outcome('taro')).toBe('ok');
      identity = createTestIdentity();
      startAgent(other);
      expect(await outcome('taro')).toBe('unavailable');
      identity = own;
    } finally {
      other.close();
    }
  });
});
