import { describe, expect, it } from 'vitest';
import { policyDocument } from '../../../main/exchange/policy-document.ts';
import {
  demonstrationNetworks,
  demonstrationOperators,
  demonstrationProfile,
  demonstrationStations,
} from '../../../main/profile/demonstration.ts';
import { demonstrationAccounts } from '../../../main/profile/demonstration-accounts.ts';
import { demonstrationPeople } from '../../../main/profile/demonstration-people.ts';
import { demonstrationPolicy } from '../../../main/profile/demonstration-policy.ts';
import { isNumberOf, profile } from '../../../main/profile/profile.ts';
import { identifier } from '../../../preload/contract/models/base.ts';

const people = new Map(demonstrationPeople().map((person) => [person.id, person]));

describe('the demonstration profile', () => {
  it('is a profile, and says in both languages that it is made up', () => {
    const parsed = profile.parse(demonstrationProfile);
    expect(parsed).toEqual(demonstrationProfile);
    expect(parsed.fictitious).toBe(true);
    expect(parsed.institution.ja).toContain('架空');
    expect(parsed.institution.en).toContain('fictitious');
    expect(parsed.rpId).toBe('madoguchi.hokuto.example');
  });

  it('knows its own numbers', () => {
    expect(isNumberOf(demonstrationProfile, demonstrationProfile.number.example)).toBe(true);
    for (const number of ['', '2024001', '202400011', '2024000a', '２０２４０００１', '20240001\n'])
      expect(isNumberOf(demonstrationProfile, number)).toBe(false);
  });

  it('has stations with unique names, each in a room of the profile that has networks', () => {
    const rooms = new Set(demonstrationProfile.rooms.map(({ id }) => id));
    expect(rooms.size).toBe(4);
    expect(Object.keys(demonstrationNetworks).sort()).toEqual([...rooms].sort());
    expect(new Set(demonstrationStations.map(({ name }) => name)).size).toBe(demonstrationStations.length);
    for (const station of demonstrationStations) {
      expect(identifier.safeParse(station.name).success).toBe(true);
      expect(rooms.has(station.room)).toBe(true);
    }
    expect(demonstrationStations.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['lab-101-01', 'lab-202-01', 'library-01', 'counter-01', 'counter-02']),
    );
  });

  it('has an operator with an account of their own among the people, and a supervisor (I4)', () => {
    const own = demonstrationOperators.flatMap(({ person }) => (person === null ? [] : [person]));
    expect(own).toHaveLength(1);
    expect(people.get(own[0] ?? '')?.name).toBe(demonstrationOperators[0]?.name.ja);
    expect(demonstrationOperators.map(({ role }) => role).sort()).toEqual(['operator', 'supervisor']);
  });

  it('has an account for each answer of a directory, and each is one of the people', () => {
    expect(new Set(demonstrationAccounts.map(({ state }) => state))).toEqual(
      new Set(['active', 'locked', 'expired', 'must-change', 'disabled']),
    );
    for (const { person, password } of demonstrationAccounts) {
      expect(people.get(person.id)).toEqual(person);
      expect(password).toMatch(/^demo-/);
    }
    expect(demonstrationAccounts.filter(({ person }) => person.role === 'student')).toHaveLength(6);
    expect(demonstrationAccounts.filter(({ person }) => person.role !== 'student')).toHaveLength(1);
  });
});

describe('the demonstration policy', () => {
  const now = new Date('2025-11-21T09:00:00.123Z');
  const policy = demonstrationPolicy(now);

  it('parses, and is valid for 30 days', () => {
    expect(policyDocument.parse(policy)).toEqual(policy);
    expect(policy.version).toBe(1);
    expect(Date.parse(policy.validUntil) - now.getTime()).toBe(30 * 24 * 3_600_000);
  });

  it('exempts students only, and asks one of them always (I6)', () => {
    expect(policy.exemption.roles).toEqual(['student']);
    expect(policy.exemption.alwaysAsked).toEqual(['20240006']);
  });

  it('limits suspensions to a day unless said otherwise, and to a week at most (I2)', () => {
    expect(policy.suspension).toMatchObject({
      defaultHours: 24,
      maximumHours: 168,
      presetsHours: [1, 4, 24, 72],
    });
  });

  it('knows every station of the demonstration in exactly one room', () => {
    const inRooms = policy.rooms.flatMap(({ stations }) => stations).sort();
    expect(inRooms).toEqual(demonstrationStations.map(({ name }) => name).sort());
  });

  it('names no network but this machine and those for documentation (RFC 5737, RFC 3849)', () => {
    const allowed =
      /^(127\.0\.0\.0\/8|::1\/128|192\.0\.2\.\d+\/\d+|198\.51\.100\.\d+\/\d+|203\.0\.113\.\d+\/\d+|2001:db8:.*)$/;
    for (const network of policy.rooms.flatMap(({ networks }) => networks)) expect(network).toMatch(allowed);
  });
});

describe('a profile', () => {
  it.each([
    ['a pattern that is not anchored', { number: { ...demonstrationProfile.number, pattern: '[0-9]+' } }],
    ['a pattern that is none', { number: { ...demonstrationProfile.number, pattern: '^[$' } }],
    ['a time zone that does not exist', { timeZone: 'Mars/Olympus' }],
    ['suspensions without end', { suspension: { ...demonstrationProfile.suspension, maximumHours: 169 } }],
    ['a default above its maximum', { suspension: { ...demonstrationProfile.suspension, maximumHours: 4 } }],
    ['no documents', { acceptedDocuments: [] }],
    ['a field that nobody knows', { extra: true }],
  ])('is refused with %s', (_what, changes) => {
    expect(profile.safeParse({ ...demonstrationProfile, ...changes }).success).toBe(false);
  });
});
