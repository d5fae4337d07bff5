import { join } from 'node:path';
import type { Page } from 'playwright';
import { type Institution, type OpenWindow, pin, startInstitution } from '../electron/institution.ts';
import type { Bench, Contender } from './bench.ts';
import { bundleSize } from './bundle-size.ts';
import { beginKeyWatch, layoutShift, type Place, typeAndWatch, withBareField } from './key-to-paint.ts';
import { percentile } from './people-process.ts';

/**
 * From a key's own moment to the frame that shows it, at the 95th percentile: in the lock screen's field and in people
 * search, beside a bare `<input>` in the same two windows, which is the `limit`. Apart: each place alone, by how much it
 * is later than the bare field of its own window, how far anything moved after the first picture, and the bundle.
 */
export const bench: Bench = {
  name: 'render',
  about: 'key press to paint, p95: lock screen and people search; limit: a bare input in the same windows',
  unit: 'ms',
  better: 'lower',
  rounds: 5,
  contenders: { ours: () => contender('ours'), limit: () => contender('bare'), peers: {} },
};

interface Stage {
  readonly lab: Page;
  readonly counter: Page;
  readonly institution: Institution;
  readonly times: Readonly<Record<Place, number[]>>;
  readonly shift: Readonly<Record<'lab' | 'counter', number>>;
}

let stage: Promise<Stage> | null = null;
let users = 0;

/** Both contenders share the two windows. */
async function openStage(): Promise<Stage> {
  const institution = await startInstitution();
  try {
    const lab = await institution.open('lab');
    const counter = await institution.open('counter');
    const shift = { lab: await layoutShift(lab.page), counter: await layoutShift(counter.page) };
    await signIn(counter);
    await beginKeyWatch(lab.page);
    await beginKeyWatch(counter.page);
    const times = { lock: [], 'bare-lock': [], search: [], 'bare-search': [] };
    return { lab: lab.page, counter: counter.page, institution, times, shift };
  } catch (error) {
    await institution.stop();
    throw error;
  }
}

async function signIn({ hands }: OpenWindow): Promise<void> {
  await hands.plugInKey(0);
  await hands.signInAtCounter(pin);
  await hands.findPerson('sato');
}

async function contender(which: 'ours' | 'bare'): Promise<Contender> {
  users += 1;
  stage ??= openStage();
  const { lab, counter, institution, times, shift } = await stage;
  const measure = async (page: Page, place: Place, selector: string) => {
    const seen = await typeAndWatch(page, selector);
    times[place].push(...seen);
    return seen;
  };
  return {
    async run() {
      const seen =
        which === 'ours'
          ? [
              ...(await measure(lab, 'lock', 'input[name=login]')),
              ...(await measure(counter, 'search', '.find-input')),
            ]
          : [
              ...(await withBareField(lab, (selector) => measure(lab, 'bare-lock', selector))),
              ...(await withBareField(counter, (selector) => measure(counter, 'bare-search', selector))),
            ];
      return percentile(seen, 0.95);
    },
    apart() {
      const p95 = (place: Place) => percentile(times[place], 0.95);
      const size = bundleSize(join(import.meta.dirname, '..', '..', 'dist'));
      return {
        'lock screen, p95 ms': p95('lock'),
        'bare there, p95 ms': p95('bare-lock'),
        'lock screen later by, ms': p95('lock') - p95('bare-lock'),
        'people search, p95 ms': p95('search'),
        'bare beside it, p95 ms': p95('bare-search'),
        'people search later by, ms': p95('search') - p95('bare-search'),
        'layout shift of the lock screen': shift.lab,
        'layout shift of the counter': shift.counter,
        'bundle besides fonts, KB': size.whole,
        'before the first picture, KB': size.first,
      };
    },
    async close() {
      users -= 1;
      if (users > 0) return;
      stage = null;
      await institution.stop();
    },
  };
}
