import { type SyntheticEvent, useState } from 'react';
import type { AuditSelection } from '../../../preload/contract/models/audit.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AuditPerson, type SearchedPerson } from './audit-person.tsx';
import { readReference, readWish } from './audit-selection.ts';
import { useOversightText } from './oversight-text.ts';

interface Properties {
  readonly busy: boolean;
  readonly onSearch: (selection: AuditSelection) => void;
}

/** What to look for; everything that is filled in must hold, and nothing at all means everything. */
export function AuditForm({ busy, onSearch }: Properties) {
  const say = useOversightText();
  const [person, setPerson] = useState<SearchedPerson | null>(null);
  const [operator, setOperator] = useState('');
  const [reference, setReference] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const selection = readWish({ personId: person?.id ?? null, operator, reference, from, to });
  const badReference = reference.trim() !== '' && readReference(reference) === null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (selection !== null && !busy) onSearch(selection);
  };
  return (
    <form className="card audit-form" onSubmit={submit}>
      <AuditPerson person={person} onChoose={setPerson} />
      <TextField
        label={say('audit.reference')}
        value={reference}
        onChange={(event) => setReference(event.target.value)}
        error={badReference ? say('audit.reference-bad') : undefined}
        maxLength={20}
        autoComplete="off"
      />
      <TextField
        label={say('audit.operator')}
        value={operator}
        onChange={(event) => setOperator(event.target.value)}
        maxLength={64}
        autoComplete="off"
      />
      <TextField
        label={say('audit.from')}
        type="date"
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <TextField
        label={say('audit.to')}
        type="date"
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <div className="audit-form-go">
        <Button type="submit" strength="strong" icon="search" busy={busy} disabled={selection === null}>
          {say('audit.search')}
        </Button>
      </div>
    </form>
  );
}
