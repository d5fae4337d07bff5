import { describe, expect, it } from 'vitest';
import { createGuideDesk } from '../../../main/agent/guide/guide-desk.ts';
import { relatedGuides } from '../../../main/agent/guide/related-guides.ts';
import type { EnrolmentDocument } from '../../../main/exchange/station-documents.ts';
import { profiles } from '../../../main/profile/profiles.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import { procedures } from '../../../preload/contract/procedures.ts';

/** Monday, 10:00 in Japan. */
const monday = new Date('2026-04-06T01:00:00.000Z');

function desk(profile: string | null, trusted = true) {
  const enrolment = profile === null ? null : ({ profile } as EnrolmentDocument);
  return createGuideDesk({
    identity: { enrolment: () => enrolment },
    clock: { now: () => monday, trusted: () => (trusted ? ok(monday) : refuse('clock/untrusted')) },
  });
}

function given<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

describe.each(profiles.map((profile) => [profile.id, profile] as const))(
  'the guide desk of %s',
  (id, profile) => {
    const guide = desk(id);

    it('opens every guide, every outcome and every slip, as the contract has them', () => {
      for (const { id: article } of profile.guides) {
        const answer = given(guide.article({ id: article }));
        expect(() => procedures['guide.article'].output.parse(answer)).not.toThrow();
        expect(answer.related.map((one) => one.id)).not.toContain(article);
      }
      for (const outcome of profile.triage.outcomes) {
        procedures['guide.outcome'].output.parse(given(guide.outcome({ id: outcome.id })));
        for (const counter of profile.counters) {
          const slip = given(guide.slip({ outcomeId: outcome.id, counterId: counter.id }));
          procedures['guide.slip'].output.parse(slip);
          expect(slip.today).toBe('2026-04-06');
        }
      }
      procedures['guide.triage'].output.parse(given(guide.triage()));
      procedures['guide.words'].output.parse(given(guide.words()));
      procedures['guide.counters'].output.parse(given(guide.counters()));
    });

    it('says of each device what it can carry, and of when that is', () => {
      const asked = given(guide.devices({ platform: null, model: null, version: '', year: null }));
      expect(asked.methods).toEqual([]);
      for (const { id: platform } of asked.platforms) {
        const answer = given(guide.devices({ platform, model: null, version: '17', year: 2012 }));
        procedures['guide.devices'].output.parse(answer);
        expect(answer.methods.map(({ method }) => method)).toEqual(
          profile.devices.methods.map((one) => one.id),
        );
        expect(answer.asOf).toBe(profile.devices.asOf);
      }
    });

    it('marks counters whose hours nobody has confirmed', () => {
      const shown = given(guide.counters()).counters.map(({ assumed }) => assumed);
      const marked = profile.counters.map(
        (counter) =>
          counter.assumed === true ||
          profile.assumptions.some(({ at }) => at === `counters/${counter.id}/hours` || at === 'counters'),
      );
      expect(shown).toEqual(marked);
    });

    it('never says that a counter is open while the clock cannot be trusted (I6)', () => {
      const answer = given(desk(id, false).counters());
      expect(answer.today).toBeNull();
      expect(answer.counters.every(({ now }) => now === null)).toBe(true);
    });

    it('relates guides that answer the same visits', () => {
      for (const one of profile.guides) {
        for (const other of relatedGuides(one, profile.guides)) {
          expect(other.relatedReasons.some((reason) => one.relatedReasons.includes(reason))).toBe(true);
        }
      }
    });
  },
);

describe('the guide desk', () => {
  it('has nothing to say at a station that is not enrolled, or whose institution nobody knows', () => {
    for (const profile of [null, 'nowhere']) {
      expect(desk(profile).search({ query: 'コード', language: 'ja' })).toEqual(
        refuse('guide/no-institution'),
      );
      expect(desk(profile).counters()).toEqual(refuse('guide/no-institution'));
    }
  });

  it('refuses ids that the profile does not have', () => {
    const guide = desk('keio');
    expect(guide.article({ id: 'nothing' })).toEqual(refuse('guide/unknown'));
    expect(guide.outcome({ id: 'nothing' })).toEqual(refuse('guide/unknown'));
    expect(guide.slip({ outcomeId: 'lost', counterId: 'elsewhere' })).toEqual(refuse('guide/unknown'));
  });
});
