import { describe, expect, it, test } from 'vitest';
import { placesOf } from '../../../.build/compile-message.mjs';
import { withoutDetail } from '../../../main/agent/posture/doctor-desk.ts';
import {
  fileProblems,
  judgeDisk,
  judgeFiles,
  judgeKey,
  judgeScreenReader,
  judgeSettings,
  judgeStore,
} from '../../../main/agent/posture/judge-files.ts';
import {
  judgeFuses,
  judgePackage,
  judgeRuntimeKind,
  judgeSupport,
  judgeUpdate,
} from '../../../main/agent/posture/judge-program.ts';
import {
  judgeChain,
  judgeClockStatus,
  judgeDirectory,
  judgeEnrolment,
  judgeHistory,
  judgePolicyState,
  judgeQueue,
  judgeRegistry,
  judgeReplica,
  judgeTimeZone,
  judgeWipe,
} from '../../../main/agent/posture/judge-station.ts';
import {
  judgeHub,
  judgeKiosk,
  judgeSecurityKeys,
  judgeService,
} from '../../../main/agent/posture/judge-surroundings.ts';
import { type Judgement, judged, worstOf } from '../../../main/agent/posture/judgement.ts';
import {
  type InstallReport,
  noUpdateState,
  type UpdateState,
} from '../../../main/agent/update/update-files.ts';
import { checkSentence } from '../../../main/cli/doctor/doctor-words.ts';
import en from '../../../preload/contract/messages/doctor-en.json';
import ja from '../../../preload/contract/messages/doctor-ja.json';
import { type CheckId, checkIds } from '../../../preload/contract/models/doctor.ts';

const now = new Date('2026-11-22T03:00:00.000Z');
const station = { production: true, now };
const trial = { production: false, now };
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
const ahead = (days: number) => ago(-24 * days);

const file = (mode: number, owner = 900, group = 901) => [
  { name: 'folder', path: '/state', mode, owner, group },
];
const problemsOf = (mode: number, owner = 900, group = 901) => ({
  problems: fileProblems(file(mode, owner, group), [{ name: 'folder', allowed: 0o750, group: 901 }], 900),
  modes: true,
});
const wire = ['off', 'on', 'off', 'off', 'on', 'on', 'off', 'off'] as const;
const recorded = { kind: 'recorded' as const, by: 'dpkg', files: 200 };
const updates = { kind: 'managed' as const, by: 'apt', running: '1.2.0', installed: '1.2.0' };
const tls = { protocol: 'TLSv1.3', issuer: 'NII', validTo: ahead(90) };
const answers = (changes: Partial<typeof tls>, ready = true) => ({
  state: 'answers' as const,
  ready,
  tls: { ...tls, ...changes },
});
const clock = (
  reason?: 'never-confirmed' | 'confirmation-too-old' | 'disagrees-with-monotonic' | 'before-last-event',
) => ({
  trusted: reason === undefined,
  now: now.toISOString(),
  confirmedAt: ago(1),
  ...(reason === undefined ? {} : { reason }),
});
const keys = {
  counter: true,
  softwareKeys: false,
  platform: 'linux',
  rule: true,
  devices: 1,
  shut: [] as string[],
};
const posture = (...standings: ('holding' | 'missing' | 'unknown')[]) => ({
  needed: true,
  posture: {
    reportedAt: ago(1),
    facts: standings.map((standing, index) => ({ name: `fact-${index}`, standing })),
  },
});
const registry = (hours: number, maximumHours: number | null = 24) => ({
  asOf: ago(hours),
  operators: 3,
  maximumHours,
});
const gib = 1024 ** 3;
const disk = (free: number) => [
  { path: '/plenty', free: 90 * gib, size: 100 * gib },
  { path: '/state', free, size: 100 * gib },
];

/** Every sentence of the catalogue that a judgement can lead to, with facts that lead there. */
function fetchingUpdate(remainingSeconds: number | null) {
  const at = '2026-11-22T00:00:00.000Z';
  const fetching = { v: 1 as const, version: '1.3.0', done: 25, total: 100, remainingSeconds, at };
  const state = { ...noUpdateState, outcome: 'current' as const };
  return judgeUpdate({ kind: 'own', sight: { running: '1.2.0', state, report: null, fetching } });
}

