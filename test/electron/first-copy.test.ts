import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../main/agent/store/open-store.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { type Institution, type OpenWindow, pictureOnFailure, pin, startInstitution } from './institution.ts';

let institution: Institution;
let counter: OpenWindow;

/** A hub that is stopped answers nothing, and goes on where it was. */
const hub = (signal: 'SIGSTOP' | 'SIGCONT') =>
  process.kill(institution.demonstration.hub.process().pid, signal);

/** As a counter is that has its operators, and of its people nobody yet. */
function forgetPeople(stateFolder: string): void {
  const store = openStore(stateFolder);
  store.write((database) => {
    for (const table of ['person_particulars', 'person_factors', 'person'])
      database.run(`DELETE FROM ${table}`);
    database.run('UPDATE people_replica SET people = 0, updated_at = NULL, confirmed_at = NULL');
    database.run(`UPDATE station_state SET value = '0' WHERE key = 'feed-cursor'`);
  });
  store.close();
}

beforeAll(async () => {
  institution = await startInstitution(['counter']);
  // Known to the centre, and with its operators' registry.
  counter = await institution.open('counter');
  await counter.hands.plugInKey(0);
  await counter.hands.signInAtCounter(pin);
  await counter.hands.findPerson('20240001');
  const station = institution.demonstration.stations.counter;
  await station.kill();
  forgetPeople(station.stateFolder);
  hub('SIGSTOP');
  await station.start();
  await counter.hands.untilReady('staff');
});
beforeEach(() => pictureOnFailure(counter));
afterAll(async () => {
  if (institution !== undefined) hub('SIGCONT');
  await institution?.stop();
});

describe('a counter before the first copy of the directory, in a real window', () => {
  it('says that nobody can be found yet, and what for', async () => {
    const { page, hands } = counter;
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin);
    await page.getByText(sentence('en', 'find.replica-never-detail')).waitFor();
  });

  it('says that it arrives, how far it is and how long it takes, and shows it whole, without a press', async () => {
    const { page } = counter;
    await page.evaluate(() => {
      const seen = new Set<string>();
      Object.assign(globalThis, { progressSeen: seen });
      const note = () => seen.add(document.querySelector('.find .progress')?.textContent ?? '');
      const all = { childList: true, characterData: true, subtree: true };
      new MutationObserver(note).observe(document.body, all);
    });
    const notes = () =>
      page.evaluate(() =>
        [...(globalThis as unknown as { progressSeen: Set<string> }).progressSeen].join('\n'),
      );
    // A few parts at a time, as from a slow centre: nobody tells how long something takes that is over at once.
    for (let before = await notes(); !/ left/.test(before); ) {
      hub('SIGCONT');
      await expect.poll(notes, { interval: 5, timeout: 30_000 }).not.toBe(before);
      hub('SIGSTOP');
      await delay(1200);
      before = await notes();
    }
    // Other words for the same work have the same pace.
    await page.getByRole('button', { name: '日本語', exact: true }).click();
    await page.getByText(/^約20,000人のうち[\d,]+人まで届きました$/).waitFor();
    expect(await page.locator('.find .progress').textContent()).toMatch(/残り約\d+(秒|分)/);
    await page.getByRole('button', { name: 'English', exact: true }).click();
    hub('SIGCONT');
    await page.getByText(/^Directory copy: 20,000 people/).waitFor({ timeout: 60_000 });
    const seen = await notes();
    expect(seen).toContain(sentence('en', 'find.replica-receiving'));
    expect(seen).toMatch(/[\d,]+ of about 20,000 people/);
    expect(seen).toMatch(/About \d+ (s|min) left/);
    await expect.poll(() => page.locator('.find .progress').count()).toBe(0);
    expect(counter.complaints).toEqual([]);
  });
});
