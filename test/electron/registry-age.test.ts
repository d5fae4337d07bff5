import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { demonstrationPolicy } from '../../main/profile/demonstration-policy.ts';
import { withClockAhead } from '../rigs/moved-clock.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  pin,
  startInstitution,
} from './institution.ts';

let institution: Institution;
let counter: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['counter'], {
    policy: { ...demonstrationPolicy(new Date()), operatorRegistry: { maximumAgeHours: 24 } },
  });
  counter = await institution.open('counter');
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

const tooOld = () => counter.page.getByText(sentence('en', 'error.staff/registry-too-old'));
const centre = (state: 'online' | 'offline' | 'never-reached') =>
  counter.page.getByText(sentence('en', `status.hub-${state}`)).first();

/** The machine was switched off, and is switched on again so many hours after it last heard of its hub. */
async function switchedOn(hours: number): Promise<void> {
  const { page, hands } = counter;
  const station = institution.demonstration.stations.counter;
  await station.kill();
  await page.getByTestId('connection-banner').waitFor();
  await withClockAhead(hours, () => station.start());
  await page.getByTestId('connection-banner').waitFor({ state: 'detached' });
  await page.getByTestId('staff-sign-in').waitFor();
  await hands.untilReady('staff');
  // A software key does not survive its agent.
  await hands.plugInKey(0);
}

describe('signing in at a counter without a network, in a real window (I10)', () => {
  it('goes on for as long as the policy lets the operators’ registry be of use', async () => {
    const { hands } = counter;
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin);
    institution.demonstration.network.pull();
    await centre('offline').waitFor();
    await switchedOn(23);
    await centre('never-reached').waitFor();
    await hands.signInAtCounter(pin);
    await hands.button('staff.sign-out').click();
    await counter.page.getByTestId('staff-sign-in').waitFor();
  });

  it('ends when the registry is older than 24 hours: it says why, and asks no key', async () => {
    const { page, hands } = counter;
    await switchedOn(25);
    await centre('never-reached').waitFor();
    // Said before anybody presses, and to a program that asks without pressing.
    await tooOld().waitFor();
    const refused = { ok: false, code: 'staff/registry-too-old' };
    expect(await callFromPage(page, 'staff.signIn', {})).toEqual(refused);
    await hands.button('staff.sign-in').click();
    await page
      .getByRole('alert')
      .filter({ hasText: sentence('en', 'error.staff/registry-too-old') })
      .waitFor();
    await expect.poll(() => page.getByTestId('key-prompt').count()).toBe(0);
    await expect.poll(() => page.locator('[data-testid=simulator] [data-state=waiting]').count()).toBe(0);
    await expect.poll(() => page.getByRole('tab', { name: sentence('en', 'counter.tab') }).count()).toBe(0);
  });

  it('comes back by itself with the network', async () => {
    const { hands } = counter;
    // What was refused goes with the next press or screen; what stands on the screen is left.
    await hands.button('keys.open').click();
    await hands.button('keys.to-sign-in').click();
    await tooOld().waitFor();
    const { hub, network } = institution.demonstration;
    // For the hub as many hours have passed.
    await hub.kill();
    await withClockAhead(25, () => hub.start());
    network.plug();
    await centre('online').waitFor({ timeout: 60_000 });
    // The registry comes with the feed, a moment after the first word.
    await tooOld().waitFor({ state: 'detached', timeout: 60_000 });
    await hands.signInAtCounter(pin);
  });

  it('keeps its content security policy without a complaint', () => {
    expect(counter.complaints).toEqual([]);
  });
});
