import { describe, expect, it } from 'vitest';
import { johoProfile as joho } from '../../../main/profile/joho/profile.ts';
import { isAssumed, operationOf } from '../../../main/profile/profiles.ts';
import { guideWords, outcomeOf } from './profile-reading.ts';

const limit = (id: string) => joho.methodLimits.find((candidate) => candidate.id === id);
const method = (id: string) => joho.methods.find((candidate) => candidate.id === id);

describe('The Information Infrastructure Centre, as its pages say', () => {
  it.each([
    [
      'Entra; undated; known only by its centre; no lab is exempt',
      () => {
        expect([joho.provider, joho.asOf, joho.exemption.lab]).toEqual(['entra', null, 'none']);
        expect(joho.centre.ja).toBe('情報基盤センター');
        expect(isAssumed(joho, 'institution')).toBe(true);
      },
    ],
    [
      'phone forgotten: suspended for a while after an identity check, since impersonation has happened',
      () => {
        expect(operationOf(joho, 'suspend')).toMatchObject({ by: 'provider', identity: 'documents' });
        expect(operationOf(joho, 'suspend')?.note?.en).toContain('Impersonation has happened elsewhere');
        expect(outcomeOf(joho, 'forgotten', 'no')).toMatchObject({
          kind: 'counter',
          operations: ['suspend'],
        });
        expect(joho.checkPrompts[0]?.text.en).toContain('Impersonation has really happened');
        expect(guideWords(joho, 'suspension-at-counter')).toContain('the check is never skipped');
        expect(operationOf(joho, 'reset')).toBeNull();
      },
    ],
    [
      'five apps and three telephone lines',
      () => {
        expect(limit('apps')).toMatchObject({ maximum: 5, methods: ['authenticator-app'] });
        expect(limit('phones')?.maximum).toBe(3);
        expect(limit('phones')?.methods).toHaveLength(4);
        expect(outcomeOf(joho, 'other', 'else', 'full').guides).toContain('how-many');
      },
    ],
    [
      'SMS first, then an app or a landline; a feature phone is enough; an app alone risks lock-out',
      () => {
        expect(joho.methods[0]?.id).toBe('mobile-sms');
        expect(guideWords(joho, 'what-first')).toMatch(
          /SMS on a mobile phone first[\s\S]*app or a landline[\s\S]*feature phone/,
        );
        const sms = joho.devices.methods.find(({ id }) => id === 'sms');
        expect(sms?.on.map(({ platform }) => platform)).toContain('feature-phone');
        expect(guideWords(joho, 'app-only-risk')).toContain('shuts you out entirely');
      },
    ],
    [
      'the office phone sparingly, never the switchboard: bystanders have pressed #',
      () => {
        expect(guideWords(joho, 'office-phone')).toMatch(
          /sparingly[\s\S]*Never register the switchboard[\s\S]*pressed #/,
        );
        expect(method('office-voice')?.note?.en).toContain('never the switchboard');
      },
    ],
    [
      'the app comes first whatever the default; “I can’t use my app now” leads to the others',
      () => {
        expect(guideWords(joho, 'app-comes-first')).toContain('I can’t use my app now');
        expect(outcomeOf(joho, 'other', 'missing', 'app').kind).toBe('nothing-to-do');
      },
    ],
    [
      'voice: # within about 20 s, extension blank, no forwarding; rotary * first; some optical lines fail',
      () => {
        expect(guideWords(joho, 'voice-call')).toMatch(
          /within about 20 seconds[\s\S]*extension blank[\s\S]*forwarding off/,
        );
        expect(guideWords(joho, 'rotary-and-optical')).toMatch(/press \* first[\s\S]*optical lines fail/);
        expect(outcomeOf(joho, 'other', 'missing', 'call').guides).toEqual([
          'voice-call',
          'rotary-and-optical',
        ]);
      },
    ],
    [
      'robot check: wait, better signal, sign out and in, clear cookies, then voice or app',
      () =>
        expect(guideWords(joho, 'robot-check')).toMatch(
          /Wait[\s\S]*signal[\s\S]*Sign out[\s\S]*cookies[\s\S]*voice call or an app/,
        ),
    ],
    [
      'a code from an app that nobody remembers: iPhone’s passwords and browser extensions',
      () => {
        expect(outcomeOf(joho, 'other', 'refused', 'no').guides[0]).toBe('forgotten-code-app');
        expect(guideWords(joho, 'forgotten-code-app')).toMatch(/Passwords[\s\S]*authenticator extension/);
        expect(joho.guides.find(({ id }) => id === 'forgotten-code-app')?.assumed).toBeUndefined();
      },
    ],
    [
      'a new password: a paper form at the centre',
      () => {
        expect(outcomeOf(joho, 'other', 'password').operations).toEqual(['paper-form']);
        expect(operationOf(joho, 'paper-form')?.by).toBe('centre');
      },
    ],
    [
      'mail apps must sign in again once MFA is on',
      () => {
        expect(guideWords(joho, 'mail-apps-again')).toContain('must sign in again');
        expect(outcomeOf(joho, 'new-student').guides).toContain('mail-apps-again');
      },
    ],
  ])('%s', (_fact, holds) => {
    expect.hasAssertions();
    holds();
  });
});
