import type { ShiftItems, UnfinishedCase } from '../../../preload/contract/models/shift.ts';
import { clockTime, dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { useOversightText } from '../oversight/oversight-text.ts';

/** Everything that is open at this counter, by what it waits for; what there is none of is said in one word. */
export function OpenItems({ items }: { readonly items: ShiftItems }) {
  const say = useOversightText();
  const { language } = useText();
  const nothing = Object.values(items).every((list) => list.length === 0);
  return (
    <section className="card shift-open" data-testid="shift-open">
      <h2 className="card-title">{say('shift.left')}</h2>
      {nothing && <p>{say('shift.nothing')}</p>}
      <Cases title={say('shift.drafts')} cases={items.drafts} />
      <Cases title={say('shift.approvals')} cases={items.approvals} />
      <Cases title={say('shift.calls')} cases={items.calls} />
      {items.unsent.length > 0 && (
        <div>
          <h3>
            {say('shift.unsent')} <span className="shift-count">{items.unsent.length}</span>
          </h3>
          <ul className="shift-list">
            {items.unsent.slice(0, 20).map(({ commandId, reference, queuedAt }) => (
              <li key={commandId}>
                <strong>{reference}</strong>
                <span>{say('shift.queued', { at: dayAndTime(Date.parse(queuedAt), language) })}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {items.reviews.length > 0 && (
        <div>
          <h3>
            {say('shift.reviews')} <span className="shift-count">{items.reviews.length}</span>
          </h3>
          <ul className="shift-list">
            {items.reviews.slice(0, 20).map(({ commandId, reference }) => (
              <li key={commandId}>
                <strong>{reference}</strong>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function Cases({ title, cases }: { readonly title: string; readonly cases: readonly UnfinishedCase[] }) {
  const say = useOversightText();
  const { text, localized } = useText();
  if (cases.length === 0) return null;
  return (
    <div>
      <h3>
        {title} <span className="shift-count">{cases.length}</span>
      </h3>
      <ul className="shift-list">
        {cases.slice(0, 20).map(({ caseId, person, reason, openedAt, openedBy }) => (
          <li key={caseId}>
            <strong>
              {person === null ? say('shift.erased-person') : `${person.name} (${person.number})`}
            </strong>
            <span>
              {text(`visit.${reason}`)} ·{' '}
              {say('shift.by', { name: localized(openedBy), at: clockTime(Date.parse(openedAt)) })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
