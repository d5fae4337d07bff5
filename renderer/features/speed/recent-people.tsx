import type { PersonHit } from '../../../preload/contract/models/people.ts';
import { PersonLine } from '../counter/person-line.tsx';
import { useSpeedText } from './speed-text.ts';
import '../../ui/row-button.css';
import './speed.css';

interface Properties {
  readonly people: readonly PersonHit[];
  readonly onChoose: (person: PersonHit) => void;
}

/** Whom this operator served since they signed in; folded away, because the next visitor sees the screen too. */
export function RecentPeople({ people, onChoose }: Properties) {
  const say = useSpeedText();
  return (
    <details className="recent-people" data-testid="recent-people">
      <summary>{say('recent.heading', { count: people.length })}</summary>
      <ul className="recent-people-list">
        {people.map((person) => (
          <li key={person.id}>
            <button type="button" className="row-button" onClick={() => onChoose(person)}>
              <PersonLine person={person} />
            </button>
          </li>
        ))}
      </ul>
      <p className="field-hint">{say('recent.note')}</p>
    </details>
  );
}
