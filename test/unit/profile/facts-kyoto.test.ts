import { describe, expect, it } from 'vitest';
import { kyotoProfile as kyoto } from '../../../main/profile/kyoto/profile.ts';
import { isAssumed, operationOf } from '../../../main/profile/profiles.ts';
import { guideWords, outcomeOf } from './profile-reading.ts';

describe('Kyoto University, as its pages say', () => {
  it.each([
    [
      'its own single sign-on, driven through privacyIDEA (assumed); pages of 2020-12; no lab is exempt',
      () => {
        expect([kyoto.provider, kyoto.asOf, kyoto.exemption.lab]).toEqual(['privacyidea', '2020-12', 'none']);
        expect(isAssumed(kyoto, 'provider')).toBe(true);
      },
    ],
    [
      'with a notification address the person initialises TOTP by a link in a mail',
      () => {
        for (const reason of ['replaced', 'broken', 'app-deleted'])
          expect(outcomeOf(kyoto, reason, 'no', 'yes')).toMatchObject({
            id: 'initialise-yourself',
            kind: 'self-service',
            operations: [],
          });
        expect(guideWords(kyoto, 'initialise-yourself')).toContain('link that arrives');
      },
    ],
    [
      'without one: the help desk by phone, 9:00–17:00, the page stays open, and the QR code appears by itself',
      () => {
        expect(outcomeOf(kyoto, 'replaced', 'no', 'no')).toMatchObject({
          kind: 'phone',
          operations: ['initialise-totp'],
        });
        expect(kyoto.phone?.hours).toEqual([{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }]);
        expect(isAssumed(kyoto, 'phone/hours')).toBe(true);
        const page = kyoto.phone?.waitingPage.steps.map(({ en }) => en).join(' ') ?? '';
        expect(page).toMatch(/Keep this page open.*9:00 and 17:00.*QR code appears by itself/);
        expect(operationOf(kyoto, 'initialise-totp')).toMatchObject({ by: 'provider', identity: 'phone' });
        expect(guideWords(kyoto, 'initialise-by-phone')).toContain('Do not close the waiting page');
      },
    ],
    [
      'the caller is checked without secret questions, by a call back to the number on file (assumed)',
      () => {
        const check = kyoto.phone?.check.map(({ en }) => en).join(' ') ?? '';
        expect(check).toMatch(/number on file.*no secret question/);
        expect(isAssumed(kyoto, 'phone/check')).toBe(true);
      },
    ],
    [
      'app not at hand: an OTP to the notification address; with none, only by phone',
      () => {
        expect(outcomeOf(kyoto, 'forgotten', 'yes')).toMatchObject({
          id: 'code-by-mail',
          kind: 'self-service',
        });
        expect(outcomeOf(kyoto, 'forgotten', 'no')).toMatchObject({
          kind: 'phone',
          operations: ['temporary-code'],
        });
        expect(kyoto.phone?.operations).toEqual(['initialise-totp', 'temporary-code']);
      },
    ],
    [
      'the notification address must be readable without TOTP: staff mail is refused',
      () => {
        const address = kyoto.methods.find(({ id }) => id === 'notification-mail');
        expect(address?.countsAsMfa).toBe(false);
        expect(address?.note?.en).toMatch(/readable without TOTP.*staff mail is refused/);
        expect(guideWords(kyoto, 'notification-address')).toContain('staff mail is refused');
      },
    ],
    [
      'initialising resets every browser; from one that still shows a code, export and import instead',
      () => {
        for (const reason of ['replaced', 'broken', 'app-deleted'])
          expect(outcomeOf(kyoto, reason, 'yes').id).toBe('export-import');
        expect(guideWords(kyoto, 'initialise-resets-all')).toMatch(
          /every browser[\s\S]*export and import instead/,
        );
        expect(operationOf(kyoto, 'initialise-totp')?.note?.en).toContain('every browser');
      },
    ],
    [
      'what was stolen is initialised, never copied: the thief has the codes too',
      () => {
        for (const answer of ['yes', 'no'])
          expect(outcomeOf(kyoto, 'lost-or-stolen', answer).guides).not.toContain('export-import');
      },
    ],
    [
      'guides are searchable by keyword',
      () => {
        expect(kyoto.guides.every(({ keywords }) => keywords.length >= 10)).toBe(true);
        expect(guideWords(kyoto, 'search-by-keyword')).toContain('Kana and romaji');
      },
    ],
    [
      'nothing is suspended or reset',
      () => {
        expect(operationOf(kyoto, 'suspend')).toBeNull();
        expect(operationOf(kyoto, 'reset')).toBeNull();
      },
    ],
  ])('%s', (_fact, holds) => {
    expect.hasAssertions();
    holds();
  });
});
