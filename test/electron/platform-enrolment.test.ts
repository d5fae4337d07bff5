import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MessageKey, sentence } from '../../main/cli/tour/hands.ts';
import { createKeyCareHands, type KeyCareHands } from '../../main/cli/tour/key-care-hands.ts';
import {
  openStandInAuthenticator,
  type StandInAuthenticator,
} from '../../main/cli/tour/stand-in-authenticator.ts';
import { demonstrationProfile } from '../../main/profile/demonstration.ts';
import type { Result } from '../../preload/contract/errors.ts';
import type { WebAuthnCreation } from '../../preload/contract/models/staff.ts';
import { registrationOf } from '../rigs/enrolling-key.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';
import { openAuthenticators } from './virtual-authenticator.ts';

const { rpId } = demonstrationProfile;

/** Places of the demonstration's keys in the side panel. */
const place = { operator: 0, supervisor: 1 } as const;

let institution: Institution;
let counter: OpenWindow;
let hands: KeyCareHands;
let computer: StandInAuthenticator;
beforeAll(async () => {
  institution = await startInstitution(['counter']);
  counter = await institution.open('counter');
  computer = await openStandInAuthenticator(counter.page);
  hands = createKeyCareHands(counter.page, 'en');
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

const en = (key: MessageKey) => sentence('en', key);
const card = () => counter.page.getByTestId('this-computer');
const openKeys = () => counter.page.getByRole('tab', { name: en('keys.tab'), exact: true }).click();

/** Answers one key prompt: PIN, then a touch. */
async function answerKey(): Promise<void> {
  await hands.givePin(pin);
  await counter.page.getByTestId('simulator').locator('[data-state=waiting]').waitFor();
  await hands.touchKey();
}

async function signOut(): Promise<void> {
  await hands.button('staff.sign-out').click();
  await counter.page.getByTestId('staff-sign-in').waitFor();
}

const call = <Value>(name: string, input: unknown): Promise<Result<Value>> =>
  counter.page.evaluate(
    ([given, value]) =>
      (
        window as unknown as { madoguchi: { call(name: unknown, input: unknown): Promise<never> } }
      ).madoguchi.call(given, value),
    [name, input] as const,
  );
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.refusal.code);

/** Signs in by this computer's own dialog, as often as a person would press. */
async function signInByComputer(): Promise<void> {
  if ((await hands.button('client.use-webauthn').count()) > 0)
    await hands.button('client.use-webauthn').click();
  await counter.page.bringToFront();
  const desk = counter.page.getByRole('tab', { name: en('counter.tab') });
  for (let attempt = 1; attempt <= 4 && !(await desk.isVisible()); attempt += 1) {
    await hands.button('staff.sign-in-webauthn').click();
    await desk.waitFor({ timeout: 8000 }).catch(() => undefined);
  }
  await desk.waitFor();
}

/**
 * Chromium's virtual authenticators sign with RS256 and never make such a key: the page is given the registration of one
 * that an authenticator was handed. Everything else is the window's own.
 */
async function answerRegistrationWith(credential: { readonly id: string; readonly publicKey: string }) {
  await counter.page.exposeFunction('registerElsewhere', (challenge: string) =>
    registrationOf(credential, { challenge, rpId, attachment: 'platform' }),
  );
  await counter.page.evaluate(() => {
    const bytes = (text: string) =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
        .buffer;
    const text = (given: BufferSource) =>
      btoa(String.fromCharCode(...new Uint8Array(given as ArrayBuffer)))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
    navigator.credentials.create = async (options) => {
      const challenge = text(options?.publicKey?.challenge ?? new ArrayBuffer(0));
      const { registerElsewhere } = window as unknown as {
        registerElsewhere(challenge: string): Promise<ReturnType<typeof registrationOf>>;
      };
      const made = await registerElsewhere(challenge);
      return {
        id: made.id,
        rawId: bytes(made.rawId),
        type: made.type,
        authenticatorAttachment: 'platform',
        getClientExtensionResults: () => ({}),
        response: {
          clientDataJSON: bytes(made.response.clientDataJSON),
          attestationObject: bytes(made.response.attestationObject),
        },
      } as unknown as PublicKeyCredential;
    };
  });
}

describe('this computer as one of an operator’s ways in', () => {
  it('is not offered before somebody is signed in', async () => {
    for (const [name, input] of [
      ['platform.offer', {}],
      ['platform.begin', { label: 'x' }],
    ] as const)
      expect(codeOf(await call(name, input))).toBe('staff/not-signed-in');
  });

  it('comes to nothing when its dialog is cancelled, and can be begun again', async () => {
    await hands.plugInKey(place.operator);
    await hands.signInAtCounter(pin);
    await openKeys();
    await computer.present(false);
    await hands.button('computer.begin').click();
    await answerKey();
    await card().locator('[data-step=register]').waitFor();
    await card()
      .getByRole('button', { name: en('action.cancel'), exact: true })
      .click();
    await card().getByText(en('computer.not-given')).waitFor();
    await computer.present(true);
  });

  it('is registered by a key’s signature, the computer’s own, and a test', async () => {
    await hands.button('computer.begin').click();
    await answerKey();
    await card().getByText(en('computer.done-heading')).waitFor();
    await expect
      .poll(
        async () => {
          const offer = await call<{ registered: string | null }>('platform.offer', {});
          return offer.ok ? offer.value.registered : null;
        },
        { timeout: 20_000, interval: 600 },
      )
      .toContain('Computer sign-in');
    await signOut();
    await hands.pullOutKey(place.operator);
  });

  it('signs its operator in without a key, and signs a suspension that the hub applies (I1)', async () => {
    await signInByComputer();
    await counter.page.getByText('Kaori Mizushima').first().waitFor();
    await hands.findPerson('20240001');
    await hands.choosePerson('青葉 さくら');
    await hands.chooseReason('visit.forgotten');
    await hands.checkDocument('document.student-card', '0001');
    await hands.button('check.record').click();
    await counter.page.getByTestId('case-step-decide').waitFor();
    await hands.decide();
    await hands.button('read.sign-webauthn').click();
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
    await signOut();
  });

  it('is one operator’s alone: on the same desktop account another is told that it is shared (I4)', async () => {
    await hands.plugInKey(place.supervisor);
    await hands.button('client.use-hid').click();
    await hands.signInAtCounter(pin);
    await openKeys();
    await hands.button('computer.begin').click();
    await answerKey();
    await card().getByRole('alert').filter({ hasText: 'used by several people' }).waitFor();
    await expect.poll(() => card().getByText(en('computer.done-heading')).count()).toBe(0);
  });

  it('takes no answer that its page made up', async () => {
    await signOut();
    await hands.pullOutKey(place.supervisor);
    await signInByComputer();
    const registration = {
      id: 'AAAA',
      rawId: 'AAAA',
      type: 'public-key',
      response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' },
      authenticatorAttachment: 'platform',
    };
    const ceremonyId = '6f5c3b7e-1d2a-4a57-9e0f-0c8d6f1b2a3c';
    expect(codeOf(await call('platform.register', { ceremonyId, registration }))).toBe('staff/ceremony-gone');
    await hands.plugInKey(place.operator);
    const asked = call<WebAuthnCreation>('platform.begin', { label: 'mine' });
    await answerKey();
    const creation = await asked;
    if (!creation.ok) throw new Error(creation.refusal.code);
    const made = { ceremonyId: creation.value.ceremonyId, registration };
    expect(codeOf(await call('platform.register', made))).toBe('staff/assertion-refused');
    await vi.waitFor(
      async () => expect(codeOf(await call('platform.register', made))).toBe('staff/ceremony-gone'),
      { timeout: 10_000, interval: 600 },
    );
  });

  it('may know RS256 alone, and takes the place of the one before', async () => {
    await computer.remove();
    const older = await (await openAuthenticators(counter.page)).add('internal');
    const held = await older.hold({ rpId, userName: 'op-mizushima', algorithm: 'RS256' });
    await answerRegistrationWith(held);
    // Who is signed in by the one before is signed out when it goes.
    await signOut();
    await hands.button('client.use-hid').click();
    await hands.signInAtCounter(pin);
    await openKeys();
    await hands.button('computer.again').click();
    await answerKey();
    // Its test signature was verified by agent and hub; signing in and signing with RS256 is in webauthn.test.ts.
    await card().getByText(en('computer.done-heading')).waitFor();
  });

  it('the window keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
