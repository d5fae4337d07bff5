import { afterAll, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { type OpenIdProvider, openIdClient, startOpenIdProvider } from '../rigs/open-id-provider.ts';
import { type PrivacyIdeaValidate, serviceToken, startPrivacyIdea } from '../rigs/privacyidea-validate.ts';
import { patience } from './keyboard-hands.ts';
import { hasKeyboard, keyboardWindow, openedWindow } from './keyboard-window.ts';
import { focused } from './tree.ts';

/** A student whom the demonstration's policy always asks for a second factor. */
const login = 's20240006';
const password = 'demo-always-asked';

let tokens: PrivacyIdeaValidate;
let provider: OpenIdProvider;
const at = keyboardWindow(async () => {
  tokens = await startPrivacyIdea([{ user: login, tokens: ['totp', 'push'] }]);
  provider = await startOpenIdProvider(
    [{ login, code: '246810' }],
    'https://madoguchi.hokuto.example/oidc/callback',
  );
  return openedWindow('lab', {
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
});
afterAll(async () => {
  await tokens?.stop();
  await provider?.stop();
});

const languages = ['button "日本語"', 'button "やさしいにほんご"'];
const radio = (key: 'factor.kind.totp' | 'factor.kind.push') => `radio "${at.hands.say(key)}"`;
const code = () => at.hands.field('factor.code');
const none = () => `DisclosureTriangle "${at.hands.say('factor.none-at-hand')}"`;
const why = () => `DisclosureTriangle "${at.hands.say('exemption.why-asked')}"`;

/** The whole screen while a code is asked for. */
const order = (chosen: 'factor.kind.totp' | 'factor.kind.push') => [
  at.hands.button('lock.help'),
  ...languages,
  radio(chosen),
  ...(chosen === 'factor.kind.totp'
    ? [code(), at.hands.button('factor.confirm')]
    : [at.hands.button('factor.send')]),
  at.hands.button('factor.page'),
  none(),
  at.hands.button('factor.back'),
  why(),
];

/** From the empty lock screen to where the second factor is asked for. */
async function toFactors(): Promise<void> {
  const { hands, page } = at;
  await hands.fill(hands.field('lock.login'), login);
  await hands.fill(hands.field('lock.password'), password);
  await page.keyboard.press('Enter');
  await page.getByTestId('second-factor').waitFor();
  await hands.settlesOn(hands.heading('factor.heading'));
}

/** The code of the app instead of the prompt on the phone, which stands first. */
async function chooseCode(): Promise<void> {
  const { hands, page } = at;
  await hands.tabTo(radio('factor.kind.push'));
  await page.keyboard.press('ArrowDown');
  await page.locator('.second-factor-code').waitFor();
}

async function signOut(): Promise<void> {
  const { hands, page } = at;
  await page.getByTestId('session-bar').waitFor();
  await hands.settlesOn(/^heading "You are signed in/);
  await hands.press(hands.button('session.sign-out'));
  await page.locator('html[data-ready=lock]').waitFor();
  await hands.settlesOn(hands.field('lock.login'));
}

/** Runs something in the provider's page, which has no bridge and no window of its own. */
const inProvider = (script: string) =>
  at.window.application.evaluate(
    async ({ webContents }, [origin, words]) => {
      const page = webContents.getAllWebContents().find((each) => each.getURL().startsWith(origin ?? ''));
      return page === undefined ? 'no page' : page.executeJavaScript(words ?? '');
    },
    [provider.issuer, script] as const,
  );

/** Keys as the window's system reports them, to the provider's page. */
const typeInProvider = (keys: readonly string[]) =>
  at.window.application.evaluate(
    ({ webContents }, [origin, pressed]) => {
      const page = webContents.getAllWebContents().find((each) => each.getURL().startsWith(origin));
      for (const keyCode of pressed) {
        page?.sendInputEvent({ type: 'keyDown', keyCode });
        if (keyCode !== 'Escape' && keyCode !== 'F6') {
          page?.sendInputEvent({ type: 'char', keyCode: keyCode === 'Enter' ? '\r' : keyCode });
        }
        page?.sendInputEvent({ type: 'keyUp', keyCode });
      }
    },
    [provider.issuer, keys] as const,
  );

describe('a second factor at the workstation, by keyboard alone', () => {
  it('is read out by its heading, says what comes next, and has everything in its order', async () => {
    const { hands } = at;
    await toFactors();
    expect(await hands.heard()).toContain(`polite: ${hands.say('factor.lead')}`);
    expect(await hands.order()).toEqual(order('factor.kind.push'));
  });

  it('opens and closes where to go when none of the ways is at hand, where it stands', async () => {
    const { hands, page } = at;
    const counter = page.getByTestId('factor-none').getByTestId('counter-lines');
    await hands.press(none());
    await counter.waitFor();
    await hands.settlesOn(none());
    await page.keyboard.press('Space');
    await counter.waitFor({ state: 'hidden' });
    expect(await hands.order()).toEqual(order('factor.kind.push'));
  });

  it('lets the way be chosen by the arrows without leaving the choice', async () => {
    const { hands, page } = at;
    await chooseCode();
    await hands.settlesOn(radio('factor.kind.totp'));
    await page.keyboard.press('ArrowDown');
    await hands.settlesOn(radio('factor.kind.push'));
    await page.keyboard.press('ArrowUp');
    await hands.settlesOn(radio('factor.kind.totp'));
    expect(await hands.order()).toEqual(order('factor.kind.totp'));
  });

  it('has its language changed without losing what was typed', async () => {
    const { hands, page } = at;
    await hands.fill(code(), '12');
    await hands.press('button "日本語"');
    await page.locator('html[lang=ja]').waitFor();
    await hands.settlesOn('button "English"');
    expect((await hands.order()).slice(3, 6)).toEqual([
      `radio "${sentence('ja', 'factor.kind.totp')}"`,
      `textbox "${sentence('ja', 'factor.code')}"`,
      `button "${sentence('ja', 'factor.confirm')}"`,
    ]);
    expect(await hands.heard()).toContain(`polite: ${sentence('ja', 'factor.lead')}`);
    await hands.press('button "English"');
    await page.locator('html[lang=en]').waitFor();
    expect(await page.locator('.second-factor-code input').inputValue()).toBe('12');
  });

  it('says at once that a code is wrong, in both languages, and waits in the emptied field', async () => {
    const { hands, page } = at;
    await hands.tabTo(code());
    await page.keyboard.press('Control+a');
    await hands.type('000000');
    await page.keyboard.press('Enter');
    await expect.poll(hands.heard, patience).toContain(`assertive: ${hands.say('factor.wrong')}`);
    await hands.settlesOn(code());
    expect(await page.locator('.second-factor-code input').inputValue()).toBe('');
    await hands.press('button "日本語"');
    await page.locator('html[lang=ja]').waitFor();
    expect(await hands.heard()).toContain(`assertive: ${sentence('ja', 'factor.wrong')}`);
    await hands.press('button "English"');
    await page.locator('html[lang=en]').waitFor();
    expect(await hands.order()).toEqual(order('factor.kind.totp'));
  });

  it('signs in with the right one', async () => {
    const { hands, page } = at;
    await hands.fill(code(), tokens.codeOf(login));
    await page.keyboard.press('Enter');
    await signOut();
  });

  it('says that a prompt is on the phone, keeps the focus while it waits, and signs in', async () => {
    const { hands } = at;
    await toFactors();
    await hands.press(hands.button('factor.send'));
    await expect.poll(hands.heard, patience).toContain(`polite: ${hands.say('factor.push-sent')}`);
    await hands.settlesOn(hands.button('factor.send-again'));
    tokens.approve(login, 'accept');
    await signOut();
  });

  it('goes back to the password, where the next person begins', async () => {
    const { hands, page } = at;
    await toFactors();
    await hands.press(hands.button('factor.back'));
    await page.getByTestId('lock-form').waitFor();
    await hands.settlesOn(hands.field('lock.login'));
    expect(await page.locator('input[name=login]').inputValue()).toBe('');
  });
});

describe('the provider’s own page, by keyboard alone', () => {
  const pageHasKeyboard = () =>
    expect
      .poll(async () => (await hasKeyboard(at.window)).map(origin), patience)
      .toEqual([origin(provider.issuer)]);
  const origin = (address: string) => new URL(address).origin;
  const bar = () => [at.hands.button('factor.page-enter'), at.hands.button('factor.page-close')];
  const open = async () => {
    const { hands, page } = at;
    await hands.press(hands.button('factor.page'));
    await page.getByRole('dialog', { name: hands.say('factor.page-open') }).waitFor();
    await expect
      .poll(() => inProvider('document.title + document.readyState'), patience)
      .toBe('大学サインインcomplete');
    await pageHasKeyboard();
  };
  const isClosed = async () => {
    const { hands } = at;
    await expect
      .poll(hands.heard, patience)
      .toContain(`assertive: ${hands.say('error.factor/window-closed')}`);
    expect(await inProvider('1')).toBe('no page');
    await hands.settlesOn(hands.button('factor.page'));
  };

  it('has the keyboard at once; Escape closes it, says so, and leads back to what opened it', async () => {
    await toFactors();
    await open();
    expect(await focused(at.page)).toBe(at.hands.button('factor.page-enter'));
    expect(await at.hands.order()).toEqual(bar());
    await typeInProvider(['Escape']);
    await isClosed();
  });

  it('leads to its bar by F6, and from there back into it by F6 or Enter', async () => {
    await open();
    for (const key of ['F6', 'Enter']) {
      await typeInProvider(['F6']);
      await expect.poll(() => hasKeyboard(at.window), patience).toEqual([at.page.url()]);
      await at.page.keyboard.press(key);
      await pageHasKeyboard();
    }
    await typeInProvider(['Escape']);
    await isClosed();
  });

  it('is closed from its bar by Enter and by Escape too', async () => {
    for (const key of ['Enter', 'Escape']) {
      await open();
      await at.page.bringToFront();
      if (key === 'Enter') await at.hands.tabTo(at.hands.button('factor.page-close'));
      await at.page.keyboard.press(key);
      await isClosed();
    }
  });

  it('signs in who goes on in it', async () => {
    await open();
    expect(await inProvider('document.activeElement.name')).toBe('code');
    await typeInProvider([...'246810']);
    await expect.poll(() => inProvider('document.activeElement.value'), patience).toBe('246810');
    await typeInProvider(['Enter']);
    await signOut();
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints.filter((words) => !words.includes('elsewhere.example'))).toEqual([]);
  });
});
