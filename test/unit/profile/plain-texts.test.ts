import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGuideDesk, type GuideDesk } from '../../../main/agent/guide/guide-desk.ts';
import { createPlainAnswers } from '../../../main/agent/guide/plain-answers.ts';
import { placeAtOffset } from '../../../main/agent/guide/zone-places.ts';
import type { EnrolmentDocument } from '../../../main/exchange/station-documents.ts';
import { demonstrationPolicy } from '../../../main/profile/demonstration-policy.ts';
import {
  ownPlainTexts,
  plainText,
  profileReadings,
  saidPlainly,
  sharedPlainTexts,
} from '../../../main/profile/plain-texts.ts';
import type { Profile } from '../../../main/profile/profile.ts';
import { profiles } from '../../../main/profile/profiles.ts';
import { japaneseHoliday } from '../../../main/profile/shared/japanese-holidays.ts';
import { ok, type Result } from '../../../preload/contract/errors.ts';
import { procedures } from '../../../preload/contract/procedures.ts';
import { withoutReadings } from '../../../renderer/app/furigana-marks.ts';

const monday = new Date('2026-04-06T01:00:00.000Z');
const tables = [sharedPlainTexts, ...Object.values(ownPlainTexts)];
const written = tables.flatMap((table) => Object.entries(table));

/** Everything that somebody without a sign-in can be told at a station of this institution. */
function answersOf(profile: Profile): unknown[] {
  const identity = { enrolment: () => ({ profile: profile.id }) as EnrolmentDocument };
  const desk = createGuideDesk({ identity, clock: { now: () => monday, trusted: () => ok(monday) } });
  const plainly = createPlainAnswers(identity);
  const asked = <Value>(answer: Result<Value>): Value => {
    const said = plainly(answer);
    if (!said.ok) throw new Error(said.refusal.code);
    return said.value;
  };
  const device = (platform: Parameters<GuideDesk['devices']>[0]['platform']) =>
    procedures['guide.devices'].output.parse(
      asked(desk.devices({ platform, model: null, version: '17', year: 2012 })),
    );
  return [
    procedures['guide.words'].output.parse(asked(desk.words())),
    procedures['guide.triage'].output.parse(asked(desk.triage())),
    procedures['guide.counters'].output.parse(asked(desk.counters())),
    ...profile.guides.map(({ id }) => procedures['guide.article'].output.parse(asked(desk.article({ id })))),
    ...profile.triage.outcomes.flatMap(({ id }) => [
      procedures['guide.outcome'].output.parse(asked(desk.outcome({ id }))),
      ...profile.counters.map((counter) =>
        procedures['guide.slip'].output.parse(asked(desk.slip({ outcomeId: id, counterId: counter.id }))),
      ),
    ]),
    ...profile.devices.platforms.map(({ id }) => device(id)),
  ];
}

/** Every text in an answer, at any depth. */
function textsIn(value: unknown): { readonly ja: string; readonly plain?: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('ja' in value && 'en' in value) return [value as { readonly ja: string }];
  return Object.values(value).flatMap(textsIn);
}

describe.each(profiles.map((profile) => [profile.id, profile] as const))(
  'plain Japanese of %s',
  (id, profile) => {
    it('is there for every text that the help shows', () => {
      const texts = answersOf(profile).flatMap(textsIn);
      expect(texts.length).toBeGreaterThan(100);
      expect([...new Set(texts.filter(({ plain }) => !plain).map(({ ja }) => ja))]).toEqual([]);
    });

    it('is there for what the lock screen says of the place and why it asks nobody', () => {
      const said = saidPlainly(id, [
        profile.institution,
        profile.centre,
        profile.exemption.words,
        ...profile.rooms.map(({ label }) => label),
      ]);
      expect(textsIn(said).filter(({ plain }) => !plain)).toEqual([]);
    });
  },
);

describe('plain Japanese of profiles', () => {
  it('is there for the demonstration’s policy, as long as that says what the profile does', () => {
    const { rationale, contact } = demonstrationPolicy(monday);
    for (const { ja } of [rationale, contact]) expect(plainText('hokuto-demo', ja)).toBeTruthy();
    expect(saidPlainly('hokuto-demo', { ...rationale, ja: 'ほかの理由。' })).not.toHaveProperty('plain');
  });

  it('names every holiday and every place of a time zone', () => {
    const year = Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)));
    const holidays = year.flatMap((day) => japaneseHoliday(day.toISOString().slice(0, 10)) ?? []);
    const places = Array.from(
      { length: 113 },
      (_, quarter) => placeAtOffset((quarter - 56) * 15) ?? [],
    ).flat();
    expect(holidays.length).toBeGreaterThan(15);
    expect(places.length).toBeGreaterThan(15);
    for (const { ja } of [...holidays, ...places]) expect(plainText('keio', ja), ja).toBeTruthy();
  });

  it('is not there for a profile that nobody knows, nor for a word of the language itself', () => {
    expect(plainText('nowhere', '窓口')).toBeUndefined();
    expect(plainText('constructor', '窓口')).toBeUndefined();
    expect(plainText('keio', 'constructor')).toBeUndefined();
  });

  it('has no variant of a sentence that no profile says', () => {
    const shown = JSON.stringify([profiles, demonstrationPolicy(monday)]);
    const spoken = new Set(
      [...shown.matchAll(/"ja":("(?:[^"\\]|\\.)*")/g)].map(([, ja]) => JSON.parse(ja ?? '')),
    );
    const source = ['main/profile/shared/japanese-holidays.ts', 'main/agent/guide/zone-places.ts']
      .map((file) => readFileSync(join(import.meta.dirname, '..', '..', '..', file), 'utf8'))
      .join('');
    expect(written.map(([ja]) => ja).filter((ja) => !spoken.has(ja) && !source.includes(`'${ja}'`))).toEqual(
      [],
    );
  });

  it('has a reading for every kanji, and no reading that no text needs', () => {
    for (const profile of profiles)
      for (const [ja, plain] of Object.entries({ ...sharedPlainTexts, ...ownPlainTexts[profile.id] }))
        expect(withoutReadings(plainText(profile.id, ja) ?? ''), ja).toBe(plain);
    const all = written.map(([, plain]) => plain).join('\n');
    expect(Object.keys(profileReadings).filter((word) => !all.includes(word))).toEqual([]);
  });

  it('is short, and without the honorifics that make Japanese hard', () => {
    for (const [ja, plain] of written) {
      for (const sentence of plain.split(/[。：]/)) expect(sentence.length, sentence).toBeLessThan(60);
      expect(plain, ja).not.toMatch(
        /ご[利確質案本希自]|お[待困問越客使手聞]|いただ|くださいませ|ございま|いたしま/,
      );
    }
  });
});
