import { memo } from 'react';
import type { PersonHit } from '../../../preload/contract/models/people.ts';
import { useText } from '../../app/language.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import { PersonLine } from './person-line.tsx';

interface Properties {
  readonly id: string;
  readonly person: PersonHit;
  readonly active: boolean;
  readonly onChoose: (person: PersonHit) => void;
}

/**
 * One of the people found, with what an operator must know before choosing: themselves, a colleague, a namesake. Drawn anew
 * only where somebody else stands in its place.
 */
export const PersonOption = memo(Option, sameOption);

function Option({ id, person, active, onChoose }: Properties) {
  const { text } = useText();
  const marked = person.namesake || person.standing !== null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works from the combobox, which keeps the focus
    <div
      id={id}
      className={`find-row${person.namesake ? ' find-row-namesake' : ''}${marked ? ' find-row-marked' : ''}`}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      aria-disabled={person.standing === 'self' || undefined}
      ref={(row) => {
        if (active) row?.scrollIntoView({ block: 'nearest' });
      }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(person)}
    >
      <PersonLine person={person} />
      {marked && (
        <p className="find-marks">
          {person.standing === 'self' && <StatusPill tone="warn">{text('find.self')}</StatusPill>}
          {person.standing === 'operator' && <StatusPill tone="neutral">{text('find.operator')}</StatusPill>}
          {person.namesake && <StatusPill tone="warn">{text('find.namesake')}</StatusPill>}
        </p>
      )}
    </div>
  );
}

/** Every answer brings its people anew, most often the same. */
function sameOption(before: Properties, after: Properties): boolean {
  return (
    before.id === after.id &&
    before.active === after.active &&
    before.onChoose === after.onChoose &&
    (before.person === after.person || JSON.stringify(before.person) === JSON.stringify(after.person))
  );
}
