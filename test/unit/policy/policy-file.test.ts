import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type PolicyFileReading, readPolicyText } from '../../../main/cli/policy/policy-file.ts';
import { policyFileSchema } from '../../../main/cli/policy/policy-file-schema.ts';
import { policySpeech, problemLine } from '../../../main/cli/policy/policy-sentences.ts';
import { examplePolicy } from './exempt-question.ts';

const now = new Date('2026-03-01T00:00:00.000Z');

const example = `# A lab's policy; the comment stays where it is.
institution: example-u
version: 12   # grows
validFrom: 2026-04-01
validUntil: 2027-03-31
rationale: { ja: 監視された実習室, en: Supervised laboratory }
contact: { ja: 情報基盤センター, en: Computing centre }
rooms:
  - id: lab-1
    label: { ja: 第1実習室, en: Laboratory 1 }
    networks: [192.0.2.0/24]
    stations: ["pc-[08-11]", desk]
exemption:
  roles: [student]
  timeZone: Asia/Tokyo
  hours:
    - mon-fri 08:00-22:00
    - 土 22:00-06:00
    - { days: [sun, 3], from: "09:00", to: "24:00" }
  closedDays: [2026-08-11/2026-08-13, 2026-12-29]
  alwaysAsked: []
session: { maximum: 4 h, idle: 20 min, warning: 90 s, keepPlace: 5分 }
suspension:
  default: 1 day
  maximum: 7 days
  presets: [4 h, 24時間, 3 days]
  documents: [student-card]
  maximumQueue: 24 h
  repeatLimit: 2
  repeatWithin: 180 days
clock: { maximumAge: 3 days }
operatorRegistry: { maximumAge: 72 h }
`;

function read(text: string): Extract<PolicyFileReading, { readonly read: true }> {
  const reading = readPolicyText(text, now);
  if (!reading.read) throw new Error(JSON.stringify(reading.problems));
  return reading;
}

/** What is said about a text: code and place, in order. */
function complaints(text: string) {
  const reading = readPolicyText(text, now);
  const problems = reading.read ? reading.warnings : reading.problems;
  return problems.map(({ code, position }) => `${position?.line}:${position?.column} ${code}`);
}

const withLab = (lab: string) =>
  changed(
    'session:',
    `lab:\n  ${lab.includes('tiles:') ? '' : 'tiles: []\n  '}hooks: []\n  ${lab}\nsession:`,
  );
const changed = (from: string | RegExp, to: string) => example.replace(from, to);

describe('a policy as IT writes it', () => {
  test('says dates, durations, runs of stations and of days in words', () => {
    const { policy, versionAt } = read(example);
    expect(policy).toMatchObject({
      v: 1,
      version: 12,
      issuedAt: now.toISOString(),
      // The first minute of the first day, and the last of the last, in Tokyo.
      validFrom: '2026-03-31T15:00:00.000Z',
      validUntil: '2027-03-31T15:00:00.000Z',
      session: { maximumMinutes: 240, idleMinutes: 20, warningSeconds: 90, keepPlaceMinutes: 5 },
      suspension: { defaultHours: 24, maximumHours: 168, presetsHours: [4, 24, 72], repeatDays: 180 },
      clock: { maximumAgeHours: 72 },
    });
    expect(policy.rooms[0]?.stations).toEqual(['pc-08', 'pc-09', 'pc-10', 'pc-11', 'desk']);
    expect(policy.exemption.closedDays).toEqual(['2026-08-11', '2026-08-12', '2026-08-13', '2026-12-29']);
    expect(policy.exemption.hours).toEqual([
      { days: [1, 2, 3, 4, 5], from: '08:00', to: '22:00' },
      { days: [6], from: '22:00', to: '24:00' },
      { days: [7], from: '00:00', to: '06:00' },
      { days: [3, 7], from: '09:00', to: '24:00' },
    ]);
    expect(example.slice(...(versionAt ?? [0, 0]))).toBe('12');
  });

  test('a date is one of its own time zone, daylight saving included', () => {
    const london = read(changed('Asia/Tokyo', 'Europe/London')).policy;
    expect([london.validFrom, london.validUntil]).toEqual([
      '2026-03-31T23:00:00.000Z',
      '2027-03-31T23:00:00.000Z',
    ]);
    const winter = changed('2026-04-01', '2026-02-01 09:30').replace('Asia/Tokyo', 'America/New_York');
    expect(read(winter).policy.validFrom).toBe('2026-02-01T14:30:00.000Z');
  });

  test('the form that is signed is a policy file too, as JSON', () => {
    const policy = examplePolicy();
    expect(readPolicyText(JSON.stringify(policy, null, 2), new Date(policy.validFrom))).toMatchObject({
      read: true,
      policy,
    });
  });
});

