import { HeldWords } from '../../features/connection/held-notice.tsx';
import type { Section } from '../section.ts';

/** What stands on the screen for as long as nothing can be recorded. */
export const heldSection: Section<'held'> = {
  title: { ja: '記録ができないとき', en: 'Nothing can be recorded' },
  states: {
    'lab-disk-full': () => <HeldWords at="lab" cause="disk-full" />,
    'lab-store-refused': () => <HeldWords at="lab" cause="store-refused" />,
    'session-disk-full': () => <HeldWords at="session" cause="disk-full" />,
    'session-store-refused': () => <HeldWords at="session" cause="store-refused" />,
    'counter-disk-full': () => <HeldWords at="counter" cause="disk-full" />,
    'counter-store-refused': () => <HeldWords at="counter" cause="store-refused" />,
  },
};
