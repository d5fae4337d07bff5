import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { said } from '../../main/cli/tour/check-hands.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import { readState } from '../../main/provider/simulated-state.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';
import { providerStateOf, registerFactors } from './register-factors.ts';

const number = '20240003';
const name = '髙橋 結衣';
/** The hub looks at a person's factors every minute at most. */
const patience = 300_000;

let institution: Institution;
let counter: OpenWindow;
let providerState: string;
beforeAll(async () => {
  const policy = demonstrationPolicy(new Date());
  institution = await startInstitution(['counter'], {
    policy: { ...policy, suspension: { ...policy.suspension, reEnrolmentMinutes: 1 } },
  });
  providerState = providerStateOf(institution);
  counter = await institution.open('counter');
  await counter.hands.plugInKey(0);
  await counter.hands.signInAtCounter(pin);
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

async function untilDecision(): Promise<void> {
  const { hands, page } = counter;
  await hands.findPerson(number);
  await hands.choosePerson(name);
  await hands.chooseReason('visit.forgotten');
  await hands.checkDocument('document.student-card', number.slice(-4));
  await hands.button('check.record').click();
  await page.getByTestId('case-step-decide').waitFor();
}

/** The person registers one more passkey at the provider by themselves; nobody here has a hand in it. */
async function register(count: number): Promise<void> {
  await registerFactors(institution, number, [{ id: `passkey-${count}`, kind: 'passkey', counts: true }]);
}

describe('a factor that somebody registers while a case about them is open, in a real window', () => {
  it('comes back as a choice, told by the provider by way of the hub, and leads to a new check (I2, I3)', {
    timeout: patience,
  }, async () => {
    const { hands, page } = counter;
    await untilDecision();
    await hands.decide();
    await hands.signCommand(hands.button('read.sign'), pin);
    await hands.receipt('applied');
    await hands.button('receipt.close').click();
    await hands.field('find.label').waitFor();
    expect(Object.keys((await readState(providerState)).suspended)).toEqual([number]);

    await untilDecision();
    const dialog = page.getByTestId('conflict');
    await expect.poll(() => dialog.count()).toBe(0);
    // What is there at the hub's first look is old. When that is, nobody here sees: until it is told, there is another.
    for (let count = 1; !(await dialog.isVisible()); count += 1) {
      await register(count);
      await dialog.waitFor({ timeout: 30_000 }).catch(() => undefined);
    }
    const causes = await dialog
      .locator('[data-cause]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-cause')));
    expect(causes).toEqual(['re-enrolled']);
    for (const key of ['check.conflict.go-on', 'check.conflict.again', 'check.conflict.close'] as const)
      await expect.poll(() => dialog.getByRole('button', { name: said(key) }).count()).toBe(1);
    await dialog.getByRole('button', { name: said('check.conflict.again') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByTestId('case-step-check').waitFor();
    await hands.button('counter.close').click();
    await hands.field('find.label').waitFor();

    // The new factor ended the suspension, as the provider confirmed: nothing has ended before (I5).
    await page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
    const row = page.locator('[data-testid=board-row][data-state=ended]', { hasText: number });
    await row.waitFor({ timeout: 60_000 });
    expect(await row.innerText()).toContain(sentence('en', 'command.ending.re-enrolled'));
    expect(counter.complaints).toEqual([]);
  });
});
