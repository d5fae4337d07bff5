import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { askAhead } from './app/ask-ahead.ts';
import { Root } from './app/root.tsx';
import './ui/tokens.css';
import './ui/base.css';

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');

askAhead();
createRoot(container).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
