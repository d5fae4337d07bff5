import { describe, expect, it } from 'vitest';
import { aueProfile as aue } from '../../../main/profile/aue/profile.ts';
import { isAssumed, operationOf } from '../../../main/profile/profiles.ts';
import { guideWords, outcomeOf } from './profile-reading.ts';

describe('Aichi University of Education, as its pages say', () => {
  it.each([
    [
      'Entra; pages of 2024-02',
      () => {
        expect(aue.provider).toBe('entra');
        expect(aue.asOf).toBe('2024-02');
      },
    ],
    [
      'off campus MFA, on campus mostly not, but some people have it there too: per person and place, no lab',
      () => {
        expect(aue.exemption).toMatchObject({ lab: 'none', campus: 'person' });
        expect(guideWords(aue, 'where-asked')).toMatch(/Off campus[\s\S]*Some people are asked on campus/);
        expect(outcomeOf(aue, 'forgotten', 'on-campus').kind).toBe('nothing-to-do');
        expect(aue.messages.asked.en).toContain('on campus too');
      },
    ],
    [
      'locked out: an application at the centre with a document; a reset within several days; no suspension',
      () => {
        expect(operationOf(aue, 'reset')).toMatchObject({ by: 'centre', identity: 'documents' });
        expect(operationOf(aue, 'reset')?.note?.en).toContain('several days');
        expect(isAssumed(aue, 'operations/reset/days')).toBe(true);
        expect(operationOf(aue, 'suspend')).toBeNull();
        const outcome = outcomeOf(aue, 'forgotten', 'asked', 'no');
        expect(outcome).toMatchObject({ kind: 'counter', operations: ['reset'] });
        expect(outcome.bring.length).toBeGreaterThan(0);
        const [first] = aue.handOuts.find(({ operation }) => operation === 'reset')?.steps ?? [];
        expect(first?.en).toContain('Nothing is reset yet');
      },
    ],
    [
      'app or account deleted: the second method; with only one, an application',
      () => {
        expect(outcomeOf(aue, 'app-deleted', 'yes').kind).toBe('self-service');
        expect(outcomeOf(aue, 'app-deleted', 'no').operations).toEqual(['reset']);
        expect(guideWords(aue, 'app-deleted')).toMatch(/second method[\s\S]*only method, apply/);
      },
    ],
    [
      'lost or stolen: delete that device at once',
      () => {
        expect(outcomeOf(aue, 'lost-or-stolen', 'yes').urgent.map(({ id }) => id)).toEqual(['delete-device']);
        const alone = outcomeOf(aue, 'lost-or-stolen', 'no');
        expect(alone).toMatchObject({ kind: 'counter', operations: ['reset'] });
        expect(alone.guides[0]).toBe('lost-delete-device');
        expect(guideWords(aue, 'lost-delete-device')).toContain('at once');
      },
    ],
    [
      'an unexpected prompt: never approve; change the password at once',
      () => {
        expect(outcomeOf(aue, 'unexpected-prompt').urgent.map(({ id }) => id)).toEqual([
          'never-approve',
          'change-password',
        ]);
        const guide = aue.guides.find(({ id }) => id === 'unexpected-prompt');
        expect(guide?.assumed).toBeUndefined();
        expect(guideWords(aue, 'unexpected-prompt')).toContain('Never approve');
      },
    ],
    [
      '“don’t ask again for N days” never on shared machines',
      () => {
        expect(guideWords(aue, 'shared-machine')).toContain('don’t ask again for N days');
        expect(aue.messages.sharedMachine.ja).toContain('今後○日間');
      },
    ],
    [
      'the app beats SMS when both exist',
      () => {
        expect(guideWords(aue, 'app-before-sms')).toContain('the app is asked first');
        expect(outcomeOf(aue, 'other', 'missing').guides[0]).toBe('app-before-sms');
      },
    ],
    [
      'changes take up to 24 hours',
      () => {
        expect(aue.propagation?.maximumHours).toBe(24);
        expect(guideWords(aue, 'up-to-24-hours')).toContain('up to 24 hours');
        expect(outcomeOf(aue, 'other', 'else', 'not-yet').id).toBe('wait-24-hours');
      },
    ],
    [
      'no self-service password reset: a paper form at the centre',
      () => {
        expect(operationOf(aue, 'paper-form')?.by).toBe('centre');
        expect(outcomeOf(aue, 'other', 'password').operations).toEqual(['paper-form']);
        expect(guideWords(aue, 'password-paper-form')).toContain('no reset by yourself');
      },
    ],
    [
      'new phone first, then scrap the old; number and handset together lock out; delete the old number',
      () => {
        expect(guideWords(aue, 'number-and-handset')).toMatch(
          /locked out[\s\S]*new phone first[\s\S]*Delete the number/,
        );
        expect(guideWords(aue, 'change-phone')).toContain('Keep the old phone until');
      },
    ],
    [
      'phones: about 6 years of support for iPhone, about 4 for Android',
      () => {
        const years = new Map(aue.devices.platforms.map(({ id, supportYears }) => [id, supportYears]));
        expect([years.get('iphone'), years.get('android')]).toEqual([6, 4]);
        expect(aue.devices.asOf).toBe('2024-02');
        expect(guideWords(aue, 'phone-age')).toMatch(/about 6 years[\s\S]*about 4/);
      },
    ],
    [
      'the app’s lock can stop mail and Teams: off, then on',
      () => {
        expect(guideWords(aue, 'app-lock')).toMatch(/off[\s\S]*Teams[\s\S]*on again/);
        expect(outcomeOf(aue, 'other', 'else', 'app-lock').guides).toEqual(['app-lock']);
      },
    ],
    [
      'some people belong to several universities',
      () => {
        expect(outcomeOf(aue, 'other', 'else', 'several')).toMatchObject({ kind: 'other-office' });
        expect(guideWords(aue, 'several-universities')).toContain('each university');
      },
    ],
  ])('%s', (_fact, holds) => {
    expect.hasAssertions();
    holds();
  });
});