describe('what is wrong is said with line and column', () => {
  test.each<[string, string, string[]]>([
    ['an unknown field', changed('contact:', 'everywhere: true\ncontact:'), ['7:1 field-unknown']],
    ['a missing field', changed(/version.*\n/, ''), ['2:1 field-missing']],
    ['a field twice', changed('version: 12', 'version: 12\nversion: 13'), ['4:1 file-key-twice']],
    ['broken indentation', changed('  - id: lab-1', '\t- id: lab-1'), ['9:1 file-not-readable-text']],
    ['a role that nobody has', changed('[student]', '[student, pupil]'), ['14:20 not-allowed-value']],
    ['a network that is none', changed('192.0.2.0/24', '192.0.2.0/33'), ['11:16 wrong-form']],
    ['hours that are none', changed('mon-fri 08:00-22:00', 'mon-fri 8-22'), ['17:7 wrong-form']],
    ['a weekday that is none', changed('mon-fri 08', 'monday 08'), ['17:7 hours-unclear']],
    ['a day without a minute', changed('土 22:00-06:00', '土 22:00-22:00'), ['18:7 hours-never-open']],
    [
      'a run of days that runs back',
      changed('2026-08-11/2026-08-13', '2026-08-13/2026-08-11'),
      ['20:16 dates-unclear'],
    ],
    ['a day that no calendar has', changed('2026-12-29', '2026-02-30'), ['20:39 dates-unclear']],
    ['a run of stations that runs back', changed('[08-11]', '[11-08]'), ['12:16 stations-unclear']],
    [
      'a duration that is no whole number of minutes',
      changed('4 h, idle', '90 s, idle'),
      ['22:12 duration-not-whole'],
    ],
    ['a duration beyond its limit', changed('4 h, idle', '3 days, idle'), ['22:12 too-large']],
    [
      'both ways to say one thing',
      changed('4 h, idle', '4 h, maximumMinutes: 5, idle'),
      ['22:12 said-twice'],
    ],
    ['a time zone that does not exist', changed('Asia/Tokyo', 'Asia/Atlantis'), ['15:3 time-zone-unknown']],
    ['an end before its start', changed('2027-03-31', '2026-03-30'), ['5:1 validity-empty']],
    [
      'a preset beyond the maximum',
      changed('maximum: 7 days', 'maximum: 2 days'),
      ['26:24 hours-beyond-maximum'],
    ],
    ['a station twice', changed('desk]', 'pc-09]'), ['12:30 station-twice']],
    [
      'a policy that is over',
      changed('2026-04-01', '2025-04-01').replace('2027-03-31', '2026-02-28'),
      ['5:1 validity-over'],
    ],
    [
      'people and groups both ways',
      changed(
        'alwaysAsked: []',
        'alwaysAsked: [s1]\n  exemptPeople: [S1]\n  groups: { exempt: [A b], asked: [a  B] }',
      ),
      ['23:22 group-both-ways', '22:18 person-both-ways'],
    ],
    ['no hours', changed(/ {2}hours:\n(?: {4}- .*\n)+/, '  hours: []\n'), ['16:3 hours-none']],
    [
      'offline sign-in that students are not in',
      changed('[student]', '[staff]').replace(
        'session:',
        'offline: { maximumAge: 1 day, maximumPeople: 9 }\nsession:',
      ),
      ['22:1 offline-nobody'],
    ],
    [
      'folders that the wipe would refuse, or has already',
      withLab('wipedFolders: [/etc/cups, /tmp, /tmp/, /home, "C:\\\\Windows\\\\Temp", "C:\\\\Scratch"]'),
      [
        '25:18 folder-not-wipable',
        '25:35 folder-twice',
        '25:42 folder-not-wipable',
        '25:49 folder-not-wipable',
      ],
    ],
    [
      'tiles that nobody could open',
      withLab(
        [
          'wipedFolders: []',
          'tiles:',
          '  - { kind: program, id: edit, label: &e { ja: 文書, en: Editor }, icon: document, path: /usr/bin/ed, arguments: [] }',
          '  - { kind: program, id: edit, label: *e, icon: document, path: /usr/bin/vi, arguments: [] }',
          '  - { kind: site, id: portal, label: *e, icon: browser, start: "https://portal.example.ac.jp/", origins: ["https://*.portal.example.ac.jp"], downloads: false, printing: false }',
          '  - { kind: site, id: mail, label: *e, icon: mail, start: "https://mail.example.ac.jp/", origins: ["https://*.example.ac.jp"], downloads: false, printing: false }',
        ].join('\n  '),
      ),
      ['27:24 tile-twice', '28:59 site-start-outside'],
    ],
    [
      'session limits that another one is always before',
      changed('4 h, idle: 20 min, warning: 90 s', '10 min, idle: 10 min, warning: 10 min'),
      ['22:29 idle-beyond-session', '22:43 warning-beyond-session'],
    ],
    ['a file of another kind', '- 1\n- 2\n', ['1:1 file-not-policy']],
  ])('%s', (_what, text, expected) => {
    expect(complaints(text)).toEqual(expected);
  });

  test('in the language of the reader, as an editor can follow it', () => {
    const reading = readPolicyText(changed('contact:', 'everywhere: true\ncontact:'), now);
    if (reading.read) throw new Error('read');
    const lines = (['ja', 'en'] as const).map((language) =>
      reading.problems.map((one) => problemLine(one, 'policy.yaml', policySpeech(language))),
    );
    expect(lines).toEqual([
      [expect.stringMatching(/^policy\.yaml:7:1: エラー: 「everywhere」という項目はありません/)],
      [expect.stringMatching(/^policy\.yaml:7:1: error: There is no field “everywhere”/)],
    ]);
  });

  test('a text that multiplies itself by aliases is refused', () => {
    const bomb = `a: &a [x]\n${Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [*${n === 0 ? 'a' : `b${n - 1}`}, *${n === 0 ? 'a' : `b${n - 1}`}]`).join('\n')}\n`;
    expect(complaints(bomb)).toEqual(['1:1 file-not-policy']);
  });
});

describe('the published schema', () => {
  const validate = new Ajv2020({
    strict: false,
    formats: { 'date-time': true, date: true, uuid: true, uri: true, cidrv4: true, cidrv6: true },
  }).compile(JSON.parse(policyFileSchema()));

  test('admits what is read, and refuses an unknown field and a wrong time', () => {
    expect(validate(parse(example))).toBe(true);
    expect(validate(JSON.parse(JSON.stringify(examplePolicy())))).toBe(true);
    expect(validate(parse(changed('contact:', 'everywhere: true\ncontact:')))).toBe(false);
    expect(validate(parse(changed('mon-fri 08:00', 'mon-fri 8:00')))).toBe(false);
  });
});

test('both languages have every sentence, with the same places', () => {
  const [ja, en] = ['ja', 'en'].map(
    (language): Record<string, string> =>
      JSON.parse(
        readFileSync(
          join(import.meta.dirname, '../../../preload/contract/messages', `policy-${language}.json`),
          'utf8',
        ),
      ),
  );
  const places = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
  expect(Object.keys(en ?? {})).toEqual(Object.keys(ja ?? {}));
  for (const key of Object.keys(ja ?? {})) expect(places(en?.[key]), key).toEqual(places(ja?.[key]));
});
