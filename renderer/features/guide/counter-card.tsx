import type { GuideCounter } from '../../../preload/contract/models/guide-answers.ts';
import { useText } from '../../app/language.tsx';
import { AssumedMark } from './assumed-mark.tsx';
import { closuresText, hoursText, spanText } from './counter-hours-text.ts';
import { CounterNow } from './counter-now.tsx';
import { useGuideText } from './guide-text.ts';
import '../../ui/card.css';

/** Where a counter is, when it is open, and whether it is now. */
export function CounterCard({ counter }: { readonly counter: GuideCounter }) {
  const { localized, language } = useText();
  const speak = useGuideText();
  const closures = closuresText(counter.closures, language, speak, localized);
  return (
    <section className="card guide-counter" aria-label={localized(counter.label)} data-counter={counter.id}>
      <h2 className="card-title">
        {localized(counter.label)} <AssumedMark assumed={counter.assumed} />
      </h2>
      <CounterNow counter={counter} />
      <dl className="facts">
        <dt>{speak('guide.counter.place')}</dt>
        <dd>{localized(counter.place)}</dd>
        {counter.now !== null && (
          <>
            <dt>{speak('guide.counter.today')}</dt>
            <dd>
              {counter.now.closure !== null
                ? speak('guide.counter.today-closure', { closure: localized(counter.now.closure) })
                : counter.now.today.length === 0
                  ? speak('guide.counter.today-none')
                  : counter.now.today.map(spanText).join(language === 'ja' ? '、' : ', ')}
            </dd>
          </>
        )}
        <dt>{speak('guide.counter.hours')}</dt>
        <dd>
          {counter.hours.map((hours) => (
            <span key={`${hours.days.join()} ${hours.from}`} className="guide-line">
              {hoursText(hours, language)}
            </span>
          ))}
        </dd>
        {closures !== '' && (
          <>
            <dt>{speak('guide.counter.closures')}</dt>
            <dd>
              {closures} <AssumedMark assumed={counter.closures.assumed} />
            </dd>
          </>
        )}
        <dt>{speak('guide.counter.telephone')}</dt>
        <dd>{counter.telephone ?? speak('guide.counter.telephone-unknown')}</dd>
      </dl>
      <p className="field-hint">{speak('guide.counter.holidays')}</p>
    </section>
  );
}
