import type { GuideHit } from '../../../preload/contract/models/guide-answers.ts';
import { useText } from '../../app/language.tsx';
import { Icon } from '../../ui/icon.tsx';
import { AssumedMark } from './assumed-mark.tsx';
import type { OpenPage } from './guide-page.ts';

interface Properties {
  readonly label: string;
  readonly hits: readonly GuideHit[];
  readonly onOpen: OpenPage;
}

/** Guides to choose from, each a button with its first step below its title. */
export function GuideHits({ label, hits, onOpen }: Properties) {
  const { localized } = useText();
  if (hits.length === 0) return null;
  return (
    <section aria-label={label}>
      <ul className="guide-list">
        {hits.map((hit) => (
          <li key={hit.id}>
            <button
              type="button"
              className="row-button"
              data-guide={hit.id}
              onClick={() => onOpen({ kind: 'article', id: hit.id })}
            >
              <Icon name="list" />
              <span className="row-words">
                <span className="row-title">
                  {localized(hit.title)} <AssumedMark assumed={hit.assumed} />
                </span>
                <span className="row-detail">{localized(hit.beginning)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
