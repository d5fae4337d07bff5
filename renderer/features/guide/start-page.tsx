import { useEffect, useRef } from 'react';
import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AssumedMark } from './assumed-mark.tsx';
import { GuideHits } from './guide-hits.tsx';
import type { GuidePage, OpenPage } from './guide-page.ts';
import { useGuideText } from './guide-text.ts';

interface Properties {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onOpen: OpenPage;
}

const ways: readonly (readonly [name: 'triage' | 'clock' | 'devices' | 'counters', IconName, GuidePage])[] = [
  ['triage', 'person', { kind: 'question', id: null, number: 1 }],
  ['clock', 'clock', { kind: 'clock' }],
  ['devices', 'plug', { kind: 'devices' }],
  ['counters', 'info', { kind: 'counters' }],
];

/** What is the trouble? A search that answers as one types, and four other ways. */
export function StartPage({ query, onQuery, onOpen }: Properties) {
  const { localized } = useText();
  const speak = useGuideText();
  const words = useAsked('guide.words', {}, ['station']).value;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <>
      <ScreenHeading takesFocus={false}>{speak('guide.heading')}</ScreenHeading>
      <p>{speak('guide.lead')}</p>
      <TextField
        label={speak('guide.search')}
        hint={speak('guide.search-hint')}
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        inputRef={field}
        type="text"
        role="searchbox"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        trailing={
          <span className="guide-search-mark">
            <Icon name="search" />
          </span>
        }
      />
      {query.trim() === '' ? (
        <p role="status" className="guide-status" />
      ) : (
        <Found query={query} onOpen={onOpen} />
      )}
      <nav aria-label={speak('guide.choices')}>
        <ul className="guide-ways-list">
          {ways.map(([name, icon, page]) => (
            <li key={name}>
              <button
                type="button"
                className="row-button"
                data-testid={`guide-way-${name}`}
                onClick={() => onOpen(page)}
              >
                <Icon name={icon} />
                <span className="row-words">
                  <span className="row-title">{speak(`guide.choice.${name}`)}</span>
                  <span className="row-detail">{speak(`guide.choice.${name}-detail`)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {words !== undefined && (
        <Notice tone="neutral">
          <p>
            {localized(words.sharedMachine)} <AssumedMark assumed={words.assumed.includes('sharedMachine')} />
          </p>
        </Notice>
      )}
    </>
  );
}

function Found({ query, onOpen }: Pick<Properties, 'query' | 'onOpen'>) {
  const { language } = useText();
  const speak = useGuideText();
  const { value: hits, refusal } = useAsked('guide.search', { query, language });
  return (
    <>
      <RefusalNotice refusal={refusal} />
      <p role="status" className="guide-status">
        {hits === undefined
          ? ''
          : hits.length === 0
            ? speak('guide.found-none')
            : speak('guide.found', { count: hits.length })}
      </p>
      <GuideHits label={speak('guide.results')} hits={hits ?? []} onOpen={onOpen} />
    </>
  );
}
