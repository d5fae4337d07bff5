import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { type Institution, type OpenWindow, pictureOnFailure, startInstitution } from './institution.ts';
import { descendants } from './process-tree.ts';

let institution: Institution;
let lab: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['lab']);
  lab = await institution.open('lab');
});
beforeEach(() => pictureOnFailure(lab));
afterAll(() => institution?.stop());

describe('the lab path in a real window', () => {
  it('shows why no second factor is asked, from the signed policy (I6)', async () => {
    const { page, hands } = lab;
    await hands.disclosure('exemption.why-not-asked').click();
    for (const reason of [
      'reason.policy-valid',
      'reason.station-enrolled',
      'reason.clock-trusted',
    ] as const) {
      await page.getByText(sentence('en', reason)).first().waitFor();
    }
    await hands.disclosure('exemption.why-not-asked').click();
  });

  it.each([
    ['s20240001', 'not-it', 'outcome.wrong.title'],
    ['nobody-of-that-name', 'not-it', 'outcome.wrong.title'],
    ['s20240002', 'demo-locked', 'outcome.locked.title'],
    ['s20240003', 'demo-expired', 'outcome.expired.title'],
    ['s20240004', 'demo-change', 'outcome.must-change.title'],
    ['s20240005', 'demo-disabled', 'outcome.disabled.title'],
    ['s20240006', 'demo-always-asked', 'outcome.mfa-required.title'],
    ['t90000001', 'demo-staff', 'outcome.mfa-required.title'],
  ] as const)(
    'answers %s with its own message and keeps the login, never the password',
    async (login, password, key) => {
      await lab.hands.signInAtLab(login, password);
      await lab.page.getByText(sentence('en', key)).first().waitFor();
      expect(await lab.hands.field('lock.login').inputValue()).toBe(login);
      expect(await lab.hands.field('lock.password').inputValue()).toBe('');
      await expect.poll(() => lab.page.getByTestId('session-bar').count()).toBe(0);
    },
  );

  it('signs a student in with the password alone, and out again', async () => {
    await lab.hands.signInAtLab('s20240001', 'demo-sakura');
    const bar = lab.page.getByTestId('session-bar');
    await bar.waitFor();
    expect(await bar.innerText()).toContain('青葉 さくら');
    await lab.hands.button('session.sign-out').click();
    await lab.page.getByTestId('lock-form').waitFor();
    expect(await lab.hands.field('lock.login').inputValue()).toBe('');
  });

  it('changes the language with one press and keeps what was typed', async () => {
    await lab.hands.field('lock.login').fill('s2024');
    await lab.page.getByRole('button', { name: /日本語/ }).click();
    await lab.page.locator('html[lang=ja]').waitFor();
    expect(await lab.page.getByLabel(sentence('ja', 'lock.login'), { exact: true }).inputValue()).toBe(
      's2024',
    );
    await lab.page.getByRole('button', { name: /English/ }).click();
    await lab.page.locator('html[lang=en]').waitFor();
  });

  it('runs its renderer sandboxed, as an unprivileged user, under a seccomp filter', async () => {
    const main = lab.application.process().pid;
    const renderers = descendants(main ?? -1).filter(({ command }) => command.includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThan(0);
    for (const { status, command } of renderers) {
      expect(status).toMatch(/^Seccomp:\s*2$/m);
      expect(status).toMatch(/^NoNewPrivs:\s*1$/m);
      expect(status).not.toMatch(/^Uid:\s*0\s/m);
      expect(command).not.toContain('--no-sandbox');
    }
  });

  it('keeps its content security policy without a complaint', () => {
    expect(lab.complaints).toEqual([]);
  });
});
