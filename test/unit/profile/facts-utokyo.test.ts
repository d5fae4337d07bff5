import { describe, expect, it } from 'vitest';
import { isNumberOf } from '../../../main/profile/profile.ts';
import { isAssumed, operationOf } from '../../../main/profile/profiles.ts';
import { utokyoProfile as utokyo } from '../../../main/profile/utokyo/profile.ts';
import { guideWords, outcomeOf, textsOf } from './profile-reading.ts';

const method = (id: string) => utokyo.methods.find((candidate) => candidate.id === id);
const limit = (id: string) => utokyo.methodLimits.find((candidate) => candidate.id === id);

describe('The University of Tokyo, as its pages say', () => {
  it.each([
    [
      'Entra; pages of 2021; no lab is exempt',
      () => {
        expect([utokyo.provider, utokyo.asOf, utokyo.exemption.lab]).toEqual(['entra', '2021', 'none']);
        expect(utokyo.policyDefaults.exemptRoles).toEqual([]);
      },
    ],
    [
      'the user name is 10 digits',
      () => {
        expect(isNumberOf(utokyo, '0123456789')).toBe(true);
        for (const wrong of ['123456789', '12345678901', '12345678a0'])
          expect(isNumberOf(utokyo, wrong)).toBe(false);
        expect(isAssumed(utokyo, 'number')).toBe(false);
        expect(utokyo.messages.signIn.ja).toContain('10桁');
      },
    ],
    [
      'voluntary except for the staff VPN; whoever enrolled is asked every time; saved verification skips it',
      () => {
        expect(guideWords(utokyo, 'who-needs-it')).toMatch(
          /voluntary \(as of 2021\), except for the staff VPN[\s\S]*every sign-in[\s\S]*saved verification can skip/,
        );
        expect(guideWords(utokyo, 'staff-vpn')).toContain('needs multi-factor');
        expect(utokyo.guides.find(({ id }) => id === 'staff-vpn')?.audience).toBe('staff');
      },
    ],
    [
      'apply in the user menu first, register at the next sign-in, with an address outside the cloud mail',
      () => {
        expect(outcomeOf(utokyo, 'new-student', 'no').id).toBe('apply');
        expect(outcomeOf(utokyo, 'new-student', 'yes').id).toBe('register-next');
        expect(guideWords(utokyo, 'apply-then-register')).toMatch(
          /First apply[\s\S]*next sign-in[\s\S]*outside the university’s own cloud mail/,
        );
      },
    ],
    [
      'codes by SMS and mail have 6 digits',
      () => {
        expect([method('mobile-sms')?.digits, method('mail-address')?.digits]).toEqual([6, 6]);
        expect(guideWords(utokyo, 'six-digit-codes')).toContain('six digits');
      },
    ],
    [
      'three kinds of telephone, one of each, three in all; an extension only for the office',
      () => {
        for (const [id, methods] of [
          ['mobile', ['mobile-sms', 'mobile-voice']],
          ['alternate', ['alternate-voice']],
          ['office', ['office-voice']],
        ] as const)
          expect(limit(id)).toMatchObject({ maximum: 1, methods });
        expect([method('mobile-sms')?.kind, method('mobile-voice')?.kind]).toEqual(['sms', 'voice']);
        expect(limit('phones')).toMatchObject({ maximum: 3 });
        expect(limit('phones')?.methods).toHaveLength(4);
        expect(method('alternate-voice')?.kind).toBe('voice');
        expect(method('office-voice')?.note?.en).toContain('extension');
        expect(guideWords(utokyo, 'three-phones')).toContain('three in all');
      },
    ],
    [
      'mail addresses and app passwords are not methods',
      () => {
        expect(utokyo.methods.filter(({ countsAsMfa }) => !countsAsMfa).map(({ id }) => id)).toEqual([
          'mail-address',
          'app-password',
        ]);
        expect(guideWords(utokyo, 'not-a-method')).toContain('cannot answer');
      },
    ],
    [
      'deleting the last method forces set-up at the next sign-in',
      () => {
        expect(outcomeOf(utokyo, 'other', 'else', 'deleted-last').id).toBe('set-up-again');
        expect(guideWords(utokyo, 'last-method')).toContain('set it up again');
      },
    ],
    [
      'it can’t be ended, and nobody is ever told to choose “no” in the menu',
      () => {
        expect(outcomeOf(utokyo, 'other', 'else', 'stop')).toMatchObject({
          id: 'cannot-end',
          kind: 'nothing-to-do',
          operations: [],
        });
        expect(guideWords(utokyo, 'cannot-end')).toMatch(
          /cannot be ended[\s\S]*Leave the application[\s\S]*break/,
        );
        for (const { ja, en } of textsOf(utokyo)) {
          expect(ja).not.toMatch(/「(いいえ|利用しない|no)」を(選|押)/i);
          expect(en).not.toMatch(/choose “no”/i);
        }
      },
    ],
    [
      'the default method can be changed',
      () => {
        const guide = utokyo.guides.find(({ id }) => id === 'default-method');
        expect(guide?.steps.length).toBeGreaterThan(0);
        expect(guide?.assumed).toBeUndefined();
      },
    ],
    [
      'locked out (assumed): re-registration with a card, the next business day, mail when done; no suspension',
      () => {
        expect(operationOf(utokyo, 'reset')).toMatchObject({
          by: 'centre',
          identity: 'documents',
          days: { from: 1, to: 1 },
          assumed: true,
        });
        expect(operationOf(utokyo, 'suspend')).toBeNull();
        expect(utokyo.acceptedDocuments).toEqual(['student-card', 'staff-card']);
        expect(outcomeOf(utokyo, 'broken', 'no')).toMatchObject({ id: 'reset', assumed: true });
        expect(guideWords(utokyo, 'locked-out')).toMatch(/next business day and you get a mail/);
        for (const path of ['handOuts/reset', 'messages/locked', 'messages/secondFactorLost'])
          expect(isAssumed(utokyo, path)).toBe(true);
      },
    ],
  ])('%s', (_fact, holds) => {
    expect.hasAssertions();
    holds();
  });
});
