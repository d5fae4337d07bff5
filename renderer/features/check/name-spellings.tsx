import type { CheckView } from '../../../preload/contract/models/check.ts';
import { useCheckText } from './check-text.ts';

/** The ways in which the person's name may stand on a document, side by side, for comparing. */
export function NameSpellings({ names }: Pick<CheckView, 'names'>) {
  const say = useCheckText();
  return (
    <section className="check-names" aria-label={say('check.names.heading')}>
      <h2 className="check-aside-heading">{say('check.names.heading')}</h2>
      <p className="check-aside-lead">{say('check.names.lead')}</p>
      <dl className="check-spellings">
        {(['kanji', 'kana', 'romaji'] as const).map((script) => (
          <div key={script} className={`check-spelling check-spelling-${script}`}>
            <dt>{say(`check.names.${script}`)}</dt>
            {names[script].map((spelling) => (
              <dd key={spelling} lang={script === 'romaji' ? 'en' : 'ja'}>
                {spelling}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}
