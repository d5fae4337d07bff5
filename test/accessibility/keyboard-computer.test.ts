import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Demonstration } from '../../main/cli/demonstration/demonstration.ts';
import {
  openStandInAuthenticator,
  type StandInAuthenticator,
} from '../../main/cli/tour/stand-in-authenticator.ts';
import doctor from '../../preload/contract/messages/doctor-en.json' with { type: 'json' };
import { patience } from './keyboard-hands.ts';
import { keyboardWindow, openedWindow } from './keyboard-window.ts';
import { shiftFindings } from './shift-findings.ts';
import { focused } from './tree.ts';

const supervisorKey = 1;
let authenticator: StandInAuthenticator;
const settingsOf = ({ folder }: Demonstration) => join(folder, 'institution', 'counter.json');
/** Ends the agent, and has another take its place with settings that were changed; gives what brings the old ones back. */
async function restartWith(demonstration: Demonstration, changes: object): Promise<() => Promise<void>> {
  const { counter } = demonstration.stations;
  const file = settingsOf(demonstration);
  const before = readFileSync(file, 'utf8');
  const restart = async (text: string) => {
    await counter.process().stop();
    writeFileSync(file, text, { mode: 0o600 });
    await counter.start();
  };
  await restart(JSON.stringify({ ...JSON.parse(before), ...changes }));
  return () => restart(before);
}

const at = keyboardWindow(async () => {
  const opened = await openedWindow('counter', {}, async ({ demonstration }) => {
    // Nothing is asked of it: no policy of the demonstration has updates.
    await restartWith(demonstration, { update: { from: 'http://127.0.0.1:9/' } });
  });
  authenticator = await openStandInAuthenticator(opened.window.page);
  return opened;
});

async function signIn(): Promise<void> {
  const { hands } = at;
  await hands.press(hands.button('staff.sign-in'));
  await hands.answerKey();
  await hands.settlesOn(`combobox "${hands.say('find.label')}"`);
}

describe('a computer that is not set up, by keyboard alone', () => {
  it('reads out what IT does next, has its language in reach, and goes on by itself', async () => {
    const { hands, page } = at;
    const { demonstration } = at.institution;
    const stateFolder = join(demonstration.folder, 'not-enrolled');
    // Without a token and without the station's own state: as the installer leaves it.
    const enrolAgain = await restartWith(demonstration, { stateFolder, hub: null });
    await hands.settlesOn(hands.heading('setup.heading'));
    expect(await hands.order()).toEqual(['button "日本語"']);
    await page.getByText('madoguchi enrol --hub URL --token-file FILE', { exact: true }).waitFor();
    await hands.press('button "日本語"');
    await page.locator('html[lang=ja]').waitFor();
    await hands.settlesOn('button "English"');
    await page.keyboard.press('Enter');
    await page.locator('html[lang=en]').waitFor();
    await enrolAgain();
    await hands.settlesOn(hands.heading('staff.heading'));
    await page.locator('html[data-ready=staff]').waitFor();
  });
});

describe('the state of a computer, by keyboard alone', () => {
  it('is read out by its heading, then what it amounts to; looking again leaves the focus where it is', async () => {
    const { hands, page } = at;
    await hands.plugIn(supervisorKey);
    await signIn();
    await hands.openRoom(hands.say('doctor.tab'));
    await hands.settlesOn(`heading "${doctor['page.heading']}"`);
    await page.locator('.doctor-checks').waitFor();
    expect(await hands.heard()).toContain(`polite: ${doctor['report.worst.warn']}`);
    const again = `button "${doctor['page.again']}"`;
    expect(await hands.order()).toEqual([
      `tab "${hands.say('doctor.tab')}"`,
      'button "日本語"',
      hands.button('staff.sign-out'),
      again,
    ]);
    await hands.press(again);
    await hands.settlesOn(again);
  });
});

describe('this computer as a way in, by keyboard alone', () => {
  const card = () => at.page.getByTestId('this-computer');

  it('is begun by Enter and a key; its own dialog can be left, which is said, and begun again', async () => {
    const { hands } = at;
    await hands.openRoom(hands.say('keys.tab'));
    await card().waitFor();
    expect((await hands.order()).at(-1)).toBe(hands.button('computer.begin'));
    await authenticator.present(false);
    await hands.press(hands.button('computer.begin'));
    await hands.answerKey();
    await card().locator('[data-step=register]').waitFor();
    expect(await hands.heard()).toContain('polite: 2 of 3: registering this computer…');
    expect((await hands.order()).at(-1)).toBe(hands.button('action.cancel'));
    await hands.press(hands.button('action.cancel'));
    await expect.poll(hands.heard, patience).toContain(`polite: ${hands.say('computer.not-given')}`);
    await hands.settlesOn(/^(?:heading|button) /);
    await authenticator.present(true);
  });

  it('is registered, says so, and leaves the focus on what stands there', async () => {
    const { hands } = at;
    await hands.press(hands.button('computer.begin'));
    await hands.answerKey();
    await expect.poll(hands.heard, patience).toContain(`polite: ${hands.say('computer.done-heading')}`);
    await hands.settlesOn(/^heading /);
    await hands.press(hands.button('staff.sign-out'));
    await hands.settlesOn(hands.button('staff.sign-in'));
  });
});

describe('a new version that is being fetched', () => {
  const file = () =>
    join(at.institution.demonstration.stations.counter.stateFolder, 'update', 'fetching.json');
  const told = (done: number) =>
    writeFileSync(
      file(),
      JSON.stringify({
        v: 1,
        version: '9.8.7',
        done,
        total: 400,
        remainingSeconds: 400 - done,
        at: new Date().toISOString(),
      }),
    );

  const longPatience = { timeout: 40_000, interval: 500 };

  it('is shown to a supervisor with how far it is and how long it takes, and follows it by itself', async () => {
    const { hands, page } = at;
    mkdirSync(dirname(file()), { recursive: true });
    told(100);
    await signIn();
    await hands.openRoom(hands.say('doctor.tab'));
    const bar = page.locator('[data-check=update] progress');
    // What was found a moment ago is said again for ten seconds.
    const again = `button "${doctor['page.again']}"`;
    await page.locator('.doctor-checks').waitFor();
    for (let asked = 1; asked <= 6 && (await bar.count()) === 0; asked += 1) {
      await hands.press(again);
      await bar.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    expect(await bar.getAttribute('value')).toBe('25');
    expect(await bar.getAttribute('aria-valuetext')).toMatch(/^Version 9\.8\.7 .*25 %, about 5 minutes left/);
    expect(await hands.heard()).toContain('polite: Update: Version 9.8.7');
    await shiftFindings(page);
    const stood = await focused(page);
    told(200);
    await expect.poll(() => bar.getAttribute('value'), longPatience).toBe('50');
    expect(await shiftFindings(page)).toEqual([]);
    rmSync(file());
    await expect.poll(() => bar.count(), longPatience).toBe(0);
    expect(await focused(page)).toBe(stood);
  });

  it('keeps its content security policy without a complaint', () => {
    expect(at.window.complaints).toEqual([]);
  });
});