function ownUpdate(state: Partial<UpdateState>, reported?: InstallReport['state']) {
  const report: InstallReport | null =
    reported === undefined
      ? null
      : {
          v: 1,
          attempt: '5f3c0f6e-6a0d-4c8e-9d53-0a6f9a4f7c11',
          state: reported,
          version: '1.3.0',
          previous: '1.2.0',
          why: 'never-healthy',
          at: '2026-11-22T00:00:00.000Z',
        };
  return judgeUpdate({
    kind: 'own',
    sight: { running: '1.2.0', state: { ...noUpdateState, ...state }, report, fetching: null },
  });
}

const cases: readonly (readonly [CheckId, Judgement, `${Judgement['state']} ${string}`])[] = [
  ['package', judgePackage({ kind: 'checkout' }, trial), 'unknown checkout'],
  ['package', judgePackage({ kind: 'checkout' }, station), 'fail checkout-in-production'],
  ['package', judgePackage({ kind: 'unrecorded' }, station), 'warn unrecorded'],
  ['package', judgePackage({ ...recorded, changed: [], unread: 0 }, station), 'pass as-recorded'],
  ['package', judgePackage({ ...recorded, changed: [], unread: 2 }, station), 'unknown unfinished'],
  ['package', judgePackage({ ...recorded, changed: ['/opt/x'], unread: 2 }, station), 'fail changed'],
  ['package', judgePackage({ kind: 'signature', valid: true, signer: 'codesign' }, station), 'pass signed'],
  [
    'package',
    judgePackage({ kind: 'signature', valid: false, signer: 'codesign' }, station),
    'fail signature-wrong',
  ],
  ['fuses', judgeFuses(wire, station), 'pass set'],
  ['fuses', judgeFuses(wire.slice(0, 7), station), 'warn too-old'],
  ['fuses', judgeFuses(['on', ...wire.slice(1)], station), 'fail open'],
  ['fuses', judgeFuses(['on', ...wire.slice(1)], trial), 'warn open-for-trial'],
  ['fuses', judgeFuses(null, station), 'fail no-wire'],
  ['fuses', judgeFuses(null, trial), 'unknown no-wire'],
  ['runtime-node', judgeSupport('node', 'v24.9.0', station), 'pass supported'],
  ['runtime-node', judgeSupport('node', 'v20.1.0', station), 'fail unsupported'],
  ['runtime-node', judgeSupport('node', 'v99.0.0', station), 'unknown support-unknown'],
  [
    'runtime-node',
    judgeSupport('node', 'v24.9.0', { production: true, now: new Date('2028-03-01') }),
    'warn support-ends-soon',
  ],
  ['runtime-electron', judgeSupport('electron', '25.1.1', station), 'fail unsupported'],
  ['runtime-electron', judgeSupport('electron', '25.1.1', trial), 'warn unsupported'],
  ['runtime-electron', judgeSupport('electron', '99.0.0', station), 'unknown support-unknown'],
  [
    'runtime-electron',
    judgeSupport('electron', '45.4.1', { production: true, now: new Date('2027-03-01') }),
    'warn support-ends-soon',
  ],
  ['runtime-electron', judgeSupport('electron', '45.4.1', station), 'pass supported'],
  ['runtime-kind', judgeRuntimeKind({ version: '45.4.1', kind: 'official' }, station), 'pass pinned'],
  ['runtime-kind', judgeRuntimeKind({ version: '25.1.1', kind: 'development' }, station), 'fail development'],
  ['runtime-kind', judgeRuntimeKind({ version: '25.1.1', kind: 'development' }, trial), 'warn development'],
  ['settings', judgeSettings({ kept: [], problems: [] }), 'pass read'],
  [
    'settings',
    judgeSettings({ kept: [{ source: 'managed', why: 'no-permission' }], problems: [] }),
    'warn last-known',
  ],
  ['settings', judgeSettings({ kept: [], problems: ['a.json:3: no'] }), 'fail invalid'],
  ['enrolment', judgeEnrolment({ enrolled: true, station: 'pc-1', production: true }), 'pass enrolled'],
  ['enrolment', judgeEnrolment({ enrolled: true, station: 'pc-1', production: false }), 'pass demonstration'],
  ['enrolment', judgeEnrolment({ enrolled: false, token: true, newSinceBoot: true }), 'fail lost-at-boot'],
  [
    'enrolment',
    judgeEnrolment({ enrolled: false, token: true, newSinceBoot: false }),
    'fail token-not-taken',
  ],
  ['enrolment', judgeEnrolment({ enrolled: false, token: false, newSinceBoot: false }), 'fail none'],
  ['state-history', judgeHistory({ word: 'as-known', rollbacks: 0 }), 'pass as-known'],
  ['state-history', judgeHistory({ word: 'rolled-back', rollbacks: 1 }), 'warn rolled-back'],
  ['state-history', judgeHistory({ word: 'rolled-back', rollbacks: 3 }), 'fail restored-each-boot'],
  ['state-history', judgeHistory({ word: 'tampered', rollbacks: 0 }), 'fail tampered'],
  ['state-history', judgeHistory({ word: 'contested', rollbacks: 0 }), 'fail contested'],
  ['state-history', judgeHistory({ word: 'never-asked', rollbacks: 0 }), 'unknown never-asked'],
  ['agent-service', judgeService('answers'), 'pass answers'],
  ['agent-service', judgeService('nobody-listens'), 'fail nobody-listens'],
  ['agent-service', judgeService('token-refused'), 'fail token-refused'],
  ['agent-service', judgeService('silent'), 'fail silent'],
  ['agent-service', judgeService('no-permission'), 'unknown no-permission'],
  ...(['face-socket', 'state-folder'] as const).flatMap((id) => [
    [id, judgeFiles(problemsOf(0o750)), 'pass private'] as const,
    [id, judgeFiles(problemsOf(0o755)), 'fail too-wide'] as const,
    [id, judgeFiles(problemsOf(0o750, 0)), 'fail other-owner'] as const,
    [id, judgeFiles({ problems: [{ kind: 'missing', name: 'x' }], modes: true }), 'fail missing'] as const,
    [id, judgeFiles({ problems: [], modes: false }), 'unknown access-lists'] as const,
  ]),
  ['face-socket', judgeFiles(problemsOf(0o750, 900, 100)), 'fail other-group'],
  ['store', judgeStore({ opens: true }), 'pass opens'],
  ['store', judgeStore({ opens: false, reason: 'missing' }), 'fail not-there'],
  ['store', judgeStore({ opens: false, reason: 'damaged' }), 'fail does-not-open'],
  ['key-protection', judgeKey('systemd-credential'), 'pass wrapped'],
  ['key-protection', judgeKey('key-file'), 'warn key-file'],
  ['key-protection', judgeKey('open-to-others'), 'fail open-to-others'],
  ['audit-chain', judgeChain({ result: 'whole', entries: 9 }), 'pass whole'],
  ['audit-chain', judgeChain({ result: 'unfinished', entries: 9 }), 'unknown unfinished'],
  ['audit-chain', judgeChain({ result: 'broken', sequence: 4, problem: 'changed' }), 'fail broken'],
  ['clock', judgeClockStatus(clock()), 'pass trusted'],
  ...(
    ['never-confirmed', 'confirmation-too-old', 'disagrees-with-monotonic', 'before-last-event'] as const
  ).map((reason) => ['clock', judgeClockStatus(clock(reason)), `fail ${reason}`] as const),
  ['time-zone', judgeTimeZone({ zone: 'Asia/Tokyo', policy: 'Asia/Tokyo' }), 'pass as-policy'],
  ['time-zone', judgeTimeZone({ zone: 'UTC', policy: 'Asia/Tokyo' }), 'warn differs'],
  ['time-zone', judgeTimeZone({ zone: 'UTC', policy: null }), 'unknown no-policy'],
  ['hub', judgeHub({ state: 'no-hub' }, station), 'fail no-hub'],
  ['hub', judgeHub({ state: 'unreachable', why: 'econnrefused' }, station), 'warn unreachable'],
  [
    'hub',
    judgeHub({ state: 'unreachable', why: 'tls-cert-has-expired' }, station),
    'warn certificate-refused',
  ],
  ['hub', judgeHub({ state: 'answers', ready: true, tls: null }, station), 'fail not-protected'],
  ['hub', judgeHub({ state: 'answers', ready: true, tls: null }, trial), 'pass on-this-computer'],
  ['hub', judgeHub(answers({}), station), 'pass protected'],
  ['hub', judgeHub(answers({}, false), station), 'warn not-ready'],
  ['hub', judgeHub(answers({ protocol: 'TLSv1.1' }), station), 'fail old-protocol'],
  ['hub', judgeHub(answers({ validTo: ahead(20) }), station), 'warn certificate-ends-soon'],
  ['hub', judgeHub(answers({ validTo: ahead(-1) }), station), 'fail certificate-over'],
  ['policy', judgePolicyState({ state: 'valid', version: 3, validUntil: ahead(60) }, station), 'pass valid'],
  [
    'policy',
    judgePolicyState({ state: 'valid', version: 3, validUntil: ahead(14) }, station),
    'warn ends-soon',
  ],
  ...(
    [
      'policy-missing',
      'policy-signature',
      'policy-expired',
      'policy-not-yet-valid',
      'policy-rolled-back',
      'policy-other-institution',
    ] as const
  ).map(
    (reason) =>
      ['policy', judgePolicyState({ state: 'invalid', reason }, station), `fail ${reason}`] as const,
  ),
  ['queue', judgeQueue({ waiting: 0, oldest: null }, station), 'pass empty'],
  ['queue', judgeQueue({ waiting: 2, oldest: ago(0.5) }, station), 'pass moving'],
  ['queue', judgeQueue({ waiting: 2, oldest: ago(5) }, station), 'warn waiting'],
  ['queue', judgeQueue({ waiting: 2, oldest: ago(24) }, station), 'fail stuck'],
  ['replica', judgeReplica({ counter: false, people: 0, updatedAt: null }, station), 'pass not-needed'],
  ['replica', judgeReplica({ counter: true, people: 0, updatedAt: null }, station), 'fail empty'],
  ['replica', judgeReplica({ counter: true, people: 9, updatedAt: ago(24) }, station), 'pass current'],
  ['replica', judgeReplica({ counter: true, people: 9, updatedAt: ago(24 * 40) }, station), 'warn old'],
  [
    'operator-registry',
    judgeRegistry({ asOf: null, operators: 0, maximumHours: 24 }, station),
    'fail never-received',
  ],
  [
    'operator-registry',
    judgeRegistry({ asOf: ago(1), operators: 0, maximumHours: 24 }, station),
    'warn nobody',
  ],
  ['operator-registry', judgeRegistry(registry(1), station), 'pass current'],
  ['operator-registry', judgeRegistry(registry(12), station), 'warn ageing'],
  ['operator-registry', judgeRegistry(registry(24), station), 'fail too-old'],
  ['operator-registry', judgeRegistry(registry(1, null), station), 'unknown no-policy'],
  ['directory', judgeDirectory({ kind: 'none', lab: true }, station), 'fail none'],
  ['directory', judgeDirectory({ kind: 'none', lab: false }, station), 'pass not-needed'],
  ['directory', judgeDirectory({ kind: 'local', lab: true }, station), 'fail local'],
  ['directory', judgeDirectory({ kind: 'local', lab: true }, trial), 'pass local-trial'],
  ['directory', judgeDirectory({ kind: 'entra', lab: true }, station), 'warn entra-limits'],
  ['directory', judgeDirectory({ kind: 'ldap', lab: true }, station), 'pass set'],
  ['security-keys', judgeSecurityKeys({ ...keys, softwareKeys: true }, station), 'fail software'],
  ['security-keys', judgeSecurityKeys({ ...keys, softwareKeys: true }, trial), 'pass software-trial'],
  ['security-keys', judgeSecurityKeys({ ...keys, counter: false }, station), 'pass not-needed'],
  ['security-keys', judgeSecurityKeys({ ...keys, platform: 'win32' }, station), 'pass by-the-system'],
  ['security-keys', judgeSecurityKeys({ ...keys, shut: ['/dev/hidraw0'] }, station), 'fail shut'],
  ['security-keys', judgeSecurityKeys({ ...keys, rule: false, devices: 0 }, station), 'warn no-rule'],
  ['security-keys', judgeSecurityKeys(keys, station), 'pass open'],
  ['security-keys', judgeSecurityKeys({ ...keys, devices: 0 }, station), 'pass rule-only'],
  ['kiosk', judgeKiosk({ needed: false, posture: null }, station), 'pass not-needed'],
  ['kiosk', judgeKiosk({ needed: true, posture: null }, station), 'unknown never-reported'],
  ['kiosk', judgeKiosk(posture('holding', 'missing', 'unknown'), station), 'fail missing'],
  ['kiosk', judgeKiosk(posture('holding', 'unknown'), station), 'warn partly-unknown'],
  ['kiosk', judgeKiosk(posture('holding'), station), 'pass holding'],
  ['screen-reader', judgeScreenReader({ platform: 'linux', program: null, bus: true }, station), 'warn none'],
  [
    'screen-reader',
    judgeScreenReader({ platform: 'linux', program: 'orca', bus: false }, station),
    'warn no-bus',
  ],
  [
    'screen-reader',
    judgeScreenReader({ platform: 'linux', program: 'orca', bus: true }, station),
    'pass reachable',
  ],
  ['wipe', judgeWipe({ owed: false, reason: null }), 'pass nothing-owed'],
  ['wipe', judgeWipe({ owed: true, reason: null }), 'warn under-way'],
  ['wipe', judgeWipe({ owed: true, reason: 'folder' }), 'fail failed'],
  ['disk-space', judgeDisk([]), 'unknown no-folder'],
  ['disk-space', judgeDisk(disk(1000)), 'fail nearly-full'],
  ['disk-space', judgeDisk(disk(gib / 2)), 'warn little'],
  ['disk-space', judgeDisk(disk(gib)), 'pass enough'],
  ['update', judgeUpdate({ kind: 'unmanaged' }), 'unknown no-updater'],
  ['update', judgeUpdate({ ...updates, offered: '1.2.0' }), 'pass current'],
  ['update', judgeUpdate({ ...updates, offered: null }), 'pass current'],
  ['update', judgeUpdate({ ...updates, offered: '1.3.0' }), 'warn offered'],
  ['update', judgeUpdate({ ...updates, running: '1.1.0', offered: '1.2.0' }), 'warn restart-pending'],
  ['update', ownUpdate({ outcome: null }), 'unknown never-asked'],
  ['update', ownUpdate({ outcome: 'current' }), 'pass asked'],
  ['update', fetchingUpdate(null), 'pass fetching'],
  ['update', fetchingUpdate(61), 'pass fetching-timed'],
  ['update', ownUpdate({ outcome: 'root-missing' }), 'fail root-missing'],
  ['update', ownUpdate({ outcome: 'refused' }), 'fail repository-refused'],
  ['update', ownUpdate({ outcome: 'expired' }), 'fail repository-expired'],
  ['update', ownUpdate({ outcome: 'unreachable' }), 'warn not-fetched'],
  ['update', ownUpdate({ outcome: 'ready', offered: '1.3.0', waits: ['session-open'] }), 'warn waiting'],
  ['update', ownUpdate({ outcome: 'offered', offered: '1.3.0', failed: ['1.3.0'] }), 'warn taken-back'],
  ['update', ownUpdate({ outcome: 'current' }, 'stuck'), 'fail stuck'],
];

