import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { PeopleFound, PersonHit } from '../../../preload/contract/models/people.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { useActions } from '../speed/use-actions.tsx';
import { useActiveOption } from './active-option.ts';
import { ExactMatch } from './exact-match.tsx';
import { exactPerson } from './exact-person.ts';
import { FoundPages, pageOffset } from './found-pages.tsx';
import { useNameLetters } from './name-letters.ts';
import { usePeopleSearch } from './people-search.ts';
import { PersonOption } from './person-option.tsx';
import { ReplicaLine } from './replica-line.tsx';
import './find-person.css';

interface Properties {
  /** What the field holds when it comes. */
  readonly initial: string;
  readonly onTyped: (query: string) => void;
  readonly onFound: (person: PersonHit) => void;
  /** The whole number of one person was typed, and a reason chosen. */
  readonly onOpened: (opened: CounterCase) => void;
}

/**
 * Finds the visitor as one types; arrows and Enter choose without leaving the field (ARIA Authoring Practices, combobox
 * with manual selection). Nothing is chosen in advance: Enter alone never opens a case for whoever happens to be first.
 */
export function FindPerson({ initial, onTyped, onFound, onOpened }: Properties) {
  const { text } = useText();
  const [own, setOwn] = useState(false);
  useNameLetters();
  const { ask, answer, isCurrent } = usePeopleSearch(initial);
  const { found, refusal } = answer;
  const { query } = answer.to;
  const id = useId();
  const people = query.trim() === '' ? [] : (found?.people ?? []);
  const choose = (person: PersonHit) => {
    setOwn(person.standing === 'self');
    if (person.standing !== 'self') onFound(person);
  };
  const active = useActiveOption(people, choose, isCurrent);
  const exact = exactPerson(query, found);
  const replica = found?.replica;
  const field = useRef<HTMLInputElement>(null);
  useActions([
    {
      id: 'action.find',
      group: 'case',
      chord: { ctrl: true, code: 'KeyF' },
      run: () => field.current?.select(),
    },
  ]);
  const optionId = (person: PersonHit) => `${id}-${person.id}`;
  const turnTo = (offset: number) => ask({ query, offset });
  const onKeyDown = (event: KeyboardEvent) => {
    active.onKeyDown(event);
    // A page of another query says nothing of how many this one has.
    const to =
      found === undefined || !isCurrent() || event.nativeEvent.isComposing
        ? null
        : pageOffset(event.key, found);
    if (to === null) return;
    event.preventDefault();
    turnTo(to);
  };

  return (
    <section className="find">
      <ScreenHeading takesFocus={false}>{text('find.heading')}</ScreenHeading>
      <div className="find-field">
        <label htmlFor={`${id}-input`}>{text('find.label')}</label>
        <div className="field-box">
          <Icon name="search" />
          <input
            ref={field}
            id={`${id}-input`}
            className="find-input"
            type="search"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={people.length > 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={active.option === null ? undefined : optionId(active.option)}
            defaultValue={initial}
            onChange={(event) => {
              const typed = event.target.value;
              ask({ query: typed, offset: 0 });
              setOwn(false);
              active.forget();
              onTyped(typed);
            }}
            onKeyDown={onKeyDown}
            placeholder={text('find.placeholder')}
            autoComplete="off"
            maxLength={100}
            spellCheck={false}
            // biome-ignore lint/a11y/noAutofocus: typing is the one task of this screen
            autoFocus
          />
        </div>
      </div>
      <RefusalNotice refusal={refusal} />
      {own && (
        <Notice tone="warn" live="assertive" title={text('find.self')}>
          <p>{text('find.self-chosen')}</p>
        </Notice>
      )}
      <div
        id={`${id}-list`}
        className="find-results"
        // A list of nobody is no list.
        {...(people.length > 0 ? { role: 'listbox', 'aria-label': text('find.results') } : {})}
        data-testid="search-results"
        tabIndex={-1}
      >
        {people.map((person, place) => (
          <PersonOption
            // biome-ignore lint/suspicious/noArrayIndexKey: whoever is found next is written into the rows that stand
            key={place}
            id={optionId(person)}
            person={person}
            active={person === active.option}
            onChoose={active.press}
          />
        ))}
        {people.length === 0 && <NobodyLine query={query} found={found} />}
      </div>
      {exact !== null && <ExactMatch key={exact.id} person={exact} onOpened={onOpened} />}
      {people.length > 0 && found !== undefined && (
        <FoundPages found={found} onTurn={(to) => isCurrent() && turnTo(to)} />
      )}
      {replica !== undefined && (
        <ReplicaLine
          people={replica.people}
          confirmedAt={replica.confirmedAt}
          old={replica.old}
          receiving={replica.receiving}
          expected={replica.expected}
        />
      )}
    </section>
  );
}

/** Why nobody is listed, and what to do about it. */
function NobodyLine({ query, found }: { readonly query: string; readonly found: PeopleFound | undefined }) {
  const { text, localized } = useText();
  if (query.trim() === '' || found === undefined) return <p className="find-empty">{text('find.start')}</p>;
  if (found.need === 'more-letters') return <p className="find-empty">{text('find.more-letters')}</p>;
  return (
    <div className="find-empty" role="status">
      <p>{text(found.numberHint === null ? 'find.nobody' : 'find.number-form')}</p>
      {found.numberHint !== null && <p>{localized(found.numberHint)}</p>}
    </div>
  );
}
