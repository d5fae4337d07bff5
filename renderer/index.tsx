import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { askAhead } from './app/ask-ahead.ts';
import { Root } from './app/root.tsx';
import './ui/tokens.css';
import './ui/base.css';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');

const root = createRoot(container);
const show = (page: ReactNode) => root.render(<StrictMode>{page}</StrictMode>);

// No top-level await: every module that a lazy part shares with this one would become a file of its own.
if (location.hash === '#cover') {
  void import('./features/kiosk/cover-root.tsx').then(({ CoverRoot }) => show(<CoverRoot />));
} else {
  askAhead();
  void firstTypeface().then(() => show(<Root />));
}

/**
 * The letters of the first screen, which came with the page: laid out without them, the system would look for typefaces
 * that have them. Never waited for long.
 */
function firstTypeface(): Promise<unknown> {
  const loaded = Promise.all(
    [400, 600].map((weight) => document.fonts.load(`${weight} 1rem "Madoguchi First"`)),
  );
  return Promise.race([loaded.catch(() => []), new Promise((resolve) => setTimeout(resolve, 150))]);
}
