import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prepareFaceGround } from '../../main/cli/face-ground.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { createKeyCareHands, type KeyCareHands } from '../../main/cli/tour/key-care-hands.ts';
import { firstScreen, type KioskScreens, secondScreen, startKioskScreens } from '../rigs/kiosk-screens.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from './institution.ts';
import { labSessionPolicy } from './lab-session-policy.ts';

const pictures = join(import.meta.dirname, '..', '..', 'out', 'kiosk');
const patience = { timeout: 5_000 };

/** A program with a window, which says nothing of itself to anybody. */
const program = {
  kind: 'program' as const,
  id: 'tester',
  label: { ja: '試験', en: 'Tester' },
  icon: 'tool' as const,
  path: '/usr/bin/xev',
  arguments: ['-geometry', '900x600+120+60'],
};
const programTitle = 'Event Tester';
const student = ['s20240001', 'demo-sakura'] as const;

let screens: KioskScreens;
let institution: Institution;
let lab: OpenWindow;
let keyHands: KeyCareHands;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const ground = await prepareFaceGround({ virtualDisplay: null, notice: () => undefined });
  if (!ground.ok) throw new Error(ground.failure.detail);
  screens = await startKioskScreens(ground.value.user);
  await screens.plugIn();
  const { environment } = screens;
  const policy = labSessionPolicy();
  if (policy.lab === undefined) throw new Error('no tiles');
  institution = await startInstitution(
    ['lab'],
    { kiosk: true, policy: { ...policy, lab: { ...policy.lab, tiles: [...policy.lab.tiles, program] } } },
    { ...ground.value, onVirtualDisplay: true, environment },
  );
  lab = await institution.open('lab');
  keyHands = createKeyCareHands(lab.page, 'en');
});
beforeEach(() => pictureOnFailure(lab));
afterAll(async () => {
  await institution?.stop();
  await screens?.stop();
});

/** What Electron itself says of its windows: their places, and whether each fills a screen. */
const windows = () =>
  lab.application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .map((window) => ({
        cover: window.webContents.getURL().endsWith('#cover'),
        kiosk: window.isKiosk(),
        onTop: window.isAlwaysOnTop(),
        ...window.getBounds(),
      }))
      .sort((left, right) => left.x - right.x),
  );
const mainHeld = { cover: false, kiosk: true, onTop: true, x: 0, y: 0, ...firstScreen };
const coverHeld = { cover: true, kiosk: true, onTop: true, x: firstScreen.width, y: 0, ...secondScreen };
const covers = () => lab.application.windows().filter((page) => page.url().endsWith('#cover'));
const cover = async (): Promise<Page> => {
  await expect.poll(() => covers().length, patience).toBe(1);
  const [page] = covers();
  if (page === undefined) throw new Error('no cover');
  await page.getByTestId('cover').waitFor();
  return page;
};
const held = () => expect.poll(windows, patience).toEqual([mainHeld, coverHeld]);

describe('the screens', () => {
  it('are all held: the lock screen on the first, a cover on the second', async () => {
    await held();
    const page = await cover();
    await page
      .getByText(/北斗大学/)
      .first()
      .waitFor();
    expect(await page.getByTestId('cover').innerText()).toMatch(/\d\d:\d\d/);
    await expect.poll(() => page.locator('button, a, input, select, textarea, [tabindex]').count()).toBe(0);
    await screens.picture(join(pictures, 'en.png'));
    await lab.page.getByRole('button', { name: /日本語/ }).click();
    await lab.page.locator('html[lang=ja]').waitFor();
    await screens.picture(join(pictures, 'ja.png'));
    await lab.page.getByRole('button', { name: /English/ }).click();
    await lab.page.locator('html[lang=en]').waitFor();
  });

  it('lose their cover with the screen, and get one with the next that is plugged in', async () => {
    await screens.unplug();
    await expect.poll(windows, patience).toEqual([mainHeld]);
    await screens.plugIn();
    await held();
    await cover();
  });

  it('show a cover that can ask and hear nothing but whose machine it is (I9)', async () => {
    const page = await cover();
    expect((await callFromPage(page, 'station.status', {})).ok).toBe(true);
    for (const name of ['lab.signIn', 'lab.session', 'kiosk.leave', 'kiosk.startAid', 'kiosk.window']) {
      expect(await callFromPage(page, name, {})).toEqual({ ok: false, code: 'call/not-offered-here' });
    }
  });
});

