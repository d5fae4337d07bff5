import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { useText } from '../../app/language.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { AssumedNote } from './assumed-mark.tsx';
import { CounterCard } from './counter-card.tsx';
import { useGuideText } from './guide-text.ts';
import { BringList } from './outcome-page.tsx';

/** Every counter, and what to bring to it. */
export function CountersPage() {
  const { localized } = useText();
  const speak = useGuideText();
  const asked = useAsked('guide.counters', {}, ['station']);
  const { value } = asked;
  const bring = [
    ...new Map((value?.counters ?? []).flatMap((one) => one.bring).map((thing) => [thing.ja, thing])),
  ];
  return (
    <section className="guide-counters" data-testid="guide-counters">
      <ScreenHeading>{speak('guide.counters.heading')}</ScreenHeading>
      <Awaited asked={asked} lines={3} />
      {value !== undefined && <p className="field-hint">{localized(value.centre)}</p>}
      {bring.length > 0 && <BringList things={bring.map(([, thing]) => localized(thing))} />}
      {value?.counters.map((counter) => (
        <CounterCard key={counter.id} counter={counter} />
      ))}
      <AssumedNote shown={value?.counters.some(({ assumed }) => assumed) === true} />
    </section>
  );
}
