import { describe, expect, it } from 'vitest';
import { keioProfile as keio } from '../../../main/profile/keio/profile.ts';
import { isAssumed, operationOf } from '../../../main/profile/profiles.ts';
import { guideWords, outcomeOf } from './profile-reading.ts';

const method = (id: string) => keio.methods.find((candidate) => candidate.id === id);

describe('Keio, as its pages say', () => {
  it.each([
    [
      'Okta; pages of 2026-02',
      () => {
        expect(keio.provider).toBe('okta');
        expect(keio.asOf).toBe('2026-02');
      },
    ],
    [
      'only the PCs that KIC manages take the password alone, so that classes start smoothly',
      () => {
        expect(keio.exemption).toMatchObject({ lab: 'room', campus: 'none' });
        expect(keio.exemption.words.ja).toMatch(/授業.*ほかの端末は対象外/);
        expect(guideWords(keio, 'lab-password-only')).toContain('Only those PCs');
        expect(keio.messages.notAsked.en).toContain('managed by KIC');
        expect(keio.messages.asked.en).toContain('Only the PCs that KIC manages');
      },
    ],
    [
      'suspension only at a KIC counter of any campus, against documents; two counters may get the same person',
      () => {
        expect(operationOf(keio, 'suspend')).toMatchObject({ by: 'provider', identity: 'documents' });
        expect(operationOf(keio, 'suspend')?.note?.en).toContain('another campus');
        expect(keio.checkPrompts.some(({ text }) => text.en.includes('another campus'))).toBe(true);
        expect(keio.counters.length).toBeGreaterThan(1);
        expect(keio.phone).toBeNull();
        expect(guideWords(keio, 'suspension-at-counter')).toContain('Any campus');
        for (const id of ['reset', 'initialise-totp', 'temporary-code', 'paper-form'] as const)
          expect(operationOf(keio, id)).toBeNull();
      },
    ],
    [
      '(a) another factor works: add the new one, then delete the old, by oneself',
      () => {
        for (const reason of ['replaced', 'broken', 'app-deleted', 'number-changed']) {
          const outcome = outcomeOf(keio, reason, 'yes');
          expect(outcome).toMatchObject({ id: 'replace-a', kind: 'self-service', operations: [] });
          expect(outcome.steps.map(({ en }) => en).join(' ')).toMatch(/Add the new.*Then delete the old/);
        }
      },
    ],
    [
      '(b) none: suspended at the counter, signed in by university mail, new device added, old one deleted',
      () => {
        for (const reason of ['replaced', 'broken', 'app-deleted', 'number-changed'])
          expect(outcomeOf(keio, reason, 'no')).toMatchObject({
            id: 'replace-b',
            kind: 'counter',
            operations: ['suspend'],
          });
        const steps = keio.handOuts.find(({ operation }) => operation === 'suspend')?.steps ?? [];
        expect(steps.map(({ en }) => en).join(' ')).toMatch(
          /university mail.*Add the new.*Delete the old.*Enable/,
        );
        expect(method('university-mail')?.kind).toBe('mail-code');
      },
    ],
    [
      'lost or stolen: the carrier’s remote lock, line lock and suspension first, then the counter',
      () => {
        for (const answer of ['yes', 'no']) {
          const [first] = outcomeOf(keio, 'lost-or-stolen', answer).urgent;
          expect(first?.text.en).toMatch(/carrier.*remote lock, line lock and suspension/);
        }
        expect(outcomeOf(keio, 'lost-or-stolen', 'no')).toMatchObject({
          kind: 'counter',
          operations: ['suspend'],
        });
        // The page sends everybody on to the counter: that another method spares the way there is assumed.
        expect(outcomeOf(keio, 'lost-or-stolen', 'yes').assumed).toBe(true);
        expect(guideWords(keio, 'lost-phone')).toContain('First call your carrier');
      },
    ],
    [
      'one registered factor forces MFA; it can’t be switched off for good; everyone has a deadline',
      () => {
        expect(guideWords(keio, 'first-setup')).toContain('even if you never switched anything on');
        expect(guideWords(keio, 'deadline')).toMatch(
          /deadline of their own[\s\S]*cannot be switched off[\s\S]*trial/,
        );
      },
    ],
    [
      'the check of two points: “Enable”, and the authenticators under security methods',
      () =>
        expect(guideWords(keio, 'two-point-check')).toMatch(/“Enable”[\s\S]*listed under security methods/),
    ],
    [
      'factors: TOTP, passkey per device, Okta Verify per device, phones by SMS and voice, landlines by voice',
      () => {
        expect(keio.methods.filter(({ countsAsMfa }) => countsAsMfa).map(({ kind }) => kind)).toEqual(
          expect.arrayContaining(['app-code', 'passkey', 'app-push', 'sms', 'voice']),
        );
        expect(guideWords(keio, 'per-device-methods')).toContain('must be registered again');
        expect([method('mobile-sms')?.kind, method('mobile-voice')?.kind]).toEqual(['sms', 'voice']);
        expect(method('mobile-sms')?.note?.en).toContain('Several may be registered');
        expect(method('landline-voice')?.note?.en).toBe('Voice only.');
        expect(keio.methodLimits).toEqual([]);
      },
    ],
    [
      'keep a number in reserve; overseas numbers may fail; abroad use an app',
      () => {
        expect(guideWords(keio, 'phone-numbers')).toMatch(
          /Keep one in reserve[\s\S]*Overseas numbers may fail/,
        );
        expect(guideWords(keio, 'backup-method')).toContain('telephone number');
        expect(outcomeOf(keio, 'going-abroad').steps[0]?.en).toContain('app’s codes');
      },
    ],
    [
      'TOTP needs the time and the time zone; a clock moved by hand breaks it',
      () => {
        expect(guideWords(keio, 'totp-clock')).toContain('Moving the clock by hand');
        expect(method('totp')?.note?.en).toMatch(/time and the right time zone/);
        expect(outcomeOf(keio, 'other', 'refused').guides).toContain('totp-clock');
      },
    ],
    [
      'push notices can take about a day to return',
      () => {
        expect(guideWords(keio, 'push-takes-a-day')).toContain('about a day');
        expect(outcomeOf(keio, 'other', 'else', 'push').guides).toEqual(['push-takes-a-day']);
      },
    ],
    [
      'a browser signed in to a keio.jp profile breaks sign-in, and so do bookmarks of inner pages',
      () => {
        expect(guideWords(keio, 'browser-profile')).toContain('xxxx@keio.jp');
        expect(guideWords(keio, 'start-at-portal')).toMatch(/inner page[\s\S]*start at the portal/);
        expect(outcomeOf(keio, 'other', 'else', 'browser').guides).toEqual([
          'browser-profile',
          'start-at-portal',
        ]);
      },
    ],
    [
      'campus Wi-Fi never asks for MFA',
      () => {
        expect(guideWords(keio, 'campus-wifi')).toMatch(/keiomobile2, eduroam\) never asks/);
        expect(outcomeOf(keio, 'other', 'else', 'wifi').kind).toBe('nothing-to-do');
      },
    ],
    [
      'texts and calls come from several numbers; filters and unknown-sender screening hide them',
      () =>
        expect(guideWords(keio, 'sms-not-arriving')).toMatch(
          /several numbers, chosen at random[\s\S]*all three large carriers[\s\S]*unknown senders/,
        ),
    ],
    [
      'Okta Verify by hand: plus, organisation, skip, no QR, the address, biometrics, default; else reinstall',
      () =>
        expect(guideWords(keio, 'okta-verify-by-hand')).toMatch(
          /plus[\s\S]*Organisation[\s\S]*Skip[\s\S]*no QR[\s\S]*sign-in address[\s\S]*biometrics[\s\S]*default[\s\S]*reinstall/,
        ),
    ],
    [
      'the length of a suspension and the list of documents are assumed; the lab exemption is not',
      () => {
        expect(isAssumed(keio, 'suspension')).toBe(true);
        expect(isAssumed(keio, 'acceptedDocuments')).toBe(true);
        expect(isAssumed(keio, 'exemption')).toBe(false);
        expect(keio.guides.find(({ id }) => id === 'unexpected-prompt')?.assumed).toBe(true);
        expect(keio.guides.find(({ id }) => id === 'lost-phone')?.assumed).toBeUndefined();
      },
    ],
  ])('%s', (_fact, holds) => {
    expect.hasAssertions();
    holds();
  });
});