test.each(cases)('%s %o is %s, and says what it means in both languages', (id, judgement, expected) => {
  expect(`${judgement.state} ${judgement.reason}`).toBe(expected);
  const check = judged(id, { seen: null }, () => judgement);
  for (const language of ['ja', 'en'] as const) {
    const sentence = checkSentence(language, check);
    // Every place is filled by a fact of the judgement, and the sentence is there at all.
    expect(sentence).not.toMatch(/\{\w+\}|—|^[a-z-]+\.[a-z-]+$/);
  }
});

describe('the catalogue', () => {
  it('says the same things in both languages, with the same places', () => {
    expect(Object.keys(en)).toEqual(Object.keys(ja));
    for (const [key, text] of Object.entries(ja)) {
      expect(placesOf((en as Record<string, string>)[key] ?? '', 'en'), key).toEqual(placesOf(text, 'ja'));
    }
  });

  it('holds no sentence that no judgement leads to', () => {
    const reached = new Set(cases.map(([id, , expected]) => `${id}.${expected.split(' ')[1]}`));
    const groups = new Set(['report', 'page', 'unseen', 'brief']);
    const unreached = Object.keys(ja).filter((key) => {
      const [group = '', reason] = key.split('.');
      return reason !== undefined && !groups.has(group) && !reached.has(key);
    });
    expect(unreached).toEqual([]);
    expect(checkIds.filter((id) => !Object.hasOwn(ja, id))).toEqual([]);
  });
});

