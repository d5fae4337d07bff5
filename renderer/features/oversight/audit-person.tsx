import { useState } from 'react';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import { useAsked } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useOversightText } from './oversight-text.ts';

/** As much of somebody as the search needs to name them. */
export type SearchedPerson = Pick<PersonSummary, 'id' | 'number' | 'name'>;

interface Properties {
  readonly person: SearchedPerson | null;
  readonly onChoose: (person: SearchedPerson | null) => void;
}

/** Whom entries are to be about: somebody of this counter's directory, chosen and not merely typed. */
export function AuditPerson({ person, onChoose }: Properties) {
  const say = useOversightText();
  const [query, setQuery] = useState('');
  /** Once somebody was chosen, the focus goes to and fro with what stands in the place of what had it. */
  const [changed, setChanged] = useState(false);
  const choose = (chosen: SearchedPerson | null) => {
    setChanged(true);
    onChoose(chosen);
  };
  if (person !== null)
    return (
      <div className="field audit-person">
        <span>{say('audit.person')}</span>
        <p>
          {person.name} ({person.number})
        </p>
        <Button strength="quiet" icon="cross" autoFocus={changed} onClick={() => choose(null)}>
          {say('audit.person-clear')}
        </Button>
      </div>
    );
  return (
    <div className="audit-person">
      <TextField
        label={say('audit.person')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        maxLength={100}
        autoComplete="off"
        autoFocus={changed}
      />
      {query.trim().length > 1 && <Found query={query.trim()} onChoose={choose} />}
    </div>
  );
}

function Found({ query, onChoose }: { readonly query: string; readonly onChoose: Properties['onChoose'] }) {
  const say = useOversightText();
  const found = useAsked('people.search', { query, offset: 0 });
  if (found.value === undefined) return null;
  if (found.value.people.length === 0) return <p role="status">{say('audit.person-none')}</p>;
  return (
    <ul className="audit-found" aria-label={say('audit.person-choose')}>
      {found.value.people.slice(0, 5).map((one) => (
        <li key={one.id}>
          <Button strength="quiet" icon="person" onClick={() => onChoose(one)}>
            {`${one.name} (${one.number})`}
          </Button>
        </li>
      ))}
    </ul>
  );
}
