import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { PersonHit } from '../../../preload/contract/models/people.ts';
import { useSpeedText } from '../speed/speed-text.ts';
import { ReasonChoice } from './reason-choice.tsx';
import '../speed/speed.css';

interface Properties {
  readonly person: PersonHit;
  readonly onOpened: (opened: CounterCase) => void;
}

/** Below the one person whose number was typed: the reasons, so that choosing from a list of one is spared. */
export function ExactMatch({ person, onOpened }: Properties) {
  const say = useSpeedText();
  return (
    <section className="exact-person" data-testid="exact-person">
      <div role="status">
        <h2 className="check-aside-heading">{say('exact.heading', { name: person.name })}</h2>
        <p>{say('exact.lead')}</p>
      </div>
      <ReasonChoice person={person} onOpened={onOpened} />
    </section>
  );
}
