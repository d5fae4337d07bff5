import { useEffect, useRef, useState } from 'react';
import { ScreenCorner } from '../../app/screen-corner.tsx';
import { Button } from '../../ui/button.tsx';
import { ArticlePage } from './article-page.tsx';
import { ClockPage } from './clock-page.tsx';
import { CountersPage } from './counters-page.tsx';
import { DevicesPage } from './devices-page.tsx';
import type { GuidePage, OpenPage } from './guide-page.ts';
import { useGuideText } from './guide-text.ts';
import { useHelpIdle } from './help-idle.ts';
import { IdleWarning } from './idle-warning.tsx';
import { OutcomePage } from './outcome-page.tsx';
import { QuestionPage } from './question-page.tsx';
import { StartPage } from './start-page.tsx';
import '../../ui/page.css';
import '../../ui/row-button.css';
import './guide.css';

interface Properties {
  /** `idle`: nobody touched anything for two minutes, so whoever was here has gone. */
  readonly onLeave: (why: 'asked' | 'idle') => void;
}

/** Help without signing in. It lies over the lock screen, which stays as it was; Escape leads back to it. */
export function GuideSurface({ onLeave }: Properties) {
  const speak = useGuideText();
  const [pages, setPages] = useState<readonly GuidePage[]>([{ kind: 'start' }]);
  const [query, setQuery] = useState('');
  const idle = useHelpIdle(() => onLeave('idle'));
  const top = useRef<HTMLDivElement>(null);
  const depth = pages.length;
  const open: OpenPage = (page) => setPages([...pages, page]);

  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      // Escape within an input method's own choice is the input method's.
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
      event.preventDefault();
      onLeave('asked');
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [onLeave]);

  useEffect(() => {
    if (depth > 0) top.current?.scrollTo(0, 0);
  }, [depth]);

  return (
    <div className="guide" data-testid="guide" ref={top}>
      <header className="screen-head guide-bar">
        <div className="guide-ways">
          <Button icon="leave" onClick={() => onLeave('asked')} aria-keyshortcuts="Escape">
            {speak('guide.leave')}
          </Button>
          {depth > 1 && (
            <Button strength="quiet" icon="back" onClick={() => setPages(pages.slice(0, -1))}>
              {speak('guide.back')}
            </Button>
          )}
        </div>
        <ScreenCorner />
      </header>
      <IdleWarning left={idle.left} onStay={idle.stay} />
      <main className="guide-page">
        <Page key={depth} page={pages[depth - 1]} query={query} onQuery={setQuery} onOpen={open} />
      </main>
    </div>
  );
}

interface PageProperties {
  readonly page: GuidePage | undefined;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onOpen: OpenPage;
}

function Page({ page, query, onQuery, onOpen }: PageProperties) {
  if (page === undefined) return null;
  switch (page.kind) {
    case 'start':
      return <StartPage query={query} onQuery={onQuery} onOpen={onOpen} />;
    case 'article':
      return <ArticlePage id={page.id} onOpen={onOpen} />;
    case 'question':
      return <QuestionPage id={page.id} number={page.number} onOpen={onOpen} />;
    case 'outcome':
      return <OutcomePage id={page.id} onOpen={onOpen} />;
    case 'counters':
      return <CountersPage />;
    case 'clock':
      return <ClockPage />;
    case 'devices':
      return <DevicesPage />;
  }
}