describe('ways out', () => {
  it('are refused: closing, shrinking and leaving the full screen end where they began', async () => {
    await lab.application.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    await held();
    await lab.application.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.minimize();
    });
    await held();
    await lab.application.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.setKiosk(false);
    });
    await held();
  });

  it.each(['alt+F4', 'ctrl+w', 'ctrl+q', 'ctrl+r', 'F5', 'F11', 'F12', 'ctrl+shift+i', 'ctrl+p', 'ctrl+n'])(
    'are refused: %s from the keyboard changes nothing',
    async (keys) => {
      await lab.hands.field('lock.login').fill('kept');
      await lab.hands.field('lock.login').focus();
      await screens.press(keys);
      // A key that types comes after the one that must do nothing.
      await screens.press('x');
      await expect.poll(() => lab.hands.field('lock.login').inputValue(), patience).toBe('keptx');
      await held();
      expect(lab.application.windows()).toHaveLength(2);
    },
  );

  it('leave the size of the page between 100 and 200 %', async () => {
    const factor = () =>
      lab.application.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .filter((window) => !window.webContents.getURL().endsWith('#cover'))
          .map((window) => window.webContents.getZoomFactor()),
      );
    for (let press = 0; press < 6; press += 1) await screens.press('ctrl+plus');
    await expect.poll(factor, patience).toEqual([expect.closeTo(2)]);
    // The screen beside it is enlarged with it, and can be scrolled by nobody.
    const beside = await cover();
    await expect.poll(() => beside.evaluate(() => devicePixelRatio), patience).toBeCloseTo(2);
    expect(
      await beside
        .getByTestId('cover')
        .evaluate(
          (all) =>
            all.scrollHeight <= all.clientHeight &&
            all.lastElementChild !== null &&
            all.lastElementChild.getBoundingClientRect().bottom <= innerHeight,
        ),
    ).toBe(true);
    await screens.press('ctrl+minus');
    await expect.poll(factor, patience).toEqual([expect.closeTo(1.75)]);
    for (let press = 0; press < 6; press += 1) await screens.press('ctrl+minus');
    await expect.poll(factor, patience).toEqual([expect.closeTo(1)]);
  });

  it('take the focus only for a moment', async () => {
    const away = () =>
      lab.application.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((window) => !window.webContents.getURL().endsWith('#cover'))
          ?.blur(),
      );
    await away();
    await expect
      .poll(
        () =>
          lab.application.evaluate(({ BrowserWindow }) =>
            BrowserWindow.getFocusedWindow()?.webContents.getURL().endsWith('#cover'),
          ),
        patience,
      )
      .toBe(false);
  });

  it('are told honestly: what holds, what does not, and what cannot be seen from here', async () => {
    const posture = await lab.page.evaluate(async () => {
      const { madoguchi } = window as unknown as {
        madoguchi: {
          call(
            name: string,
            input: object,
          ): Promise<{ value?: { facts: { name: string; standing: string }[] } }>;
        };
      };
      return (await madoguchi.call('kiosk.posture', {})).value?.facts;
    });
    const standing = Object.fromEntries((posture ?? []).map((fact) => [fact.name, fact.standing]));
    expect(standing).toMatchObject({
      'screen-primary': 'holding',
      'screens-covered': 'holding',
      'window-on-top': 'holding',
      'window-close': 'holding',
      'window-keys': 'holding',
      'shortcut-alt-f4': 'holding',
      'developer-tools': 'missing',
      'system-control-alt-delete': 'unknown',
    });
  });
});

describe('the maintenance exit', () => {
  const exit = () => lab.page.getByTestId('maintenance');

  it('is not opened by a press, a guess or a cancelled key (I9)', async () => {
    await lab.hands.button('kiosk.maintenance').click();
    await exit().waitFor();
    await screens.picture(join(pictures, 'maintenance-en.png'));
    await lab.page.getByRole('button', { name: /日本語/ }).click();
    await lab.page.locator('html[lang=ja]').waitFor();
    await screens.picture(join(pictures, 'maintenance-ja.png'));
    await lab.page.getByRole('button', { name: /English/ }).click();
    await lab.page.locator('html[lang=en]').waitFor();
    await lab.hands.button('kiosk.leave.submit').click();
    await lab.page.getByTestId('key-prompt').waitFor();
    await lab.hands.button('action.cancel').click();
    await lab.page.getByText(sentence('en', 'error.key/cancelled')).waitFor();
    for (const name of ['staff.signIn', 'staff.totpSignIn', 'key.answerPinChange', 'staff.session'])
      expect(await callFromPage(lab.page, name, {})).toEqual({ ok: false, code: 'call/not-offered-here' });
    await held();
  });

  it("opens for a supervisor's key, uncovers the screens, and closes again", async () => {
    await lab.hands.plugInKey(0);
    await lab.hands.button('kiosk.leave.submit').click();
    await keyHands.givePin(pin);
    await lab.hands.touchKey();
    await lab.page.getByTestId('kiosk-left').waitFor();
    await expect.poll(windows, patience).toMatchObject([{ cover: false, kiosk: false, onTop: false }]);
    await lab.page.screenshot({ path: join(pictures, 'left-en.png') });
    await lab.page.getByRole('button', { name: /日本語/ }).click();
    await lab.page.locator('html[lang=ja]').waitFor();
    await lab.page.screenshot({ path: join(pictures, 'left-ja.png') });
    await lab.page.getByRole('button', { name: /English/ }).click();
    await lab.page.locator('html[lang=en]').waitFor();
    await lab.hands.button('kiosk.return').click();
    await lab.page.getByTestId('kiosk-left').waitFor({ state: 'detached' });
    await held();
  });

  it('ends at once when somebody signs in', async () => {
    await lab.hands.button('kiosk.maintenance').click();
    await lab.hands.button('kiosk.leave.submit').click();
    await keyHands.givePin(pin);
    await lab.hands.touchKey();
    await lab.page.getByTestId('kiosk-left').waitFor();
    await lab.hands.signInAtLab(...student);
    await lab.page.getByTestId('session-bar').waitFor();
    await held();
    expect(await callFromPage(lab.page, 'kiosk.leave', {})).toEqual({
      ok: false,
      code: 'kiosk/session-open',
    });
    await lab.hands.button('session.sign-out').click();
    await lab.page.getByTestId('lock-form').waitFor();
    await held();
  });
});

