import { useState } from 'react';
import type { DayCase } from '../../../preload/contract/models/shift.ts';
import { useAsked } from '../../app/ask.ts';
import { Awaited } from '../../app/awaited.tsx';
import { clockTime, fullDay, japanInstant } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { useOversightText } from '../oversight/oversight-text.ts';
import '../../ui/table.css';

/** The day so many days after another. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * 24 * 3_600_000).toISOString().slice(0, 10);
}

/** A day's cases of this counter with what became of each, and no names. */
export function DayTable() {
  const say = useOversightText();
  const { language } = useText();
  const [day, setDay] = useState<string | null>(null);
  const list = useAsked('shift.day', { day }, ['case', 'suspensions']);
  const shown = list.value;
  return (
    <section className="card" data-testid="day-list">
      <div className="shift-day-head">
        <div>
          <h2 className="card-title">{say('shift.day')}</h2>
          {/* A line from the start: what lies below stays where it is. */}
          <p>{shown === undefined ? '\u00a0' : fullDay(japanInstant(shown.day, 12, 0), language)}</p>
        </div>
        {shown !== undefined && (
          <div className="shift-day-ways">
            <Button icon="back" onClick={() => setDay(dayAfter(shown.day, -1))}>
              {say('shift.day-before')}
            </Button>
            <Button disabled={day === null} onClick={() => setDay(dayAfter(shown.day, 1))}>
              {say('shift.day-after')}
            </Button>
          </div>
        )}
      </div>
      <p className="shift-note">{say('shift.day-lead')}</p>
      <Awaited asked={list} lines={2} />
      {shown !== undefined && shown.cases.length === 0 && <p>{say('shift.day-none')}</p>}
      {shown !== undefined && shown.cases.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{say('shift.time')}</th>
              <th scope="col">{say('shift.reason')}</th>
              <th scope="col">{say('shift.number')}</th>
              <th scope="col">{say('shift.outcome')}</th>
              <th scope="col">{say('shift.minutes')}</th>
              <th scope="col">{say('shift.operator')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.cases.map((one) => (
              <DayRow key={one.caseId} one={one} />
            ))}
          </tbody>
        </table>
      )}
      {shown?.more === true && <p>{say('shift.day-more')}</p>}
    </section>
  );
}

function DayRow({ one }: { readonly one: DayCase }) {
  const say = useOversightText();
  const { text, localized } = useText();
  const { command } = one;
  return (
    <tr data-testid="day-case" data-outcome={one.outcome}>
      <th scope="row">{clockTime(Date.parse(one.openedAt))}</th>
      <td>{text(`visit.${one.reason}`)}</td>
      <td>{one.numberEnding ?? '—'}</td>
      <td>
        {say(`shift.outcome.${one.outcome}`)}
        {command !== null && (
          <span className="table-small">
            {command.reference} · {text(`command.state.${command.state}`)}
            {command.ending !== null && ` · ${text(`command.ending.${command.ending}`)}`}
          </span>
        )}
      </td>
      <td>
        {one.minutes === null
          ? '—'
          : say('shift.minutes-of', { minutes: Math.max(1, Math.round(one.minutes)) })}
      </td>
      <td>{localized(one.operator)}</td>
    </tr>
  );
}
