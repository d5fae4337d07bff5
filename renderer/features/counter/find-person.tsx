import { useId } from 'react';
import type { PeopleFound, PersonSummary } from '../../../preload/contract/models/people.ts';
import { age } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { Icon } from '../../ui/icon.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { useActiveOption } from './active-option.ts';
import { usePeopleSearch } from './people-search.ts';
import { PersonLine } from './person-line.tsx';

interface Properties {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onFound: (person: PersonSummary) => void;
}

/**
 * Finds the visitor as one types; arrows and Enter choose without leaving the field (ARIA Authoring Practices, combobox
 * with manual selection). Nothing is chosen in advance: Enter alone never opens a case for whoever happens to be first.
 */
export function FindPerson({ query, onQuery, onFound }: Properties) {
  const { text } = useText();
  const { found, refusal } = usePeopleSearch(query);
  const id = useId();
  const people = query.trim() === '' ? [] : (found?.people ?? []);
  const active = useActiveOption(people, onFound);
  const optionId = (person: PersonSummary) => `${id}-${person.id}`;

  return (
    <section className="find">
      <ScreenHeading takesFocus={false}>{text('find.heading')}</ScreenHeading>
      <div className="find-field">
        <label htmlFor={`${id}-input`}>{text('find.label')}</label>
        <div className="field-box">
          <Icon name="search" />
          <input
            id={`${id}-input`}
            className="find-input"
            type="search"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={people.length > 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={active.option === null ? undefined : optionId(active.option)}
            value={query}
            onChange={(event) => onQuery(event.target.value)}
            onKeyDown={active.onKeyDown}
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
      <div
        id={`${id}-list`}
        className="find-results"
        role="listbox"
        aria-label={text('find.results')}
        data-testid="search-results"
        tabIndex={-1}
      >
        {people.map((person) => (
          <PersonOption
            key={person.id}
            id={optionId(person)}
            person={person}
            active={person === active.option}
            onChoose={onFound}
          />
        ))}
        {people.length === 0 && (
          <p className="find-empty">
            {text(query.trim() === '' || found === undefined ? 'find.start' : 'find.nobody')}
          </p>
        )}
      </div>
      <p className="find-foot" role="status">
        {people.length > 0 && text(found?.more ? 'find.more' : 'find.count', { count: people.length })}
      </p>
      {found !== undefined && <ReplicaLine replica={found.replica} />}
    </section>
  );
}

interface OptionProperties {
  readonly id: string;
  readonly person: PersonSummary;
  readonly active: boolean;
  readonly onChoose: (person: PersonSummary) => void;
}

function PersonOption({ id, person, active, onChoose }: OptionProperties) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works from the combobox, which keeps the focus
    <div
      id={id}
      className="find-row"
      role="option"
      tabIndex={-1}
      aria-selected={active}
      ref={(row) => {
        if (active) row?.scrollIntoView({ block: 'nearest' });
      }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(person)}
    >
      <PersonLine person={person} />
    </div>
  );
}

/** How many people this station knows offline, and how old that knowledge is. */
function ReplicaLine({ replica }: { readonly replica: PeopleFound['replica'] }) {
  const { text, language } = useText();
  const now = useStationNow(60_000);
  if (now === null) return null;
  return (
    <p className="find-replica">
      {replica.updatedAt === null
        ? text('find.replica-never', { people: replica.people })
        : text('find.replica', {
            people: replica.people,
            age: age(Date.parse(replica.updatedAt), now, language),
          })}
    </p>
  );
}
