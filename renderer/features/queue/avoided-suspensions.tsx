import { useAsked } from '../../app/ask.ts';
import { japanInstant, shortDay } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import '../../ui/table.css';

/** For supervisors: how many visits ended with advice alone, by day, as this station counted them. */
export function AvoidedSuspensions() {
  const { text, language } = useText();
  const asked = useAsked('counter.avoided', {}, ['suspensions']);
  if (asked.value === undefined) return null;
  const { days } = asked.value;
  return (
    <section className="card avoided" data-testid="avoided">
      <h2>{text('board.avoided')}</h2>
      <p>{text('board.avoided-lead')}</p>
      {days.length === 0 ? (
        <p>{text('board.avoided-none')}</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{text('board.avoided-day')}</th>
              <th scope="col">{text('board.avoided-count')}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, count }) => (
              <tr key={day}>
                <th scope="row">{shortDay(japanInstant(day, 12, 0), language)}</th>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
