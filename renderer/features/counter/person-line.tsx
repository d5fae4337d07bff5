import type { PersonHit } from '../../../preload/contract/models/people.ts';
import { useText } from '../../app/language.tsx';
import { Furigana } from '../../ui/furigana.tsx';

interface Properties {
  readonly person: Omit<PersonHit, 'standing' | 'namesake'>;
  /** The reading above the name, for whoever is about to say it, rather than beside it. */
  readonly furigana?: boolean;
}

/** A person as on their card: number, name, readings, affiliation. */
export function PersonLine({ person, furigana = false }: Properties) {
  const { text, localized } = useText();
  return (
    <div className="person">
      <p className="person-names">
        <span className="person-name" lang="ja">
          {furigana ? <Furigana name={person.name} reading={person.kana} /> : person.name}
        </span>{' '}
        {!furigana && (
          <span className="person-kana" lang="ja">
            {person.kana}
          </span>
        )}{' '}
        <span className="person-romaji" lang="en">
          {person.romaji}
        </span>
      </p>
      <p className="person-place">
        <span className="person-number">{person.number}</span> <span>{localized(person.affiliation)}</span>{' '}
        <span>{text(`role.${person.role}`)}</span>
      </p>
    </div>
  );
}
