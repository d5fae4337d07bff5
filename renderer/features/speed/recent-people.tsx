import { useEffect, useRef } from 'react';
import type { PersonHit } from '../../../preload/contract/models/people.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PersonLine } from '../counter/person-line.tsx';
import { useSpeedText } from './speed-text.ts';
import { useActions } from './use-actions.tsx';
import './speed.css';

interface Properties {
  readonly people: readonly PersonHit[];
  readonly onChoose: (person: PersonHit) => void;
  readonly onClear: () => void;
  /** Brings back whom the operator took off the list; null where nobody was. */
  readonly onRestore: (() => void) | null;
}

/** Whom this operator served since they signed in; folded away, because the next visitor sees the screen too. */
export function RecentPeople({ people, onChoose, onClear, onRestore }: Properties) {
  const say = useSpeedText();
  useActions(people.length === 0 ? [] : [{ id: 'action.clear-recent', group: 'window', run: onClear }]);
  const summary = useRef<HTMLElement>(null);
  const wasEmpty = useRef(false);
  const empty = people.length === 0;
  // Brought back by a press that is gone with it: the list takes the focus.
  useEffect(() => {
    if (!empty && wasEmpty.current && document.activeElement === document.body) summary.current?.focus();
    wasEmpty.current = empty;
  }, [empty]);
  if (empty) return onRestore === null ? null : <Cleared onRestore={onRestore} />;
  return (
    <details className="recent-people" data-testid="recent-people">
      <summary ref={summary}>{say('recent.heading', { count: people.length })}</summary>
      <ul className="recent-people-list">
        {people.map((person) => (
          <li key={person.id}>
            <button type="button" className="recent-person" onClick={() => onChoose(person)}>
              <PersonLine person={person} />
            </button>
          </li>
        ))}
      </ul>
      <p className="field-hint">{say('recent.note')}</p>
      <Button strength="quiet" icon="cross" onClick={onClear}>
        {say('action.clear-recent')}
      </Button>
    </details>
  );
}

/** The list is empty because the operator said so: it names nobody, and comes back by one press. */
function Cleared({ onRestore }: { readonly onRestore: () => void }) {
  const say = useSpeedText();
  const box = useRef<HTMLDivElement>(null);
  useActions([{ id: 'action.restore-recent', group: 'window', run: onRestore }]);
  // What was pressed is gone: the way back takes the focus, unless somebody has begun elsewhere.
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.querySelector('button')?.focus();
  }, []);
  return (
    <div data-testid="cleared-people" ref={box}>
      <Notice tone="neutral" live="polite" title={say('recent.cleared')}>
        <p>{say('recent.cleared-next')}</p>
        <Button icon="undo" onClick={onRestore}>
          {say('action.restore-recent')}
        </Button>
      </Notice>
    </div>
  );
}
