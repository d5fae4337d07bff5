import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { GuideCounter, GuideWords } from '../../../preload/contract/models/guide-answers.ts';
import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { AssumedMark } from './assumed-mark.tsx';
import { hoursText } from './counter-hours-text.ts';
import { CounterNow } from './counter-now.tsx';
import { useGuideText } from './guide-text.ts';
import './guide.css';

type Word = Exclude<keyof GuideWords, 'assumed'>;

/** The institution's own words for an outcome, and whether its way out is the counter. */
const ways = {
  wrong: { word: 'passwordForgotten', counter: false },
  locked: { word: 'locked', counter: true },
  expired: { word: null, counter: true },
  disabled: { word: null, counter: true },
  'not-allowed': { word: null, counter: true },
  'mfa-required': { word: 'secondFactorLost', counter: true },
  /** Whatever happened, the counter alone helps. */
  counter: { word: null, counter: true },
} satisfies Readonly<Record<string, { readonly word: Word | null; readonly counter: boolean }>>;

function isHelped(outcome: string): outcome is keyof typeof ways {
  return Object.hasOwn(ways, outcome);
}

/** Below a refused sign-in: what this institution says, and where its counter is. The same for every login. */
export function OutcomeHelp({ outcome }: { readonly outcome: string }) {
  const { text, localized } = useText();
  const words = useAsked('guide.words', {}, ['station']).value;
  const { word, counter } = isHelped(outcome) ? ways[outcome] : { word: null, counter: false };
  const said: LocalizedText | undefined = word === null ? undefined : words?.[word];
  if (said === undefined && !counter) return null;
  const sentence = said === undefined ? '' : localized(said);
  return (
    <div className="outcome-help" data-testid="outcome-help">
      {said !== undefined && (
        <p>
          {word === 'passwordForgotten' ? text('lock.password-forgotten', { next: sentence }) : sentence}{' '}
          <AssumedMark assumed={word !== null && words?.assumed.includes(word)} />
        </p>
      )}
      {counter && <CounterLines />}
    </div>
  );
}

function CounterLines() {
  const { value } = useAsked('guide.counters', {}, ['station']);
  if (value === undefined) return null;
  return (
    <ul className="counter-lines" data-testid="counter-lines">
      {value.counters.map((counter) => (
        <CounterLine key={counter.id} counter={counter} />
      ))}
    </ul>
  );
}

function CounterLine({ counter }: { readonly counter: GuideCounter }) {
  const { localized, language } = useText();
  const speak = useGuideText();
  const hours = counter.hours.map((one) => hoursText(one, language));
  return (
    <li className="counter-line">
      <p className="counter-line-name">
        {localized(counter.label)} <AssumedMark assumed={counter.assumed} />
      </p>
      <p>
        {speak('guide.counter.place')}: {localized(counter.place)}
      </p>
      <p>{hours.join(language === 'ja' ? '、' : ', ')}</p>
      <CounterNow counter={counter} />
    </li>
  );
}
