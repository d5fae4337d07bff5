import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Pages } from '../../main/cli/demonstration/campus-site.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { labSessionPolicy } from '../electron/lab-session-policy.ts';
import { campusHosts } from '../rigs/campus-pages.ts';
import { patience } from './keyboard-hands.ts';
import { hasKeyboard, keyboardWindow, openedWindow } from './keyboard-window.ts';

/** A page with a button that prints and a field that wants files; where it begins, a site of its own takes the keyboard. */
const pages: Pages = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><meta charset="utf-8"><title>Report</title>
<button id="print" onclick="print()" autofocus>print</button>
<input type="file" id="one" onchange="given.textContent = this.files[0].name"><p id="given"></p>`);
};

const at = keyboardWindow(() =>
  openedWindow('lab', { policy: labSessionPolicy(), campus: { pages, hosts: campusHosts } }),
);

const languages = ['button "日本語"', 'button "やさしいにほんご"'];
const bar = () => [...languages, at.hands.button('session.keep-place'), at.hands.button('session.sign-out')];
const tiles = [
  'button "Hokuto University Portal Site"',
  'button "Hokuto University Portal Site"',
  'button "sleeper Program"',
  'button "missing Program"',
  'button "failing Program"',
];
const why = () => `DisclosureTriangle "${at.hands.say('exemption.why-not-asked')}"`;
const siteBar = () => [
  at.hands.button('site.home'),
  at.hands.button('site.reload'),
  at.hands.button('site.print'),
  at.hands.button('site.close'),
];
const signedIn = /^heading "You are signed in/;

const site = 'https://portal.hokuto.example/';
const inSite = (script: string) =>
  at.window.application.evaluate(
    async ({ webContents }, [address, words]) =>
      webContents
        .getAllWebContents()
        .find((one) => one.getURL() === address)
        ?.executeJavaScript(words, true),
    [site, script] as const,
  );
/** A key as the window's system reports it, to the site. */
const pressInSite = (keyCode: string, ...modifiers: 'control'[]) =>
  at.window.application.evaluate(
    ({ webContents }, key) => {
      const page = webContents.getAllWebContents().find((one) => one.getURL() === key.site);
      for (const type of ['keyDown', 'char', 'keyUp'] as const) {
        if (type === 'char' && key.keyCode !== 'Enter') continue;
        page?.sendInputEvent({ type, keyCode: key.keyCode, modifiers: key.modifiers });
      }
    },
    { site, keyCode, modifiers },
  );
const siteHasKeyboard = () => expect.poll(() => hasKeyboard(at.window), patience).toEqual([site]);
const barHasKeyboard = () => expect.poll(() => hasKeyboard(at.window), patience).toEqual([at.page.url()]);

const sessionFolder = () => {
  const folder = join(at.institution.demonstration.folder, 'lab-run', 'sessions');
  const [name] = readdirSync(folder).filter((one) => !one.startsWith('.'));
  if (name === undefined) throw new Error('no session folder');
  return join(folder, name);
};

/** This computer has printers, and what is printed on them goes nowhere. */
const withPrinters = () =>
  at.window.application.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents()) {
      contents.getPrintersAsync = async () =>
        [{ name: 'Corridor' }, { name: 'Lab 101', isDefault: true }] as never;
      contents.print = (_options, done) => done?.(true, '');
    }
  });

describe('a lab session by keyboard alone', () => {
  it('begins at its heading, with everything in reach in its order', async () => {
    const { hands, page } = at;
    await hands.fill(hands.field('lock.login'), 's20240001');
    await hands.fill(hands.field('lock.password'), 'demo-sakura');
    await page.keyboard.press('Enter');
    await page.getByTestId('session-bar').waitFor();
    await hands.settlesOn(signedIn);
    expect(await hands.order()).toEqual([...bar(), ...tiles, why()]);
  });

  it('moves between the tiles by the arrows, to both ends and not beyond', async () => {
    const { hands, page } = at;
    await hands.tabTo('button "sleeper Program"');
    await page.keyboard.press('ArrowRight');
    await hands.settlesOn('button "missing Program"');
    await page.keyboard.press('End');
    await hands.settlesOn('button "failing Program"');
    await page.keyboard.press('ArrowRight');
    await hands.settlesOn('button "failing Program"');
    await page.keyboard.press('Home');
    await hands.settlesOn('button "Hokuto University Portal Site"');
  });

  it('says at once that a program did not start, and stands on its tile', async () => {
    const { hands } = at;
    await hands.press('button "missing Program"');
    await expect.poll(hands.heard, patience).toContain(`assertive: ${hands.say('error.lab/program-failed')}`);
    await hands.settlesOn('button "missing Program"');
    await hands.press('button "failing Program"', 'Space');
    await expect.poll(hands.heard, patience).toMatch(/assertive: “failing” ended right after it started/);
    await hands.settlesOn('button "failing Program"');
  });
});

describe('a site of a session, by keyboard alone', () => {
  it('has the keyboard at once, and F6 leads to its bar and back', async () => {
    const { hands, page } = at;
    await hands.press(tiles[0] ?? '');
    await page.getByTestId('site-bar').waitFor();
    await siteHasKeyboard();
    await pressInSite('F6');
    await barHasKeyboard();
    expect(await hands.order()).toEqual([...bar(), ...siteBar()]);
    await page.keyboard.press('F6');
    await siteHasKeyboard();
  });

  it('prints by its own key: the dialog is read out, leads through its choices and says what became of it', async () => {
    const { hands, page } = at;
    await withPrinters();
    await pressInSite('P', 'control');
    await page.getByTestId('print-dialog').waitFor();
    await barHasKeyboard();
    await hands.settlesOn(`dialog "${hands.say('print.title')}"`);
    expect(await hands.order()).toEqual([
      `radio "Lab 101 ${hands.say('print.usual')}"`,
      hands.button('action.cancel'),
      hands.button('print.print'),
    ]);
    await hands.choose(hands.say('print.where'), 'radio "Corridor"');
    await hands.press(hands.button('print.print'));
    await page.getByTestId('print-dialog').waitFor({ state: 'detached' });
    await expect.poll(hands.heard, patience).toContain(`polite: ${hands.say('print.printed')}`);
    await siteHasKeyboard();
  });

  it('reads the dialog out in Japanese too; given up by Escape, the page that asked has the keyboard', async () => {
    const { hands, page } = at;
    const toLanguage = async (button: string, language: 'ja' | 'en') => {
      await pressInSite('F6');
      await barHasKeyboard();
      await hands.press(button);
      await page.locator(`html[lang=${language}]`).waitFor();
      await page.keyboard.press('F6');
      await siteHasKeyboard();
    };
    await toLanguage('button "日本語"', 'ja');
    await pressInSite('P', 'control');
    await page.getByTestId('print-dialog').waitFor();
    await barHasKeyboard();
    await hands.settlesOn(`dialog "${sentence('ja', 'print.title')}"`);
    expect(await hands.order()).toEqual([
      `radio "Lab 101 ${sentence('ja', 'print.usual')}"`,
      `button "${sentence('ja', 'action.cancel')}"`,
      `button "${sentence('ja', 'print.print')}"`,
    ]);
    await page.keyboard.press('Escape');
    await page.getByTestId('print-dialog').waitFor({ state: 'detached' });
    await siteHasKeyboard();
    await toLanguage('button "English"', 'en');
  });

  it('chooses a file of the session by the arrows, and the page has it and the keyboard', async () => {
    const { hands, page } = at;
    writeFileSync(join(sessionFolder(), 'essay.txt'), 'draft');
    writeFileSync(join(sessionFolder(), 'notes.txt'), 'many');
    // So soon after an answer the page is not heard again.
    await vi.waitFor(
      async () => {
        await inSite('document.querySelector("#one").click()');
        await page.getByTestId('files-dialog').waitFor({ timeout: 500 });
      },
      { timeout: 20_000 },
    );
    await barHasKeyboard();
    await hands.settlesOn('dialog "Files for portal.hokuto.example"');
    await page.getByText('essay.txt', { exact: true }).waitFor();
    // What gives the file waits for one to be chosen.
    expect(await hands.order()).toEqual(['radio "essay.txt"', hands.button('action.cancel')]);
    await hands.tabTo('radio "essay.txt"');
    await page.keyboard.press('ArrowDown');
    await hands.settlesOn('radio "notes.txt"');
    expect(await hands.order()).toEqual([
      'radio "notes.txt"',
      hands.button('action.cancel'),
      hands.button('files.give'),
    ]);
    await hands.press(hands.button('files.give'));
    await page.getByTestId('files-dialog').waitFor({ state: 'detached' });
    await expect
      .poll(() => inSite('document.querySelector("#given").textContent'), patience)
      .toBe('notes.txt');
    await siteHasKeyboard();
  });

  it('is closed from its bar, which leads back to the tiles', async () => {
    const { hands, page } = at;
    await pressInSite('F6');
    await barHasKeyboard();
    await hands.press(hands.button('site.close'));
    await page.getByTestId('tile-portal').waitFor();
    await hands.settlesOn(signedIn);
    expect(await hands.order()).toEqual([...bar(), ...tiles, why()]);
  });
});

describe('the files that are left at a sign-out, by keyboard alone', () => {
  it.each(['ja', 'en'] as const)('are read out at once in %s, and can be gone back to', async (language) => {
    const { hands, page } = at;
    if (language === 'ja') await hands.press('button "日本語"');
    await page.locator(`html[lang=${language}]`).waitFor();
    await hands.press(`button "${sentence(language, 'session.sign-out')}"`);
    await hands.settlesOn(`alertdialog "${sentence(language, 'sign-out.title')}"`);
    const dialog = page.getByTestId('sign-out-dialog');
    for (const name of ['essay.txt', 'notes.txt']) expect(await dialog.innerText()).toContain(name);
    expect(await hands.order()).toEqual([
      `button "${sentence(language, 'sign-out.back')}"`,
      `button "${sentence(language, 'sign-out.delete')}"`,
    ]);
    if (language === 'ja') await page.keyboard.press('Escape');
    else await hands.press(hands.button('sign-out.back'));
    await dialog.waitFor({ state: 'detached' });
    await hands.settlesOn(`button "${sentence(language, 'session.sign-out')}"`);
    if (language === 'ja') await hands.press('button "English"');
    await page.locator('html[lang=en]').waitFor();
  });

  it('go with the sign-out, which is said', async () => {
    const { hands, page } = at;
    await hands.press(hands.button('session.sign-out'));
    await hands.settlesOn(`alertdialog "${hands.say('sign-out.title')}"`);
    await hands.press(hands.button('sign-out.delete'));
    await page.locator('html[data-ready=lock]').waitFor();
    expect(await hands.heard()).toContain(`polite: ${hands.say('session.ended.signed-out')}`);
    await hands.settlesOn(hands.field('lock.login'));
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints).toEqual([]);
  });
});
