import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DrivenFace, openDrivenFace } from '../../main/cli/tour/driven-face.ts';
import { createHands, sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationProfile } from '../../main/profile/demonstration.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import { callFromPage, type Institution, startInstitution } from './institution.ts';

let institution: Institution;
beforeAll(async () => {
  const policy = demonstrationPolicy(new Date());
  institution = await startInstitution(['lab'], {
    policy: { ...policy, exemption: { ...policy.exemption, hours: [] } },
  });
});
afterAll(() => institution?.stop());

describe.each(['ja', 'en'] as const)(
  'a lab where nobody is exempt, and nothing can be asked (%s)',
  (language) => {
    let lab: DrivenFace;
    beforeAll(async () => {
      const { demonstration, ground } = institution;
      lab = await openDrivenFace(ground, {
        runtimeFolder: demonstration.stations.lab.runtimeFolder,
        language,
        colorScheme: language === 'en' ? 'dark' : 'light',
        switches: demonstration.faceSwitches,
      });
      await lab.page.locator('.not-exempt').waitFor();
      await createHands(lab.page, language).speak();
      await lab.page.getByText(sentence(language, 'not-exempt.title')).waitFor();
    });
    beforeEach(() => expect(lab.page.getByTestId('lock-form').count()).resolves.toBe(0));
    afterAll(() => lab?.close());

    it('says which condition speaks against it, and the whole decision in its order', async () => {
      const outside = sentence(language, 'reason.outside-hours');
      await lab.page.getByText(outside).first().waitFor();
      await lab.page.getByText(sentence(language, 'exemption.why-asked')).click();
      const reasons = lab.page.locator('.exemption-reasons > li');
      expect(await reasons.count()).toBeGreaterThan(4);
      expect((await reasons.last().innerText()).replaceAll(/\s+/g, ' ')).toContain(outside);
      await lab.page.getByText(demonstrationProfile.messages.asked[language]).first().waitFor();
    });

    it('leads to another method or the counter, with its place and hours', async () => {
      await lab.page.getByText(demonstrationProfile.messages.secondFactorLost[language]).first().waitFor();
      const lines = await lab.page.getByTestId('counter-lines').innerText();
      expect(lines).toContain(language === 'ja' ? '情報センター 1階' : 'Computing Centre, ground floor');
      expect(lines).toContain('9:00–18:00');
    });

    it('lets no password be tried, whatever a page of the face asks for (I6, I9)', async () => {
      const forged = { login: 's20240001', password: 'demo-sakura' };
      expect(await callFromPage(lab.page, 'lab.signIn', forged)).toEqual({ ok: true });
      await expect.poll(() => lab.page.getByTestId('session-bar').count()).toBe(0);
      await lab.page.getByText(sentence(language, 'not-exempt.title')).waitFor();
    });
  },
);
