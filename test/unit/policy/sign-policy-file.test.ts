import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { explainExemption } from '../../../main/cli/policy/explain-exemption.ts';
import { inspectBundle } from '../../../main/cli/policy/inspect-bundle.ts';
import { policySpeech } from '../../../main/cli/policy/policy-sentences.ts';
import { signPolicyFile } from '../../../main/cli/policy/sign-policy-file.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import {
  exportPrivatePem,
  exportPublicJwk,
  generateSigningKey,
  type SigningKey,
} from '../../../main/exchange/signing-key.ts';
import ja from '../../../preload/contract/messages/ja.json';
import { examplePolicy, policyWith, tuesdayMorning } from './exempt-question.ts';

const at = new Date(tuesdayMorning);

let folder: string;
let key: SigningKey;
let keyPath: string;
let policyPath: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'madoguchi-policy-'));
  key = generateSigningKey();
  keyPath = join(folder, 'key.pem');
  policyPath = join(folder, 'policy.json');
  await writeFile(keyPath, exportPrivatePem(key), { mode: 0o600 });
  return () => rm(folder, { recursive: true });
});

async function sign(policy: unknown) {
  await writeFile(policyPath, typeof policy === 'string' ? policy : JSON.stringify(policy));
  return signPolicyFile(policyPath, keyPath, { now: at });
}

async function problems(policy: unknown) {
  const signed = await sign(policy);
  return signed.signed ? [] : signed.problems.map(({ code, path }) => [code, path.join('.')]);
}

test('a signed policy is one that stations and inspection accept', async () => {
  const signed = await sign(examplePolicy());
  if (!signed.signed) throw new Error('refused');
  expect(signed).toMatchObject({ keyId: key.id, warnings: [], policy: examplePolicy() });
  expect(inspectBundle(`${signed.bundle}\n`, [exportPublicJwk(key)], at)).toEqual({
    keyId: key.id,
    signature: 'valid',
    policy: examplePolicy(),
    validity: 'valid',
    problems: [],
  });
});

describe('what is wrong is said with its place, and nothing is signed', () => {
  const room = examplePolicy().rooms[0]!;
  test.each<[string, unknown, [string, string][]]>([
    ['neither YAML nor JSON', '{', [['file-not-readable-text', '']]],
    ['a list', '[]', [['file-not-policy', '']]],
    [
      'an unknown field and a bad time',
      { ...policyWith({ hours: [{ days: [1], from: '8:00', to: '22:00' }] }), everywhere: true },
      [
        ['wrong-form', 'exemption.hours.0.from'],
        ['field-unknown', 'everywhere'],
      ],
    ],
    [
      'validity that ends before it starts',
      examplePolicy({ validUntil: '2025-03-31T00:00:00.000Z' }),
      [
        ['validity-empty', 'validUntil'],
        ['validity-over', 'validUntil'],
      ],
    ],
    [
      'an unknown time zone',
      policyWith({ timeZone: 'Asia/Atlantis' }),
      [['time-zone-unknown', 'exemption.timeZone']],
    ],
    [
      'hours without a minute',
      policyWith({ hours: [{ days: [1], from: '22:00', to: '22:00' }] }),
      [['hours-never-open', 'exemption.hours.0']],
    ],
    [
      'a station in two rooms, and a room twice',
      examplePolicy({
        rooms: [room, { ...room, stations: ['pc-103'] }, { ...room, id: 'lab-2', stations: ['pc-102'] }],
      }),
      [
        ['room-twice', 'rooms.1.id'],
        ['station-in-two-rooms', 'rooms.2.stations.0'],
      ],
    ],
    [
      'suspensions beyond their maximum',
      examplePolicy({
        suspension: { ...examplePolicy().suspension, defaultHours: 96, presetsHours: [4, 120] },
      }),
      [
        ['hours-beyond-maximum', 'suspension.defaultHours'],
        ['hours-beyond-maximum', 'suspension.presetsHours.1'],
      ],
    ],
  ])('%s', async (_what, policy, expected) => {
    expect(await problems(policy)).toEqual(expected);
  });

  test('a file that is not there', async () => {
    expect(await signPolicyFile(join(folder, 'none.json'), keyPath, { now: at })).toMatchObject({
      signed: false,
      problems: [{ code: 'file-unreadable' }],
    });
  });

  test('a key that others may read, or that is none', async () => {
    await chmod(keyPath, 0o644);
    expect(await problems(examplePolicy())).toEqual([['key-not-private', '']]);
    await writeFile(keyPath, 'no key');
    await chmod(keyPath, 0o600);
    expect(await problems(examplePolicy())).toEqual([['key-unreadable', '']]);
  });
});

