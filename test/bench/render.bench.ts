import { join } from 'node:path';
import type { Page } from 'playwright';
import { type Institution, type OpenWindow, pin, startInstitution } from '../electron/institution.ts';
import type { Bench, Contender } from './bench.ts';
import { bundleSize } from './bundle-size.ts';
import {
  beginKeyWatch,
  beginShiftWatch,
  forgetMoves,
  movedSoFar,
  type Place,
  typeAndWatch,
  withBareField,
} from './key-to-paint.ts';
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
  /** How far things had moved when last looked at. */
  readonly moved: { lab: number; signIn: number; counter: number };
}

let stage: Promise<Stage> | null = null;
let users = 0;

/** Both contenders share the two windows. */
async function openStage(): Promise<Stage> {
  const institution = await startInstitution();
  try {
    const lab = await institution.open('lab');
    const counter = await institution.open('counter');
    await beginShiftWatch(lab.page, 'lock');
    await beginShiftWatch(counter.page, 'staff');
    const moved = { lab: 0, signIn: await movedSoFar(counter.page), counter: 0 };
    await signIn(counter);
    await beginKeyWatch(lab.page);
    await beginKeyWatch(counter.page);
    const times = { lock: [], 'bare-lock': [], search: [], 'bare-search': [] };
    return { lab: lab.page, counter: counter.page, institution, times, moved };
  } catch (error) {
    await institution.stop();
    throw error;
  }
}

/** What moves is counted anew from the workspace's first picture on. */
async function signIn({ hands, page }: OpenWindow): Promise<void> {
  // A page that was loaded anew speaks Japanese again.
  await hands.speak();
  await hands.plugInKey(0);
  await hands.signInAtCounter(pin);
  await forgetMoves(page);
  await hands.findPerson('sato');
}

async function contender(which: 'ours' | 'bare'): Promise<Contender> {
  users += 1;
  stage ??= openStage();
  const { lab, counter, institution, times, moved } = await stage;
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
      moved.lab = await movedSoFar(lab);
      moved.counter = await movedSoFar(counter);
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
        'layout shift of the lock screen': moved.lab,
        'layout shift of the counter’s sign-in': moved.signIn,
        'layout shift of people search': moved.counter,
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
