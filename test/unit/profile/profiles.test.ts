import { describe, expect, it } from 'vitest';
import { policyDocument } from '../../../main/exchange/policy-document.ts';
import { isNumberOf, profile as profileSchema } from '../../../main/profile/profile.ts';
import {
  guidesOf,
  isAssumed,
  operationOf,
  profileOf,
  profiles,
  triageOf,
} from '../../../main/profile/profiles.ts';
import { visitReason } from '../../../preload/contract/models/visit.ts';
import { leadsSomewhere, roads, textsOf } from './profile-reading.ts';

const japanese = /[぀-ヿ一-鿿]/u;

describe('the profiles', () => {
  it('are the five institutions and the demonstration, found by their id alone', () => {
    expect(profiles.map(({ id }) => id)).toEqual(['keio', 'aue', 'utokyo', 'joho', 'kyoto', 'hokuto-demo']);
    for (const profile of profiles) expect(profileOf(profile.id)).toBe(profile);
    for (const unknown of ['', 'KEIO', 'keio ', 'toString', '__proto__'])
      expect(profileOf(unknown)).toBeNull();
    expect(profiles.filter(({ fictitious }) => fictitious).map(({ id }) => id)).toEqual(['hokuto-demo']);
  });

  it.each([
    ['keio', ['suspend']],
    ['aue', ['reset', 'paper-form']],
    ['utokyo', ['reset']],
    ['joho', ['suspend', 'paper-form']],
    ['kyoto', ['initialise-totp', 'temporary-code']],
  ])('do at %s what its pages say, and nothing besides', (id, acts) => {
    const named = profileOf(id)?.operations.filter(({ by }) => by !== 'person');
    expect(named?.map((one) => one.id).sort()).toEqual(acts.toSorted());
  });

  it('exempt a lab at Keio alone, and a campus at AUE alone', () => {
    const exempt = (where: 'lab' | 'campus') =>
      profiles.filter(({ fictitious, exemption }) => !fictitious && exemption[where] !== 'none');
    expect(exempt('lab').map(({ id }) => id)).toEqual(['keio']);
    expect(exempt('campus').map(({ id }) => id)).toEqual(['aue']);
  });

  it('have relying-party ids of their own, so that no key serves two institutions', () => {
    expect(new Set(profiles.map(({ rpId }) => rpId)).size).toBe(profiles.length);
  });
});

