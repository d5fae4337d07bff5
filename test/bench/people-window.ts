import type { Page } from 'playwright';
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
  /** The agent alone, after the searches. */
  readonly agentMegabytes: number;
}

/** Typed letter by letter, as a person does, with a pause in which the screen comes to rest. */
const names = ['satou taro', 'tanaka mis', 'watanabe ka', 'yamamoto sh', 'nakamura yu', 'kobayashi ai'];
const pauseMs = 150;

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

export async function measureWindow(people: readonly PersonSummary[]): Promise<WindowFigures> {
  const institution = await startInstitution(['counter']);
  try {
    const station = institution.demonstration.stations.counter;
    await station.process().stop();
    const store = openStore(station.stateFolder);
    fillReplica(store, people);
    store.close();
    await station.start();
    const { page, hands } = await institution.open('counter');
    await hands.plugInKey(0);
    await hands.signInAtCounter(pin);
    const field = hands.field('find.label');
    await field.fill('sato');
    await page.getByTestId('search-results').getByRole('option').first().waitFor({ timeout: 60_000 });
    await page.evaluate(observer);
    for (const name of names) await typeLikeAPerson(page, name, () => field.fill(''));
    const times = (await page.evaluate('window.keyToScreen')) as number[];
    return {
      screenP50: percentile(times, 0.5),
      screenP99: percentile(times, 0.99),
      agentMegabytes: residentMegabytes(station.process().pid),
    };
  } finally {
    await institution.stop();
  }
}

async function typeLikeAPerson(page: Page, text: string, clear: () => Promise<void>): Promise<void> {
  await clear();
  for (const character of text) {
    await page.keyboard.press(character === ' ' ? 'Space' : character);
    await page.waitForTimeout(pauseMs);
  }
}
