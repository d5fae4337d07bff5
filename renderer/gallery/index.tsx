import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTypeface } from '../app/typeface.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import { Gallery } from './gallery.tsx';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');
createRoot(container).render(
  <StrictMode>
    <Gallery />
  </StrictMode>,
);
void applyTypeface();