describe('a program of a session', () => {
  const pagesOf = (fragment: string) =>
    lab.application.windows().filter((page) => page.url().endsWith(fragment));
  const strip = async (): Promise<Page> => {
    await expect.poll(() => pagesOf('#strip').length, patience).toBe(1);
    const [page] = pagesOf('#strip');
    if (page === undefined) throw new Error('no strip');
    await page.getByRole('timer').waitFor();
    return page;
  };
  const inFront = (title: string | RegExp) => expect.poll(screens.focused, patience).toMatch(title);
  const face = /Madoguchi/;
  const mainWindow = async () => (await windows()).find(({ cover, width }) => !cover && width > 1000);

  it('comes to the front, with the other screens covered and the way back in sight', async () => {
    await lab.hands.signInAtLab(...student);
    await lab.page.getByTestId('tile-tester').click();
    await inFront(programTitle);
    const page = await strip();
    await expect.poll(() => page.getByRole('timer').innerText(), patience).toMatch(/残り .*left/s);
    await expect.poll(mainWindow, patience).toMatchObject({ onTop: false });
    // A program may be moved before a cover, which stays where it is.
    expect(await windows()).toContainEqual({ ...coverHeld, onTop: false });
    const [bar] = (await windows()).filter(({ width }) => width === 720);
    expect(bar).toMatchObject({ onTop: true, y: 740, height: 60 });
    await screens.picture(join(pictures, 'strip.png'));
  });

  it('and the face take turns by the keys that the strip shows', async () => {
    await (await strip()).getByText('Ctrl+Alt+M').waitFor();
    await screens.press('ctrl+alt+m');
    await inFront(face);
    await lab.page.getByTestId('session-bar').waitFor();
    await screens.press('ctrl+alt+m');
    await inFront(programTitle);
  });

  it('and the face take turns by the buttons of the strip, from the keyboard too', async () => {
    const page = await strip();
    await page.getByRole('button', { name: 'Madoguchi' }).click();
    await inFront(face);
    await page.getByRole('button', { name: 'Program' }).focus();
    await page.keyboard.press('Enter');
    await inFront(programTitle);
  });

  it('is told of by a strip that can extend and end nothing (I9)', async () => {
    const page = await strip();
    for (const name of [
      'lab.signOut',
      'lab.extend',
      'lab.active',
      'lab.open',
      'kiosk.leave',
      'kiosk.startAid',
    ])
      expect(await callFromPage(page, name, {})).toEqual({ ok: false, code: 'call/not-offered-here' });
    expect(await callFromPage(page, 'kiosk.front', { front: 'desktop' })).toEqual({
      ok: false,
      code: 'call/bad-input',
    });
  });

  it('is covered while its person keeps their place, and gone with their session', async () => {
    await screens.press('ctrl+alt+m');
    await inFront(face);
    await lab.hands.button('session.keep-place').click();
    await lab.page.getByTestId('place-locked').waitFor();
    await held();
    await lab.hands.field('place.password').fill(student[1]);
    await lab.hands.button('place.unlock').click();
    await strip();
    await lab.page.getByTestId('session-bar').waitFor();
    await lab.hands.button('session.sign-out').click();
    await lab.page.getByTestId('lock-form').waitFor();
    await held();
    expect(pagesOf('#strip')).toHaveLength(0);
    await inFront(face);
    await screens.press('ctrl+alt+m');
    await held();
  });
});

it('keeps its content security policy without a complaint', () => {
  expect(lab.complaints).toEqual([]);
});
