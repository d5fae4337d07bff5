import type { PersonHit } from '../../../preload/contract/models/people.ts';
import { useText } from '../../app/language.tsx';

/** A person as on their card: number, name, readings, affiliation. */
export function PersonLine({ person }: { readonly person: Omit<PersonHit, 'standing' | 'namesake'> }) {
  const { text, localized } = useText();
  return (
    <div className="person">
      <p className="person-names">
        <span className="person-name" lang="ja">
          {person.name}
        </span>
        <span className="person-kana" lang="ja">
          {person.kana}
        </span>
        <span className="person-romaji" lang="en">
          {person.romaji}
        </span>
      </p>
      <p className="person-place">
        <span className="person-number">{person.number}</span>
        <span>{localized(person.affiliation)}</span>
        <span>{text(`role.${person.role}`)}</span>
      </p>
    </div>
  );
}