describe('what was not seen', () => {
  it.each(['too-slow', 'not-permitted', 'not-on-this-system', 'not-readable', 'store-shut'] as const)(
    'is unknown and never a failure: %s',
    (unseen) => {
      const check = judged<null>('clock', { unseen }, () => ({ state: 'fail', reason: 'x' }));
      expect(check.state).toBe('unknown');
      expect(checkSentence('ja', check)).toBe((ja as Record<string, string>)[`unseen.${unseen}`]);
    },
  );
});

test('the worst is fail, then warn, then unknown', () => {
  const of = (...states: Judgement['state'][]) => worstOf(states.map((state) => ({ state })));
  expect([
    of('pass', 'unknown', 'warn', 'fail'),
    of('pass', 'unknown', 'warn'),
    of('pass', 'unknown'),
    of('pass'),
  ]).toEqual(['fail', 'warn', 'unknown', 'pass']);
});

test('a window without a supervisor learns neither facts nor how the station is guarded (I9)', () => {
  const checks = cases.map(([id, judgement]) => judged(id, { seen: null }, () => judgement));
  const shown = withoutDetail({
    v: 1,
    at: ago(0),
    version: '1',
    node: 'v24',
    electron: '25',
    worst: 'fail',
    checks,
  });
  expect(shown).toMatchObject({ version: '—', node: '—', electron: null });
  expect(shown.checks.every(({ facts }) => Object.keys(facts).length === 0)).toBe(true);
  // What it is told has no gaps: where a sentence has places, a brief one says the same without them.
  const words: Readonly<Record<string, string>> = ja;
  const told = new Set(shown.checks.map(({ id, reason }) => `${id}.${reason}`));
  const withPlaces = [...told].filter((key) => placesOf(words[key] ?? '', 'ja').length > 0);
  expect(
    Object.keys(words)
      .filter((key) => key.startsWith('brief.'))
      .map((key) => key.slice('brief.'.length))
      .toSorted(),
  ).toEqual(withPlaces.toSorted());
  for (const key of withPlaces) expect(placesOf(words[`brief.${key}`] ?? '', 'ja')).toEqual([]);
  const guarded: readonly CheckId[] = [
    'kiosk',
    'fuses',
    'package',
    'runtime-electron',
    'key-protection',
    'store',
    'state-folder',
    'face-socket',
    'audit-chain',
    'state-history',
    'security-keys',
    'wipe',
    'disk-space',
    'settings',
    'directory',
  ];
  expect(shown.checks.filter(({ id }) => guarded.includes(id))).toEqual([]);
});
