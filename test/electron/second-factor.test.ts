import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationProfile } from '../../main/profile/demonstration.ts';
import { channels } from '../../preload/channels.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { type OpenIdProvider, openIdClient, startOpenIdProvider } from '../rigs/open-id-provider.ts';
import { type PrivacyIdeaValidate, serviceToken, startPrivacyIdea } from '../rigs/privacyidea-validate.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  startInstitution,
} from './institution.ts';

/** A student whom the demonstration's policy always asks for a second factor. */
const login = 's20240006';
const password = 'demo-always-asked';
const callback = 'https://madoguchi.hokuto.example/oidc/callback';

let tokens: PrivacyIdeaValidate;
let provider: OpenIdProvider;
let institution: Institution;
let lab: OpenWindow;
beforeAll(async () => {
  tokens = await startPrivacyIdea([{ user: login, tokens: ['totp', 'push'] }]);
  provider = await startOpenIdProvider(
    [
      { login, code: '246810' },
      { login: 's20240001', code: '246810' },
    ],
    callback,
  );
  institution = await startInstitution(['lab'], {
    secondFactor: {
      kind: 'privacyidea',
      settings: {
        kind: 'privacyidea',
        origin: tokens.origin,
        path: '/pi',
        realm: 'students',
        serviceToken,
        sends: ['push'],
      },
    },
    providerPage: { issuer: provider.issuer, clientId: openIdClient },
  });
  lab = await institution.open('lab');
});
beforeEach(() => pictureOnFailure(lab));
afterAll(async () => {
  await institution?.stop();
  await tokens?.stop();
  await provider?.stop();
});

const isOpen = () => lab.page.getByTestId('session-bar');
const signOut = async () => {
  await callFromPage(lab.page, 'lab.signOut', {});
  await lab.page.getByTestId('lock-form').waitFor();
};
const toFactors = async () => {
  await lab.hands.signInAtLab(login, password);
  await lab.page.getByTestId('second-factor').waitFor();
};
/** Runs something in the provider's page, which has no bridge and no window of its own. */
const inProvider = (script: string) =>
  lab.application.evaluate(
    async ({ webContents }, [origin, code]) => {
      const page = webContents.getAllWebContents().find((each) => each.getURL().startsWith(origin ?? ''));
      return page === undefined ? 'no page' : page.executeJavaScript(code ?? '');
    },
    [provider.issuer, script] as const,
  );
const openProvider = async () => {
  await toFactors();
  await lab.hands.button('factor.page').click();
  await lab.page.getByText(sentence('en', 'factor.page-open')).first().waitFor();
  await expect.poll(() => inProvider('document.title + document.readyState')).toBe('大学サインインcomplete');
};

/** Puts one refusal in the agent's place, which it gives only after days: a hundred failures, a lock at the provider. */
const agentRefusesOnce = (procedure: string, code: ErrorCode) =>
  lab.application.evaluate(
    ({ ipcMain }, [channel, refused, refusal]) => {
      type Handler = (event: unknown, name: unknown, input: unknown) => unknown;
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
      const own = handlers.get(channel);
      if (own === undefined) throw new Error(`nobody listens on ${channel}`);
      handlers.set(channel, (event, name, input) => {
        if (name !== refused) return own(event, name, input);
        handlers.set(channel, own);
        return { ok: false, refusal: { code: refusal } };
      });
    },
    [channels.call, procedure, code] as const,
  );
const counterLines = () => lab.page.getByTestId('counter-lines').locator('visible=true');
const counterWithHours = /Computing Centre[\s\S]*9:00–18:00/;

describe('where only the counter helps', () => {
  it('its place and hours stand below: after too many failures, and where the provider locked or refused', async () => {
    await agentRefusesOnce('lab.signIn', 'sign-in/too-many-failures');
    await lab.hands.signInAtLab(login, password);
    await lab.page.getByText(sentence('en', 'error.sign-in/too-many-failures')).first().waitFor();
    expect(await counterLines().innerText()).toMatch(counterWithHours);
    for (const code of ['factor/locked', 'factor/refused'] as const) {
      await toFactors();
      await lab.page.getByRole('radio', { name: sentence('en', 'factor.kind.totp') }).press('Space');
      await lab.hands.field('factor.code').fill('123456');
      await agentRefusesOnce('lab.verifyFactor', code);
      await lab.hands.button('factor.confirm').click();
      await lab.page
        .getByText(sentence('en', `error.${code}`))
        .first()
        .waitFor();
      expect(await counterLines().innerText()).toMatch(counterWithHours);
      await lab.hands.button('factor.back').click();
      await lab.page.getByTestId('lock-form').waitFor();
    }
  });

  it('and not where another try does', async () => {
    await agentRefusesOnce('lab.signIn', 'sign-in/cancelled');
    await lab.hands.signInAtLab(login, password);
    await lab.page.getByText(sentence('en', 'error.sign-in/cancelled')).first().waitFor();
    await expect.poll(() => counterLines().count()).toBe(0);
  });
});

