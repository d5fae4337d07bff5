import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { refusedWrites } from '../rigs/refused-writes.ts';
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
let lab: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['counter', 'lab']);
  counter = await institution.open('counter');
  lab = await institution.open('lab');
});
beforeEach(() => {
  pictureOnFailure(counter);
  pictureOnFailure(lab);
});
afterAll(() => institution?.stop());

const writesOf = (name: 'counter' | 'lab') =>
  refusedWrites(() => institution.demonstration.stations[name].process().pid);
const en = (key: Parameters<typeof sentence>[1]) => sentence('en', key);
/** The store is tried every five seconds, and at the latest with the centre's next answer it is written to. */
const inTime = { timeout: 40_000 };
const unavailable = { ok: false, code: 'station/store-unavailable' };

describe('a counter whose store the system refuses, in a real window', () => {
  it('keeps the case at the step where it could not be recorded, and says why', async () => {
    const { hands, page } = counter;
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin);
    await hands.findPerson('20240004');
    await hands.choosePerson('山﨑 慎一');
    await hands.chooseReason('visit.forgotten');
    await hands.checkDocument('document.student-card', '0004');
    writesOf('counter').refuse();
    // Pressed, or held back already: whoever is first to write has found it out.
    const press = hands.button('check.record').click({ timeout: 2000 });
    await press.catch(() => undefined);
    await page.getByText(en('held.counter.store-refused')).waitFor(inTime);
    await page.getByTestId('case-step-check').waitFor();
    const heldBack = en('held.button').replace('{action}', en('check.record'));
    expect(await page.getByRole('button', { name: heldBack, exact: true }).isDisabled()).toBe(true);
    await hands.button('counter.close').click();
    await page.getByText(en('error.station/store-unavailable')).first().waitFor();
    await page.getByTestId('case-step-check').waitFor();
  });

  it('goes on by itself once it can write, with what was typed', async () => {
    const { hands, page } = counter;
    writesOf('counter').allow();
    await page.getByText(en('held.counter.title')).waitFor({ state: 'detached', ...inTime });
    await hands.button('check.record').click();
    await page.getByTestId('case-step-decide').waitFor();
    expect(counter.complaints).toEqual([]);
  });
});

describe('a lab station whose store the system refuses, in a real window', () => {
  it('lets nobody sign in whom it could not record, and keeps what is typed', async () => {
    const { hands, page } = lab;
    await hands.field('lock.login').fill('s20240001');
    await hands.field('lock.password').fill('demo-sakura');
    writesOf('lab').refuse();
    await page.getByText(en('held.lab.store-refused')).waitFor(inTime);
    const given = { login: 's20240001', password: 'demo-sakura' };
    expect(await callFromPage(page, 'lab.signIn', given)).toEqual(unavailable);
    await page.getByText(en('held.lab.store-refused')).waitFor();
    expect(await hands.field('lock.login').inputValue()).toBe('s20240001');
    expect(await hands.field('lock.password').inputValue()).toBe('demo-sakura');
  });

  it('opens again by itself, and lets go whoever is signed in when it is refused anew', async () => {
    const { hands, page } = lab;
    writesOf('lab').allow();
    await page.getByText(en('held.lab.title')).waitFor({ state: 'detached', ...inTime });
    await hands.button('lock.sign-in').click();
    await hands.button('session.sign-out').waitFor();
    writesOf('lab').refuse();
    await page.getByText(en('held.session.store-refused')).waitFor(inTime);
    await hands.button('session.sign-out').click();
    await page.getByText(en('session.ended.signed-out')).waitFor();
    await page.getByText(en('held.lab.store-refused')).waitFor();
    expect(await callFromPage(page, 'lab.session', {})).toEqual(unavailable);
    writesOf('lab').allow();
    await page.getByText(en('held.lab.title')).waitFor({ state: 'detached', ...inTime });
    await expect.poll(() => callFromPage(page, 'lab.session', {})).toEqual({ ok: true });
    expect(lab.complaints).toEqual([]);
  });
});
