import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { demonstrationProfile } from '../../../main/profile/demonstration.ts';
import { demonstrationPeople, demonstrationPeopleCount } from '../../../main/profile/demonstration-people.ts';
import { isNumberOf } from '../../../main/profile/profile.ts';
import { personSummary } from '../../../preload/contract/models/people.ts';

const people = demonstrationPeople();

function shareOf(beginning: string): number {
  return people.filter(({ name }) => name.startsWith(beginning)).length;
}

describe('the demonstration people', () => {
  it('are 20,000, each as the contract describes a person', () => {
    expect(people).toHaveLength(demonstrationPeopleCount);
    expect(z.array(personSummary).safeParse(people).success).toBe(true);
  });

  it('have ids, numbers and logins of their own', () => {
    for (const key of ['id', 'number', 'login'] as const)
      expect(new Set(people.map((person) => person[key])).size).toBe(people.length);
    expect(people.every(({ number }) => isNumberOf(demonstrationProfile, number))).toBe(true);
  });

  it('have a reading in katakana, and a name in Latin letters', () => {
    for (const { kana, romaji } of people) {
      expect(kana).toMatch(/^[ァ-ヶー]+( [ァ-ヶー]+)+$/);
      expect(romaji).toMatch(/^[\p{Lu}'-]+( \p{Lu}[\p{L}-]+)+$/u);
    }
  });

  it('are the same at every run', () => {
    expect(demonstrationPeople()).toEqual(people);
    expect(createHash('sha256').update(JSON.stringify(people)).digest('hex')).toBe(
      '171e72e2231de1404763aa3de65d5ef012d37143888b74bc9c3c705e37e5e0ad',
    );
  });

  it('are named as people are: some names by the hundred, variants of their own, some from abroad', () => {
    expect(shareOf('佐藤 ')).toBeGreaterThan(200);
    expect(shareOf('佐藤 ')).toBeLessThan(600);
    for (const variant of ['髙橋 ', '山﨑 ', '齋藤 ', '渡邊 ', '渡邉 ', '𠮷田 ', 'グエン '])
      expect(shareOf(variant)).toBeGreaterThan(5);
    expect(new Set(people.map(({ name }) => name.split(' ')[0])).size).toBeGreaterThan(300);
    expect(new Set(people.map(({ name }) => name.split(' ')[1])).size).toBeGreaterThan(300);
    expect(people.filter(({ role }) => role === 'student').length).toBeGreaterThan(16_000);
  });
});
