import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { firstTypeface } from '../app/first-typeface.ts';
import { applyTypeface } from '../app/typeface.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import { Gallery } from './gallery.tsx';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');
const root = createRoot(container);
// As the face does: its first picture has its letters.
void firstTypeface().then(() => {
  root.render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  );
  return applyTypeface();
});
