import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { ScreenHeading } from '../../ui/screen-heading.tsx';
import { useOversightText } from '../oversight/oversight-text.ts';
import { DayTable } from './day-table.tsx';
import { HandOverCard } from './hand-over-card.tsx';
import { OpenItems } from './open-items.tsx';
import '../../ui/card.css';
import './shift.css';

/** What one shift leaves for the next, and what this counter did on a day. */
export function ShiftScreen() {
  const say = useOversightText();
  const shift = useAsked('shift.state', {}, ['case', 'suspensions', 'outbox']);
  return (
    <section className="shift" data-testid="shift">
      <ScreenHeading>{say('shift.heading')}</ScreenHeading>
      <Awaited asked={shift} lines={4} />
      {shift.value !== undefined && (
        <div className="shift-columns">
          <OpenItems items={shift.value.now} />
          <HandOverCard state={shift.value} onChanged={shift.take} />
        </div>
      )}
      {/* Comes after what stands above it, which would push it down. */}
      {(shift.value !== undefined || shift.refusal !== null) && <DayTable />}
    </section>
  );
}