describe.each(profiles.map((profile) => [profile.id, profile] as const))(
  'the profile of %s',
  (_id, profile) => {
    const { guides, triage, methods, operations, devices, handOuts, phone } = profile;
    const guideIds = new Set(guides.map(({ id }) => id));
    const outcomes = new Map(triage.outcomes.map((outcome) => [outcome.id, outcome]));

    it('is a profile, and stays below 64 KB', () => {
      expect(profileSchema.parse(profile)).toEqual(profile);
      expect(Buffer.byteLength(JSON.stringify(profile))).toBeLessThan(64 * 1024);
    });

    it('says everything in both languages, each in its own', () => {
      const texts = textsOf(profile);
      expect(texts.length).toBeGreaterThan(100);
      for (const { path, ja, en } of texts) {
        expect(ja.trim(), path).not.toBe('');
        expect(en.trim(), path).not.toBe('');
        expect(japanese.test(en), `${path}: ${en}`).toBe(false);
        if (!japanese.test(ja)) expect(ja, path).toBe(en);
      }
    });

    it('has ids that are unique in each list', () => {
      const lists = [
        guides,
        methods,
        operations,
        profile.methodLimits,
        profile.links,
        profile.counters,
        profile.rooms,
        triage.questions,
        triage.outcomes,
        devices.methods,
        devices.platforms,
        ...triage.questions.map(({ options }) => options),
        ...triage.outcomes.map(({ urgent }) => urgent),
      ] as const;
      for (const list of lists) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    });

    it('names only guides, methods, operations and devices that it has', () => {
      for (const outcome of triage.outcomes) {
        for (const id of outcome.guides) expect(guideIds, outcome.id).toContain(id);
        expect(guidesOf(profile, outcome.guides)).toHaveLength(outcome.guides.length);
        for (const id of outcome.operations) expect(operationOf(profile, id), outcome.id).not.toBeNull();
      }
      const methodIds = methods.map(({ id }) => id);
      for (const limit of profile.methodLimits)
        for (const id of limit.methods) expect(methodIds).toContain(id);
      const deviceIds = devices.methods.map(({ id }) => id);
      for (const { device } of methods) if (device !== null) expect(deviceIds).toContain(device);
      for (const id of phone?.operations ?? []) expect(operationOf(profile, id)?.identity).toBe('phone');
      expect(handOuts.map(({ operation }) => operation).sort()).toEqual(
        operations.map(({ id }) => id).sort(),
      );
    });

    it('leads every answer to an outcome, without dead end, circle or anything out of reach', () => {
      const all = roads(triage);
      for (const { questions, outcome } of all) {
        expect(outcomes.has(outcome), `${questions.join(' > ')} > ${outcome}`).toBe(true);
        expect(questions.length).toBeLessThanOrEqual(4);
      }
      expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(outcomes.keys()));
      expect(new Set(all.flatMap(({ questions }) => questions))).toEqual(
        new Set(triage.questions.map(({ id }) => id)),
      );
    });

    it('asks first what happened, with every reason for a visit once', () => {
      const first = triageOf(profile);
      expect(first.fact).toBe('what-happened');
      expect(first.options.map(({ reason }) => reason).sort()).toEqual([...visitReason.options].sort());
    });

    it('has an acknowledged step first wherever something was stolen or a prompt was not one’s own', () => {
      for (const reason of ['lost-or-stolen', 'unexpected-prompt']) {
        const next = triageOf(profile).options.find(({ id }) => id === reason)?.next;
        const ends =
          next === undefined
            ? []
            : 'outcome' in next
              ? [next.outcome]
              : roads({ ...triage, start: next.question }).map(({ outcome }) => outcome);
        expect(ends.length).toBeGreaterThan(0);
        for (const end of ends) expect(outcomes.get(end)?.urgent.length, end).toBeGreaterThan(0);
      }
    });

    it('tells whoever is sent somewhere what to bring or whom to see', () => {
      for (const outcome of triage.outcomes) {
        if (outcome.kind === 'counter') {
          expect(outcome.bring.length, outcome.id).toBeGreaterThan(0);
          expect(outcome.operations.length, outcome.id).toBeGreaterThan(0);
        }
        if (outcome.kind === 'phone') expect(phone, outcome.id).not.toBeNull();
        expect(outcome.office !== null, outcome.id).toBe(outcome.kind === 'other-office');
      }
    });

    it('has 12 to 25 guides, each found by kana or kanji and by Latin letters, and one for every reason', () => {
      expect(guides.length).toBeGreaterThanOrEqual(12);
      expect(guides.length).toBeLessThanOrEqual(25);
      for (const { id, keywords } of guides) {
        expect(new Set(keywords).size, id).toBe(keywords.length);
        expect(
          keywords.some((word) => /[぀-ゟ]/u.test(word)),
          `${id}: kana`,
        ).toBe(true);
        expect(keywords.filter((word) => /^[ -~]+$/.test(word)).length, `${id}: Latin`).toBeGreaterThan(2);
      }
      for (const reason of visitReason.options)
        expect(
          guides.some(({ relatedReasons }) => relatedReasons.includes(reason)),
          reason,
        ).toBe(true);
    });

    it('writes its own example of a number, and keeps its patterns short of backtracking', () => {
      expect(isNumberOf(profile, profile.number.example)).toBe(true);
      expect(profile.number.pattern).toMatch(/^\^\[[0-9A-Za-z-]+\]\{\d+(,\d+)?\}\$$/);
      for (const junk of [
        '',
        ' ',
        '１２３４５６７８９０',
        `${profile.number.example}\n`,
        '9'.repeat(10_000_000),
      ])
        expect(isNumberOf(profile, junk)).toBe(false);
    });

    it('marks what it assumes by paths that exist', () => {
      const paths = profile.assumptions.map(({ at }) => at);
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of paths) {
        expect(leadsSomewhere(profile, path), path).toBe(true);
        expect(isAssumed(profile, path)).toBe(true);
        expect(isAssumed(profile, `${path}/within`)).toBe(true);
      }
      expect(isAssumed(profile, 'guides')).toBe(false);
      expect(paths.length > 0).toBe(!profile.fictitious);
    });

    it('guesses no telephone number and no address of the institution', () => {
      expect(profile.counters.map(({ telephone }) => telephone).filter((number) => number !== null)).toEqual(
        [],
      );
      expect(phone?.number ?? null).toBeNull();
      for (const { url } of profile.links)
        if (url !== null) expect(new URL(url).host).toMatch(/^(mysignins\.microsoft\.com|[a-z.]+\.example)$/);
    });

    it('starts a policy that is valid: a day by default, a week at most, two in 180 days (I2)', () => {
      const { exemptRoles, repeatDays, repeatLimit, maximumQueueHours, clockHours } = profile.policyDefaults;
      const { suspension, exemption, clock } = policyDocument.shape;
      const started = {
        ...profile.suspension,
        documents: profile.acceptedDocuments,
        repeatDays,
        repeatLimit,
        maximumQueueHours,
      };
      expect(suspension.parse(started)).toMatchObject({
        defaultHours: 24,
        maximumHours: 168,
        repeatLimit: 2,
        repeatDays: 180,
      });
      expect(exemption.shape.roles.parse(exemptRoles)).toEqual(exemptRoles);
      expect(clock.parse({ maximumAgeHours: clockHours })).toBeTruthy();
      expect(profile.policyDefaults.operatorRegistryHours).toBe(24);
    });

    it('exempts nobody by default unless the institution states a lab exemption (I6)', () => {
      expect(profile.policyDefaults.exemptRoles.length > 0).toBe(profile.exemption.lab === 'room');
    });
  },
);
