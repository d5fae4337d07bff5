import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { askAhead } from './app/ask-ahead.ts';
import { firstTypeface } from './app/first-typeface.ts';
import { Root } from './app/root.tsx';
import './ui/tokens.css';
import './ui/base.css';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');

/**
 * How long the first picture may wait for its letters and for what it is to say. Drawn without its letters, it would take
 * longer: the system would be asked for each family in turn.
 */
const firstPictureMilliseconds = 150;

const root = createRoot(container);
const show = (page: ReactNode) => root.render(<StrictMode>{page}</StrictMode>);

// No top-level await: every module that a lazy part shares with this one would become a file of its own.
if (location.hash === '#cover') {
  void import('./features/kiosk/cover-root.tsx').then(({ CoverRoot }) => show(<CoverRoot />));
} else if (location.hash === '#strip') {
  void import('./features/kiosk/strip-root.tsx').then(({ StripRoot }) => show(<StripRoot />));
} else if (location.hash === '#slip') {
  void import('./features/guide/slip-root.tsx').then(({ SlipRoot }) => show(<SlipRoot />));
} else if (location.hash === '#receipt') {
  void import('./features/receipt/receipt-root.tsx').then(({ ReceiptRoot }) => show(<ReceiptRoot />));
} else {
  void within(firstPictureMilliseconds, Promise.all([askAhead(), firstTypeface()])).then(() =>
    show(<Root />),
  );
}

/** Waits for `work`, but never for long: a picture without it is better than none. */
function within(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  const late = new Promise((resolve) => setTimeout(resolve, milliseconds));
  return Promise.race([work.catch(() => undefined), late]);
}
