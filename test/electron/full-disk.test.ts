import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { mountSmallDisk, type SmallDisk } from '../rigs/small-disk.ts';
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
const disks: SmallDisk[] = [];

/** The station goes on with a disk of its own below its store. */
async function ontoSmallDisk(name: 'counter' | 'lab'): Promise<SmallDisk> {
  const station = institution.demonstration.stations[name];
  await station.kill();
  const disk = mountSmallDisk(station.stateFolder, 96 * 1024 * 1024);
  disks.push(disk);
  await station.start();
  return disk;
}

beforeAll(async () => {
  institution = await startInstitution(['counter', 'lab']);
  await ontoSmallDisk('counter');
  await ontoSmallDisk('lab');
  counter = await institution.open('counter');
  lab = await institution.open('lab');
});
beforeEach(() => {
  pictureOnFailure(counter);
  pictureOnFailure(lab);
});
afterAll(async () => {
  for (const disk of disks) disk.unmount();
  await institution?.stop();
});

const en = (key: Parameters<typeof sentence>[1]) => sentence('en', key);
const told = ({ page }: OpenWindow, at: 'lab' | 'counter') => page.getByText(en(`held.${at}.title`));
const heldButton = ({ page }: OpenWindow, key: Parameters<typeof sentence>[1]) =>
  page.getByRole('button', { name: en('held.button').replace('{action}', en(key)), exact: true });
const found = { timeout: 30_000 };

const gone = async (window: OpenWindow, at: 'lab' | 'counter') =>
  told(window, at).waitFor({ state: 'detached', timeout: 30_000 });

const isRoot = process.getuid?.() === 0;

describe.runIf(isRoot)('a counter whose disk is full, in a real window', () => {
  it('says by itself that it can be looked at only, and holds back what is recorded', async () => {
    const { hands } = counter;
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin);
    await hands.findPerson('20240004');
    await hands.choosePerson('山﨑 慎一');
    await hands.chooseReason('visit.forgotten');
    await hands.checkDocument('document.student-card', '0004');
    disks[0]?.fill();
    await told(counter, 'counter').waitFor(found);
    expect(await heldButton(counter, 'check.record').isDisabled()).toBe(true);
  });

  it('refuses by its code what is pressed all the same, and keeps the case', async () => {
    const { hands, page } = counter;
    await hands.button('counter.close').click();
    await page.getByText(en('error.station/disk-full')).waitFor();
    await page.getByTestId('case-step-check').waitFor();
  });

  it('goes on by itself once there is room, with what was typed', async () => {
    const { hands, page } = counter;
    disks[0]?.empty();
    await gone(counter, 'counter');
    await hands.button('check.record').click();
    await page.getByTestId('case-step-decide').waitFor();
  });

  it('can be looked through, signs an operator out, and nobody in', async () => {
    const { hands, page } = counter;
    disks[0]?.fill();
    await told(counter, 'counter').waitFor(found);
    await page.getByRole('tab', { name: en('board.tab'), exact: true }).click();
    await page.getByRole('heading', { name: en('board.heading') }).waitFor();
    await told(counter, 'counter').waitFor();
    await hands.button('staff.sign-out').click();
    await page.getByTestId('staff-sign-in').waitFor();
    await told(counter, 'counter').waitFor();
    expect(await heldButton(counter, 'staff.sign-in').isDisabled()).toBe(true);
    // What a button holds back, a program of the desktop's user still asks for.
    const asked = callFromPage(page, 'staff.signIn', {});
    const prompt = page.getByTestId('key-prompt');
    await prompt.getByLabel(en('key.pin'), { exact: true }).fill(pin);
    await prompt.getByRole('button', { name: en('action.continue'), exact: true }).click();
    await page.getByTestId('simulator').locator('[data-state=waiting]').waitFor();
    await hands.touchKey();
    expect(await asked).toEqual({ ok: false, code: 'station/disk-full' });
    await page.getByTestId('staff-sign-in').waitFor();
  });

  it('lets the operator go on where they were once there is room', async () => {
    const { hands, page } = counter;
    disks[0]?.empty();
    await gone(counter, 'counter');
    await hands.signInAtCounter(pin);
    await page.getByTestId('case-step-decide').waitFor();
    expect(counter.complaints).toEqual([]);
  });
});

describe.runIf(isRoot)('a lab station whose disk is full, in a real window', () => {
  it('lets nobody sign in, and keeps what is typed', async () => {
    const { hands, page } = lab;
    await hands.field('lock.login').fill('s20240001');
    await hands.field('lock.password').fill('demo-sakura');
    disks[1]?.fill();
    await told(lab, 'lab').waitFor(found);
    expect(await heldButton(lab, 'lock.sign-in').isDisabled()).toBe(true);
    await hands.field('lock.password').press('Enter');
    expect(await hands.field('lock.login').inputValue()).toBe('s20240001');
    expect(await hands.field('lock.password').inputValue()).toBe('demo-sakura');
    const given = { login: 's20240001', password: 'demo-sakura' };
    expect(await callFromPage(page, 'lab.signIn', given)).toEqual({ ok: false, code: 'station/disk-full' });
    await hands.field('lock.login').waitFor();
  });

  it('opens again by itself once there is room', async () => {
    const { hands } = lab;
    disks[1]?.empty();
    await gone(lab, 'lab');
    await hands.button('lock.sign-in').click();
    await hands.button('session.sign-out').waitFor();
  });

  it('lets go whoever is signed in, opens nothing for anybody else, and stores the end once there is room', async () => {
    const { hands, page } = lab;
    disks[1]?.fill();
    await page.getByText(en('held.session.title')).waitFor(found);
    await hands.button('session.sign-out').click();
    await page.getByText(en('session.ended.signed-out')).waitFor();
    await told(lab, 'lab').waitFor();
    expect(await callFromPage(page, 'lab.session', {})).toEqual({ ok: false, code: 'station/disk-full' });
    disks[1]?.empty();
    await gone(lab, 'lab');
    await expect.poll(() => callFromPage(page, 'lab.session', {})).toEqual({ ok: true });
    await hands.field('lock.login').fill('s20240001');
    await hands.field('lock.password').fill('demo-sakura');
    await hands.button('lock.sign-in').click();
    await hands.button('session.sign-out').waitFor();
    expect(lab.complaints).toEqual([]);
  });

  it('whose service cannot even start says after a minute where else to go, and goes on once there is room', async () => {
    const { page } = lab;
    const station = institution.demonstration.stations.lab;
    const banner = page.getByTestId('connection-banner');
    await page.clock.install();
    await station.kill();
    disks[1]?.fill();
    await banner.getByText(en('connection.lost')).waitFor();
    await expect(station.start()).rejects.toThrow();
    await page.clock.fastForward(60_000);
    await banner.getByText(en('connection.long')).waitFor();
    disks[1]?.empty();
    await station.start();
    await banner.waitFor({ state: 'detached' });
  });
});