test('a network that says nothing of a place is signed with a warning', async () => {
  const room = examplePolicy().rooms[0]!;
  const networks = ['127.0.0.0/8', '0.0.0.0/0', 'fe80::/10', '192.0.2.0/24'];
  const signed = await sign(examplePolicy({ rooms: [{ ...room, networks }] }));
  expect(signed.signed && signed.warnings.map(({ path }) => path.join('.'))).toEqual([
    'rooms.0.networks.0',
    'rooms.0.networks.1',
    'rooms.0.networks.2',
  ]);
});

describe('inspecting', () => {
  test('tells a wrong signature from one that was not checked, and shows the content either way', () => {
    const bundle = signDocument('madoguchi-policy+jws', examplePolicy(), key);
    const stranger = exportPublicJwk(generateSigningKey());
    expect(inspectBundle(bundle, [stranger], at)).toMatchObject({
      signature: 'wrong',
      policy: { version: 7 },
    });
    expect(inspectBundle(bundle, [], at).signature).toBe('not-checked');
    expect(inspectBundle(bundle, [], new Date('2026-04-01T00:00:00Z')).validity).toBe('expired');
    expect(inspectBundle('nonsense', [stranger], at)).toEqual({
      keyId: null,
      signature: 'wrong',
      policy: null,
      validity: null,
      problems: [],
    });
  });
});

describe('explaining', () => {
  const question = () => ({
    policy: {
      kind: 'bundle' as const,
      bundle: signDocument('madoguchi-policy+jws', examplePolicy(), key),
      keys: [exportPublicJwk(key)],
    },
    institution: 'example-u',
    station: { name: 'pc-101', kind: 'lab' as const },
    addresses: ['198.51.100.1'],
    at,
    person: { id: 'S1001', roles: ['student' as const], groups: [] },
    speech: policySpeech('ja'),
  });

  test('one marked line per reason, in order, parameters in the language', () => {
    const { decision, lines } = explainExemption(question());
    expect(decision.exempt).toBe(false);
    expect(lines).toHaveLength(7);
    expect(lines[3]).toBe(`✓ ${ja['reason.room-known']} (部屋 第1実習室)`);
    expect(lines[2]).toBe(`✓ ${ja['reason.clock-trusted']}`);
    expect(lines[4]).toBe(`✗ ${ja['reason.network-outside-room']} (部屋 第1実習室)`);
    expect(lines[6]).toBe(`✓ ${ja['reason.role-exempt']} (区分 ${ja['role.student']})`);
    expect(explainExemption({ ...question(), addresses: ['192.0.2.4'] }).decision.exempt).toBe(true);
  });

  test('a policy that is not signed yet is judged as if it were', () => {
    const policy = { kind: 'file' as const, policy: examplePolicy() };
    const asked = { ...question(), policy, institution: null, addresses: ['192.0.2.4'] };
    expect(explainExemption(asked).decision.exempt).toBe(true);
  });

  test('I6: a bundle by another key, or of another institution, explains a refusal', () => {
    const other = { ...question().policy, keys: [exportPublicJwk(generateSigningKey())] };
    expect(explainExemption({ ...question(), policy: other }).lines).toContain(
      `✗ ${ja['reason.policy-signature']}`,
    );
    expect(explainExemption({ ...question(), institution: 'other-u' }).decision.exempt).toBe(false);
  });
});