describe('a second factor at the workstation, in a real window', () => {
  it('says nothing of factors before the password is right', async () => {
    await lab.hands.signInAtLab(login, 'not-it');
    await lab.page.getByText(sentence('en', 'outcome.wrong.title')).first().waitFor();
    await expect.poll(() => lab.page.getByTestId('second-factor').count()).toBe(0);
    expect(await callFromPage(lab.page, 'lab.verifyFactor', { factorId: 'code', code: '123456' })).toEqual({
      ok: false,
      code: 'factor/over',
    });
  });

  it('asks for a code, and signs in with it', async () => {
    await toFactors();
    await lab.page.getByRole('radio', { name: sentence('en', 'factor.kind.totp') }).press('Space');
    await lab.hands.field('factor.code').fill('000000');
    await lab.hands.button('factor.confirm').click();
    await lab.page.getByText(sentence('en', 'factor.wrong')).first().waitFor();
    expect(await lab.hands.field('factor.code').inputValue()).toBe('');
    await lab.hands.field('factor.code').fill(tokens.codeOf(login));
    await lab.hands.button('factor.confirm').click();
    await isOpen().waitFor();
    await signOut();
  });

  it('sends a prompt to the phone, and signs in once it is approved', async () => {
    await toFactors();
    await lab.page.getByRole('radio', { name: sentence('en', 'factor.kind.push') }).press('Space');
    await lab.hands.button('factor.send').click();
    await lab.page.getByText(sentence('en', 'factor.push-sent')).waitFor();
    tokens.approve(login, 'accept');
    await isOpen().waitFor();
    await signOut();
  });

  it('says where to go when none of the ways is at hand', async () => {
    await toFactors();
    const none = lab.page.getByTestId('factor-none');
    await expect.poll(() => counterLines().count()).toBe(0);
    await none.getByText(sentence('en', 'factor.none-at-hand')).click();
    await none.getByText(demonstrationProfile.messages.secondFactorLost.en).waitFor();
    expect(await counterLines().innerText()).toMatch(counterWithHours);
    await lab.hands.button('factor.back').click();
    await lab.page.getByTestId('lock-form').waitFor();
  });

  it('goes back to the password, and forgets that it was right', async () => {
    await toFactors();
    await lab.hands.button('factor.back').click();
    await lab.page.getByTestId('lock-form').waitFor();
    await expect
      .poll(() => callFromPage(lab.page, 'lab.verifyFactor', { factorId: 'code', code: '1' }))
      .toEqual({ ok: false, code: 'factor/over' });
  });
});

describe('the provider’s own page, in an isolated window', () => {
  it('opens without bridge, and reaches nothing but the provider', async () => {
    await openProvider();
    expect(await inProvider('typeof window.madoguchi + typeof window.require')).toBe('undefinedundefined');
    await expect.poll(() => inProvider('answers.join()')).toBe('stopped');
    await inProvider("document.querySelector('#away').click()");
    await inProvider("window.open('https://elsewhere.example/')");
    expect(await inProvider('location.pathname')).toBe('/authorize');
    const contents = await lab.application.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((each) => ({
        url: each.getURL(),
        persistent: each.session.isPersistent(),
      })),
    );
    const theirs = contents.find(({ url }) => url.startsWith(provider.issuer));
    expect(theirs?.persistent).toBe(false);
  });

  it('I9: the page can neither finish a sign-in by itself nor keep the window open', async () => {
    const forged = await callFromPage(lab.page, 'lab.finishProvider', {
      callback: `${callback}?code=x&state=y`,
    });
    expect(forged).toEqual({ ok: false, code: 'call/not-offered-here' });
    await lab.hands.button('factor.page-close').click();
    await lab.page.getByText(sentence('en', 'error.factor/window-closed')).waitFor();
    expect(await inProvider('1')).toBe('no page');
    await lab.hands.button('factor.back').click();
  });

  it('says where to go when the provider did not confirm the person', async () => {
    await openProvider();
    await inProvider("document.querySelector('#deny').click()");
    await lab.page.getByText(sentence('en', 'error.factor/provider-refused')).waitFor();
    expect(await counterLines().first().innerText()).toMatch(counterWithHours);
    await lab.hands.button('factor.back').click();
  });

  it('refuses somebody else’s sign-in', async () => {
    await openProvider();
    await inProvider(
      "document.querySelector('[name=login]').value = 's20240001'; document.querySelector('[name=code]').value = '246810'; document.querySelector('#confirm').click()",
    );
    await lab.page.getByText(sentence('en', 'error.factor/other-person')).waitFor();
    await expect.poll(() => isOpen().count()).toBe(0);
    await lab.hands.button('factor.back').click();
  });

  it('signs in the person whose password was typed, and keeps no cookie', async () => {
    await openProvider();
    expect(await inProvider('document.cookie')).toBe('trusted=1');
    await inProvider(
      "document.querySelector('[name=code]').value = '246810'; document.querySelector('#confirm').click()",
    );
    await isOpen().waitFor();
    expect(await inProvider('1')).toBe('no page');
    const loaded = provider.requests.map(({ path }) => path);
    expect(loaded).toContain('/token');
    await signOut();
  });
});
