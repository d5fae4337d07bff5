import type { Language, LocalizedText } from '../../../preload/contract/models/base.ts';
import type { GuideSlip } from '../../../preload/contract/models/guide-answers.ts';
import { calendarDay } from '../../app/japan-time.ts';
import { closuresText, dayText, hoursText, shortTime } from './counter-hours-text.ts';
import { type GuideKey, guideSentence } from './guide-text.ts';

const languages = ['ja', 'en'] as const;

/** What goes to the counter on paper: why, what to bring, where and when, in both languages. It names nobody. */
export function SlipSheet({ slip }: { readonly slip: GuideSlip }) {
  const { institution, outcome, counter, today } = slip;
  return (
    <main className="slip">
      {languages.map((language) => {
        const say = (key: GuideKey, parameters = {}) => guideSentence(language, key, parameters);
        const assumed = (is: boolean | undefined) => (is === true ? say('guide.assumed') : '');
        return (
          <section key={language} lang={language} className="slip-half">
            <header>
              <p>{institution[language]}</p>
              <h1>{say('guide.slip.title')}</h1>
            </header>
            <dl>
              <dt>{say('guide.slip.reason')}</dt>
              <dd>
                <strong>
                  {outcome.title[language]}
                  {assumed(outcome.assumed)}
                </strong>
              </dd>
              <dt>{say('guide.slip.before')}</dt>
              <dd>
                <Lines texts={outcome.steps} language={language} />
              </dd>
              <dt>{say('guide.bring')}</dt>
              <dd>
                <Lines texts={outcome.bring.length > 0 ? outcome.bring : counter.bring} language={language} />
              </dd>
              <dt>{say('guide.slip.counter')}</dt>
              <dd>
                <strong>
                  {counter.label[language]}
                  {assumed(counter.assumed)}
                </strong>
                <br />
                {counter.place[language]}
                {counter.hours.map((hours) => (
                  <span key={`${hours.days.join()} ${hours.from}`} className="slip-line">
                    {hoursText(hours, language)}
                  </span>
                ))}
                <NextOpening counter={counter} say={say} language={language} />
                {counter.telephone !== null && <span className="slip-line">{counter.telephone}</span>}
                {closuresText(counter.closures, language, say) !== '' && (
                  <span className="slip-line">
                    {say('guide.counter.closures')}: {closuresText(counter.closures, language, say)}
                    {assumed(counter.closures.assumed)}
                  </span>
                )}
                <small className="slip-line">{say('guide.counter.holidays')}</small>
              </dd>
              {today !== null && (
                <>
                  <dt>{say('guide.slip.date')}</dt>
                  <dd>{calendarDay(Date.parse(`${today}T12:00:00+09:00`), language)}</dd>
                </>
              )}
            </dl>
            <p className="slip-foot">{say('guide.slip.anonymous')}</p>
          </section>
        );
      })}
    </main>
  );
}

function Lines({
  texts,
  language,
}: {
  readonly texts: readonly LocalizedText[];
  readonly language: Language;
}) {
  return (
    <ul>
      {texts.map((one) => (
        <li key={one.ja}>{one[language]}</li>
      ))}
    </ul>
  );
}

/** On paper from a closed counter: the day and hour for which it is worth keeping. */
function NextOpening(properties: {
  readonly counter: GuideSlip['counter'];
  readonly language: Language;
  readonly say: (key: GuideKey, parameters?: { readonly day: string; readonly from: string }) => string;
}) {
  const { counter, language, say } = properties;
  if (counter.now === null || counter.now.open || counter.now.next === null) return null;
  const { day, from } = counter.now.next;
  return (
    <strong className="slip-line">
      {say('guide.counter.closed', { day: dayText(day, language), from: shortTime(from) })}
    </strong>
  );
}
