import { describe, expect, it } from 'vitest';
import doctor from '../../preload/contract/messages/doctor-en.json' with { type: 'json' };
import oversight from '../../preload/contract/messages/oversight-en.json' with { type: 'json' };
import { pin } from '../electron/institution.ts';
import { evaluateIn } from './in-page.ts';
import { patience } from './keyboard-hands.ts';
import { keyboardWindow, openedWindow } from './keyboard-window.ts';
import { shiftFindings } from './shift-findings.ts';

/** A supervisor sees every room. */
const supervisorKey = 1;
const at = keyboardWindow(async () => {
  const opened = await openedWindow('counter');
  await opened.window.hands.plugInKey(supervisorKey);
  await opened.window.hands.signInAtCounter(pin);
  return opened;
});

/** An agent that is stopped answers nothing, and what it was asked meanwhile once it goes on. */
const agent = (signal: 'SIGSTOP' | 'SIGCONT') =>
  process.kill(at.institution.demonstration.stations.counter.process().pid, signal);

/** In the page: every word of waiting that was ever shown, however briefly. */
const noteWaiting = `(() => {
  globalThis.shownWaiting = [];
  globalThis.waitingWatch?.disconnect();
  globalThis.waitingWatch = new MutationObserver(() => {
    for (const words of document.querySelectorAll('.loading-words'))
      if (words.textContent !== '') globalThis.shownWaiting.push(words.textContent);
  });
  globalThis.waitingWatch.observe(document.body, { childList: true, subtree: true, characterData: true });
})()`;
const shownWaiting = () => evaluateIn<readonly string[]>(at.page, 'shownWaiting');

/** In the page: longer since the last press than what follows is taken for its doing (Layout Instability API: 500 ms). */
const longAfterPress = `new Promise((resolve) => {
  const since = performance.now();
  const look = () => (performance.now() - since > 600 ? resolve(null) : requestAnimationFrame(look));
  look();
})`;

/** Back to the counter's own room, in which nothing of this is asked. */
const leave = () =>
  at.hands.openRoom(at.hands.say('counter.tab'), `combobox "${at.hands.say('find.label')}"`);

const opening = () => at.hands.say('lock.opening');
const rooms = [
  { tab: 'board.tab', words: opening, answered: '[data-testid=board] :is(table, .empty-state)' },
  { tab: 'shift.tab', words: opening, answered: '[data-testid=day-list] .shift-day-ways' },
  { tab: 'keys.tab', words: opening, answered: ':is([data-testid=key-card], [data-testid=keys-none])' },
  {
    tab: 'oversight.tab',
    words: () => oversight['oversight.reading'],
    answered: '[data-testid=supervision] section',
  },
  { tab: 'operators.tab', words: opening, answered: '[data-testid=operator-row]' },
  { tab: 'doctor.tab', words: () => doctor['page.looking'], answered: '.doctor-checks' },
] as const;

describe('a room of the counter whose answer is late', () => {
  it.each(rooms)('$tab: waits in words that are read out, and moves nothing when it comes', async (room) => {
    const { page, hands } = at;
    const tab = hands.say(room.tab);
    // Its code is there from here on; what is waited for is the agent alone.
    await hands.openRoom(tab);
    await page.locator(room.answered).first().waitFor();
    await leave();
    agent('SIGSTOP');
    try {
      await hands.openRoom(tab);
      await page.locator('.loading-words', { hasText: room.words() }).waitFor();
      expect(await hands.heard()).toContain(`polite: ${room.words()}`);
      await evaluateIn(page, longAfterPress);
      await shiftFindings(page);
    } finally {
      agent('SIGCONT');
    }
    await page.locator(room.answered).first().waitFor();
    await page.locator('.loading-words').first().waitFor({ state: 'detached' });
    expect(await shiftFindings(page)).toEqual([]);
    expect(await hands.heard()).not.toContain(room.words());
    await leave();
  });

  it('says nothing of waiting in the first 300 ms, and nothing at all where the answer comes within them', async () => {
    const { page, hands } = at;
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    const tab = hands.say('doctor.tab');
    const words = page.locator('.loading-words');
    const open = async () => {
      agent('SIGSTOP');
      await evaluateIn(page, noteWaiting);
      await hands.tabTo(/^tab /);
      await page.getByRole('tab', { name: tab, exact: true }).press('Enter');
      await words.waitFor({ state: 'attached' });
    };
    try {
      await open();
      await page.clock.runFor(299);
      expect(await words.innerText()).toBe('');
      agent('SIGCONT');
      await page.locator('.doctor-checks').waitFor();
      expect(await shownWaiting()).toEqual([]);

      await page.getByRole('tab', { name: hands.say('counter.tab'), exact: true }).press('Enter');
      await page.locator('.doctor-checks').waitFor({ state: 'detached' });
      await open();
      const after = async (milliseconds: number) => {
        await page.clock.runFor(milliseconds);
        return words.innerText();
      };
      await expect.poll(() => after(300), patience).toBe(doctor['page.looking']);
    } finally {
      agent('SIGCONT');
    }
    await page.locator('.doctor-checks').waitFor();
    expect(new Set(await shownWaiting())).toEqual(new Set([doctor['page.looking']]));
    await page.clock.resume();
  });
});
