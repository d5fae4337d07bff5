import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence, type WindowLanguage } from '../../main/cli/tour/hands.ts';
import { createKeyCareHands } from '../../main/cli/tour/key-care-hands.ts';
import { demonstrationProfile } from '../../main/profile/demonstration.ts';
import { settingsFor } from '../contract/directory/ldap-settings-for-rig.ts';
import { isAvailable, type OpenLdap, startOpenLdap } from '../rigs/open-ldap.ts';
import { ACCOUNTS } from '../rigs/open-ldap-content.ts';
import { type SlowLine, startSlowLine } from '../rigs/slow-line.ts';
import { wipeFailingPolicy } from './failing-wipe.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

const pictures = join(import.meta.dirname, '..', '..', 'out', 'lab-waits');
const { student } = ACCOUNTS;
const dribble = { bytes: 1, everyMs: 300 };

describe.skipIf(!isAvailable().available)(
  'a lab window whose directory is slow, and whose wipe fails',
  () => {
    let rig: OpenLdap;
    let line: SlowLine;
    let ground: string;
    let flag: string;
    let institution: Institution;
    let lab: OpenWindow;
    beforeAll(async () => {
      mkdirSync(pictures, { recursive: true });
      rig = await startOpenLdap();
      line = await startSlowLine(Number(new URL(rig.secureUrl).port), {});
      ground = mkdtempSync(join(tmpdir(), 'lab-waits-'));
      flag = join(ground, 'not-clean');
      const settings = settingsFor(rig, { urls: [`ldaps://127.0.0.1:${line.port}`] });
      institution = await startInstitution(['lab'], {
        kiosk: true,
        directory: { kind: 'ldap', settings: JSON.parse(JSON.stringify(settings)) },
        policy: wipeFailingPolicy(flag),
      });
      lab = await institution.open('lab');
    });
    beforeEach(() => pictureOnFailure(lab));
    afterAll(async () => {
      await institution?.stop();
      await line?.stop();
      await rig?.stop();
      if (ground !== undefined) rmSync(ground, { recursive: true, force: true });
    });

    async function inBothLanguages(name: string): Promise<void> {
      await lab.page.screenshot({ path: join(pictures, `${name}-en.png`) });
      await lab.page.getByRole('button', { name: /日本語/ }).click();
      await lab.page.locator('html[lang=ja]').waitFor();
      await lab.page.screenshot({ path: join(pictures, `${name}-ja.png`) });
      await lab.page.getByRole('button', { name: /English/ }).click();
      await lab.page.locator('html[lang=en]').waitFor();
    }

    it('says what it waits for, and lets the person go; nobody is signed in, and it counts as one try', async () => {
      line.pace(dribble);
      await lab.hands.signInAtLab(student.login, student.password);
      await lab.page.getByText(sentence('en', 'lock.waiting-directory')).waitFor();
      await inBothLanguages('waiting');
      await lab.hands.button('lock.cancel-sign-in').click();
      await lab.page.getByText(sentence('en', 'error.sign-in/cancelled')).waitFor();
      await expect.poll(() => line.open()).toBe(0);
      await expect.poll(() => lab.page.getByTestId('session-bar').count()).toBe(0);
      expect(await lab.hands.field('lock.login').inputValue()).toBe(student.login);
      expect(await lab.hands.field('lock.password').inputValue()).toBe('');
      await inBothLanguages('cancelled');
    });

    it('ends by its own deadline with its own words, however many bytes still come', async () => {
      const startedMs = performance.now();
      await lab.hands.signInAtLab(student.login, student.password);
      await lab.page.getByText(sentence('en', 'outcome.unavailable.title')).first().waitFor();
      expect(performance.now() - startedMs).toBeLessThan(8000);
      await expect.poll(() => lab.page.getByText(sentence('en', 'lock.waiting-directory')).count()).toBe(0);
    });

    it('shows the institution’s own words for why no second factor is asked', async () => {
      await lab.hands.disclosure('exemption.why-not-asked').click();
      const { notAsked } = demonstrationProfile.messages;
      const shown = (language: WindowLanguage) => lab.page.getByText(notAsked[language]).waitFor();
      await shown('en');
      await lab.page.getByRole('button', { name: /日本語/ }).click();
      await shown('ja');
      await lab.page.getByRole('button', { name: /English/ }).click();
      await lab.page.locator('.exemption-own').scrollIntoViewIfNeeded();
      await inBothLanguages('own-words');
      await lab.hands.disclosure('exemption.why-not-asked').click();
    });

    it('signs in once the line is well; what can’t be wiped locks it until a supervisor’s key has it tried anew', async () => {
      line.pace({});
      await lab.hands.signInAtLab(student.login, student.password);
      await lab.page.getByTestId('session-bar').waitFor();
      writeFileSync(flag, '');
      await lab.hands.button('session.sign-out').click();
      await lab.page.getByText(sentence('en', 'wipe.failed')).waitFor();
      await inBothLanguages('wipe-failed');

      await lab.hands.button('wipe.again').click();
      await inBothLanguages('wipe-again');
      const keyHands = createKeyCareHands(lab.page, 'en');
      await lab.hands.plugInKey(0);
      const again = async () => {
        await lab.hands.button('wipe.again.submit').click();
        await keyHands.givePin(pin);
        await lab.hands.touchKey();
        await lab.page.getByTestId('wipe-again').waitFor({ state: 'detached' });
      };
      await again();
      // The cause is still there: the key alone opens nothing.
      await lab.page.getByText(sentence('en', 'wipe.failed')).waitFor();
      await expect.poll(() => lab.page.getByTestId('lock-form').count()).toBe(0);

      rmSync(flag);
      await lab.hands.button('wipe.again').click();
      await again();
      await lab.page.getByTestId('lock-form').waitFor();
      await lab.page.locator('html[data-ready=lock]').waitFor();
      await lab.hands.signInAtLab(student.login, student.password);
      await lab.page.getByTestId('session-bar').waitFor();
    });

    it('keeps its content security policy without a complaint', () => expect(lab.complaints).toEqual([]));
  },
);
