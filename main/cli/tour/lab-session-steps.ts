import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import { demonstrationAccounts } from '../../profile/demonstration-accounts.ts';
import { demonstrationPortal } from '../../profile/demonstration-lab.ts';
import { createHands, type Hands, sentence } from './hands.ts';
import type { TourGround, TourStep } from './tour-steps.ts';

/** A lab session from its launcher to its end: a campus site that cannot be left, a download, a kept place, sign-out. */
export function labSessionSteps(ground: TourGround): readonly TourStep[] {
  const { picture, language } = ground;
  const student = demonstrationAccounts[0];
  if (student === undefined) throw new Error('the demonstration has no student');
  let lab: Hands;
  let site: Page;
  const step = (ja: string, en: string, run: () => Promise<void>): TourStep => ({ name: { ja, en }, run });
  const shot = (name: string) => picture(lab.page, name);

  return [
    step('セッションと起動できるもの', 'A session and what it can start', async () => {
      lab = createHands(await ground.open('lab'), language);
      await lab.untilReady('lock');
      await lab.speak();
      await lab.signInAtLab(student.person.login, student.password);
      await lab.page.getByTestId('tile-portal').waitFor();
      await shot('launcher');
    }),
    step('大学のサイトを開く（模擬）', 'A campus site (made up) is opened', async () => {
      await lab.page.getByTestId('tile-portal').click();
      await lab.page.getByTestId('site-bar').waitFor();
      await lab.page.getByTestId('site-host').filter({ hasText: demonstrationPortal }).waitFor();
      site = await sitePage(lab.page);
      await site.locator('h1').waitFor();
      await picture(site, 'site');
    }),
    step('ダウンロードはセッションのフォルダーへ', 'A download goes to the session folder', async () => {
      await site.locator('a[href="/timetable.csv"]').click({ noWaitAfter: true });
      await lab.button('site.home').click();
      await lab.page.locator('.download[data-state=kept]').waitFor();
      await shot('downloads');
    }),
    step('許可されていないサイトへは移れない', 'A site outside the list does not open', async () => {
      await lab.page.getByTestId('tile-portal').click();
      await lab.page.getByTestId('site-bar').waitFor();
      await site.locator('a[href^="https://elsewhere.example"]').click({ noWaitAfter: true });
      await lab.page.getByTestId('site-notice').waitFor();
      await shot('site-refused');
    }),
    step('席を離れ、パスワードで戻る', 'The place is kept, and opened again by password', async () => {
      await lab.button('session.keep-place').click();
      await lab.page.getByTestId('place-locked').waitFor();
      await shot('place-kept');
      await lab.field('place.password').fill(student.password);
      await lab.button('place.unlock').click();
      await lab.page.getByTestId('session-bar').waitFor();
    }),
    step('サインアウト前に、消えるファイルを示す', 'Sign-out says first which files go', async () => {
      await lab.button('session.sign-out').click();
      await lab.page.getByTestId('sign-out-dialog').waitFor();
      await shot('sign-out-files');
      await lab.button('sign-out.delete').click();
      await lab.page.getByTestId('lock-form').waitFor();
      await lab.page.getByText(sentence(language, 'session.ended.signed-out')).waitFor();
      await lab.untilReady('lock');
    }),
  ];
}

/** The page of the site that lies in this window; the debugger may hear of it before it has its address. */
async function sitePage(window: Page): Promise<Page> {
  const last = Date.now() + 30_000;
  for (;;) {
    const found = window
      .context()
      .pages()
      .find((page) => page.url().includes(demonstrationPortal));
    if (found !== undefined) return found;
    if (Date.now() > last) throw new Error(`no page of ${demonstrationPortal} came`);
    await pause(50);
  }
}
