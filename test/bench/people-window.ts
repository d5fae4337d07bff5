import type { Locator, Page } from 'playwright';
import { openStore } from '../../main/agent/store/open-store.ts';
import type { PersonSummary } from '../../preload/contract/models/people.ts';
import { pin, startInstitution } from '../electron/institution.ts';
import { fillReplica } from './people-contenders.ts';
import { percentile } from './people-process.ts';
import { residentMegabytes } from './resident-memory.ts';

/** A real counter with everybody in its replica. */
export interface WindowFigures {
  /** From a key to the frame that shows what it found, in milliseconds. */
  readonly screenP50: number;
  readonly screenP99: number;
  /** The same of a bare field that fills a bare list of ten by itself, in the same window: nothing can be sooner here. */
  readonly bareP50: number;
  readonly bareP99: number;
  /** The agent alone, after the searches. */
  readonly agentMegabytes: number;
}

/**
 * Typed letter by letter, as a person does, with a pause in which the screen comes to rest. Enough that the 99th percentile is
 * not the slowest key.
 */
const names = (
  'satou taro,tanaka mis,watanabe ka,yamamoto sh,nakamura yu,kobayashi ai,suzuki na,itou ma,katou ke,yoshida mi,' +
  'yamada sa,sasaki yuu,matsumoto ri,inoue ta,kimura ha,hayashi no,shimizu ke,saitou mo,yamazaki na,mori hi,abe ko,' +
  'ikeda mi,hashimoto yu,ishikawa re,yamashita so,ogawa ma,ishii ry,hasegawa ka,gotou shi,okada aya,kondou da,maeda yo,' +
  'fujita chi,aoki to,sakamoto no,endou sa'
).split(',');
const pauseMs = 150;
/** How often all names are typed. */
const rounds = 2;
/** Longest that the index of everybody may take on a busy machine. */
const indexMs = 240_000;

/** In the page: each key's own moment, and the frame after the list has changed. */
const observer = `(() => {
  window.keyToScreen = [];
  let pressedAt = null;
  addEventListener('keydown', (event) => { pressedAt = event.timeStamp; }, { capture: true });
  new MutationObserver(() => {
    if (pressedAt === null) return;
    const at = pressedAt;
    pressedAt = null;
    requestAnimationFrame(() => setTimeout(() => window.keyToScreen.push(performance.now() - at), 0));
  }).observe(document.querySelector('.find'), { subtree: true, childList: true, characterData: true });
})()`;

/** In the page: a bare field over everything, and ten rows of another text at each of its letters. */
const bareList = `(() => {
  const make = (name, into) => into.appendChild(document.createElement(name));
  const stage = make('div', document.body);
  stage.id = 'bare-stage';
  stage.style.cssText = 'position: fixed; inset: 0; background: Canvas';
  const field = make('input', stage);
  const list = make('ul', stage);
  let letters = 0;
  window.bareKeys = [];
  field.addEventListener('keydown', ({ timeStamp }) => {
    requestAnimationFrame(() => setTimeout(() => window.bareKeys.push(performance.now() - timeStamp), 0));
  });
  field.addEventListener('input', () => {
    letters += 1;
    list.replaceChildren();
    for (let row = 0; row < 10; row += 1) make('li', list).textContent = '佐藤 太郎 ' + letters + ' ' + row;
  });
  field.focus();
})()`;

/** `say` hears how far it is: it takes minutes, and whoever waits should see where it stands. */
export async function measureWindow(
  people: readonly PersonSummary[],
  say: (line: string) => void,
): Promise<WindowFigures> {
  say('a counter with a window');
  const institution = await startInstitution(['counter']);
  try {
    const station = institution.demonstration.stations.counter;
    await station.process().stop();
    say('everybody into its replica');
    const store = openStore(station.stateFolder);
    fillReplica(store, people);
    store.close();
    await station.start();
    say('its index, then keys');
    const { page, hands } = await institution.open('counter');
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin);
    const field = hands.field('find.label');
    await untilFound(page, field, 'satou taro');
    await page.evaluate(observer);
    const typeNames = async (clear: () => Promise<void>) => {
      for (const name of names) await typeLikeAPerson(page, name, clear);
    };
    // A counter's window is open all day: the first keys, at which its code is still being compiled, do not count.
    await typeNames(() => field.fill(''));
    await page.evaluate('window.keyToScreen = []');
    for (let round = 0; round < rounds; round += 1) await typeNames(() => field.fill(''));
    const times = (await page.evaluate('window.keyToScreen')) as number[];
    if (times.length < (rounds * names.join('').length) / 2)
      throw new Error(`only ${times.length} keys changed the screen`);
    say('a bare list in the same window');
    await page.evaluate(bareList);
    for (let round = 0; round < rounds; round += 1) await typeNames(async () => undefined);
    const bare = (await page.evaluate('window.bareKeys')) as number[];
    return {
      bareP50: percentile(bare, 0.5),
      bareP99: percentile(bare, 0.99),
      screenP50: percentile(times, 0.5),
      screenP99: percentile(times, 0.99),
      agentMegabytes: residentMegabytes(station.process().pid),
    };
  } finally {
    await institution.stop();
  }
}

/** Types until somebody is found: a counter that has just started makes its index of everybody first. */
async function untilFound(page: Page, field: Locator, query: string): Promise<void> {
  const found = page.getByTestId('search-results').getByRole('option').first();
  for (const untilMs = performance.now() + indexMs; ; ) {
    await field.fill(query);
    const seen = await found.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (seen) return;
    if (performance.now() > untilMs) throw new Error(`the window found nobody for ${query} in ${indexMs} ms`);
    await field.fill('');
  }
}

async function typeLikeAPerson(page: Page, text: string, clear: () => Promise<void>): Promise<void> {
  await clear();
  for (const character of text) {
    await page.keyboard.press(character === ' ' ? 'Space' : character);
    await page.waitForTimeout(pauseMs);
  }
}
