import { useState } from 'react';
import { useAsked } from '../../app/ask.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { CounterCard } from './counter-card.tsx';
import { useGuideText } from './guide-text.ts';

interface Properties {
  readonly outcomeId: string;
  readonly printable: boolean;
}

/** The counter that somebody will go to, and the slip to take along. */
export function CounterChoice({ outcomeId, printable }: Properties) {
  const { localized } = useText();
  const speak = useGuideText();
  const press = usePress();
  const { value, refusal } = useAsked('guide.counters', {}, ['station']);
  const [chosen, setChosen] = useState<string | null>(null);
  const [printed, setPrinted] = useState(false);
  const counters = value?.counters ?? [];
  const counter = counters.find(({ id }) => id === chosen) ?? counters[0];
  if (counter === undefined) return <RefusalNotice refusal={refusal} />;
  const print = () => {
    setPrinted(false);
    void press.run(
      () => window.madoguchi.call('guide.printSlip', { outcomeId, counterId: counter.id }),
      () => setPrinted(true),
    );
  };
  return (
    <section className="guide-counter-choice" aria-label={speak('guide.slip.counter')}>
      {counters.length > 1 && (
        <SelectField
          label={speak('guide.counter.choose')}
          value={counter.id}
          onChange={(event) => {
            setChosen(event.target.value);
            setPrinted(false);
            press.forget();
          }}
        >
          {counters.map(({ id, label }) => (
            <option key={id} value={id}>
              {localized(label)}
            </option>
          ))}
        </SelectField>
      )}
      <CounterCard counter={counter} />
      {printable && (
        <>
          <RefusalNotice refusal={press.refusal} />
          {printed && <Notice tone="good" live="polite" title={speak('guide.slip.printed')} />}
          <div className="guide-actions">
            <Button strength="strong" size="large" busy={press.busy} onClick={print}>
              {speak(press.busy ? 'guide.slip.printing' : 'guide.slip.print')}
            </Button>
          </div>
          <p className="field-hint">{speak('guide.slip.note')}</p>
        </>
      )}
    </section>
  );
}
