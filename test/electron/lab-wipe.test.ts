import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationAccounts } from '../../main/profile/demonstration-accounts.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import { type Institution, type OpenWindow, pictureOnFailure, startInstitution } from './institution.ts';

const pictures = join(import.meta.dirname, '..', '..', 'out', 'lab-wipe');
const [student] = demonstrationAccounts;

/** Calls from inside the page, eight at a time, until one is refused: no allowance grows back as fast on any machine. */
const refusalAfterMany = (page: Page, name: string) =>
  page.evaluate(async (called) => {
    const { madoguchi } = window as unknown as {
      madoguchi: {
        call(name: string, input: unknown): Promise<{ ok: boolean; refusal?: { code: string } }>;
      };
    };
    for (let round = 0; round < 100; round += 1) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => madoguchi.call(called, {})));
      const refused = answers.find(({ ok }) => !ok);
      if (refused !== undefined) return refused.refusal?.code;
    }
    return undefined;
  }, name);

describe('a lab window while the last session is wiped', () => {
  let institution: Institution;
  let lab: OpenWindow;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    institution = await startInstitution(['lab'], {
      policy: {
        ...demonstrationPolicy(new Date()),
        lab: {
          tiles: [],
          wipedFolders: [],
          hooks: [
            {
              id: 'slow',
              when: 'end',
              path: '/bin/sleep',
              arguments: ['4'],
              timeoutSeconds: 20,
              whenFails: 'report',
            },
          ],
        },
      },
    });
    lab = await institution.open('lab');
  });
  beforeEach(() => pictureOnFailure(lab));
  afterAll(() => institution?.stop());

  async function signIn(): Promise<void> {
    if (student === undefined) throw new Error('the demonstration has no student');
    await lab.hands.signInAtLab(student.person.login, student.password);
  }
  const signedIn = () => lab.page.getByTestId('session-bar').waitFor();
  const picture = (name: string) => lab.page.screenshot({ path: join(pictures, `${name}.png`) });

  it('says what is being done, as a bar that has a name; a sign-in waits for it and then goes on', async () => {
    await signIn();
    await signedIn();
    await lab.hands.button('session.sign-out').click();
    const bar = lab.page.getByRole('progressbar', { name: sentence('en', 'wipe.part.commands') });
    await bar.waitFor();
    // One command cannot be told by parts: no figure is made up.
    expect(await bar.getAttribute('value')).toBeNull();
    await signIn();
    await lab.page.getByText(sentence('en', 'lock.waiting-wipe')).waitFor();
    await picture('waiting-en');
    await lab.page.getByRole('button', { name: /日本語/ }).click();
    await picture('waiting-ja');
    await lab.page.getByRole('button', { name: /English/ }).click();
    await signedIn();
  });

  it('lets the person stop waiting: nothing was checked, nobody is signed in, not even afterwards', async () => {
    await lab.hands.button('session.sign-out').click();
    await lab.page.getByTestId('wiping').waitFor();
    await signIn();
    await lab.hands.button('lock.cancel-sign-in').click();
    await lab.page.getByText(sentence('en', 'error.session/still-wiping')).waitFor();
    await picture('cancelled-en');
    expect(await lab.hands.field('lock.password').inputValue()).toBe('');
    await lab.page.locator('html[data-ready=lock]').waitFor();
    await expect.poll(() => lab.page.getByTestId('wiping').count()).toBe(0);
    await expect.poll(() => lab.page.getByTestId('session-bar').count()).toBe(0);
  });

  it('comes back to a lock screen that can be used, however often it was asked about before', async () => {
    await signIn();
    await signedIn();
    for (const name of ['lab.exemption', 'lab.factorOffered', 'lab.wipe'] as const) {
      expect(await refusalAfterMany(lab.page, name), name).toBe('call/flood');
    }
    await lab.hands.button('session.sign-out').click();
    await lab.page.locator('html[data-ready=lock]').waitFor();
  });

  it('keeps its content security policy without a complaint', () => expect(lab.complaints).toEqual([]));
});
