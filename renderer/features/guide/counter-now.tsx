import type { GuideCounter } from '../../../preload/contract/models/guide-answers.ts';
import { useText } from '../../app/language.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import { dayText, shortTime } from './counter-hours-text.ts';
import { useGuideText } from './guide-text.ts';

/** Whether a counter is open at this moment, until when, or when it opens next. */
export function CounterNow({ counter }: { readonly counter: GuideCounter }) {
  const { language } = useText();
  const speak = useGuideText();
  const { now } = counter;
  if (now === null) return <p className="field-hint">{speak('guide.counter.clock-unknown')}</p>;
  if (now.open && now.closesAt !== null) {
    return (
      <StatusPill tone="good">{speak('guide.counter.open', { until: shortTime(now.closesAt) })}</StatusPill>
    );
  }
  if (now.next === null) return <StatusPill tone="warn">{speak('guide.counter.closed-always')}</StatusPill>;
  const { day, from } = now.next;
  return (
    <StatusPill tone="warn">
      {speak('guide.counter.closed', { day: dayText(day, language), from: shortTime(from) })}
    </StatusPill>
  );
}
