import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { PersonHit } from '../../../preload/contract/models/people.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { PressList } from './press-list.tsx';
import { visitReasons } from './visit-reasons.ts';

interface Properties {
  readonly person: PersonHit;
  readonly onOpened: (opened: CounterCase) => void;
}

/** Why a person came: one press opens their case, and the reason is on record with it. */
export function ReasonChoice({ person, onOpened }: Properties) {
  const { text } = useText();
  const press = usePress();
  return (
    <>
      <PressList
        label={text('reason-step.heading')}
        columns={2}
        busy={press.busy}
        options={visitReasons.map((reason) => ({ id: reason, label: text(`visit.${reason}`) }))}
        onPress={(id) => {
          const reason = visitReasons.find((each) => each === id);
          if (reason === undefined) return;
          void press.run(
            () => window.madoguchi.call('counter.open', { personId: person.id, reason }),
            onOpened,
          );
        }}
      />
      <RefusalNotice refusal={press.refusal} />
    </>
  );
}
