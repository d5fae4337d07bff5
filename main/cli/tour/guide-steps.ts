import { generateSync } from 'otplib';
import { createGuideHands, type GuideHands } from './guide-hands.ts';
import { createHands } from './hands.ts';
import type { TourGround, TourStep } from './tour-steps.ts';

/** Help at the lock screen, by somebody who cannot sign in. */
export function guideSteps(ground: TourGround): readonly TourStep[] {
  const { picture, language } = ground;
  let hands: GuideHands;
  const step = (ja: string, en: string, run: () => Promise<void>): TourStep => ({ name: { ja, en }, run });
  const shot = (name: string) => picture(hands.page, name);

  return [
    step('サインインせずに案内を探す', 'Guides are searched without signing in', async () => {
      const lab = createHands(await ground.open('lab'), language);
      await lab.untilReady('lock');
      await lab.speak();
      hands = createGuideHands(lab.page, language);
      await hands.openHelp();
      await shot('guide');
      await hands.search(language === 'ja' ? 'こーどがあわない' : 'autenticator code');
      await hands.page.locator('[data-guide="totp-clock"]').waitFor();
      await shot('guide-found');
      await hands.openGuide('totp-clock');
      await shot('guide-article');
      await hands.leave();
    }),
    step('どれに当てはまるかから窓口へ', 'A few questions lead to the counter', async () => {
      await hands.openHelp();
      await hands.way('triage');
      await shot('guide-question');
      await hands.answer('lost-or-stolen');
      await hands.page.getByRole('checkbox').first().waitFor();
      await shot('guide-urgent');
      for (const box of await hands.page.getByRole('checkbox').all()) await box.check();
      await hands.page.locator('[data-counter="main-counter"]').waitFor();
      await shot('guide-counter');
      await hands.leave();
    }),
    step('スマートフォンの時計を確かめる', 'A phone’s clock is checked', async () => {
      await hands.openHelp();
      await hands.way('clock');
      const secret = await hands.beginClockCheck();
      const ahead = (seconds: number) =>
        hands.judgeCode(generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds }));
      let outcome = await ahead(210);
      if (outcome === 'again') outcome = await ahead(240);
      if (outcome !== 'clock') throw new Error(`a clock 210 s ahead was told as ${outcome}`);
      await shot('guide-clock');
      await hands.leave();
    }),
    step('機器で使える方法を調べる', 'What a device can carry is looked up', async () => {
      await hands.openHelp();
      await hands.way('devices');
      await hands.page.getByLabel(hands.named('guide.devices.platform')).selectOption('android');
      await hands.page.getByLabel(hands.named('guide.devices.version'), { exact: true }).fill('8.1');
      await hands.page.getByRole('button', { name: hands.named('guide.devices.look-up') }).click();
      await hands.page.locator('[data-verdict="too-old"]').first().waitFor();
      await shot('guide-devices');
      await hands.leave();
    }),
  ];
}
