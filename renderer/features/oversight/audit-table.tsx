import type { AuditRow } from '../../../preload/contract/models/audit.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { isOversightKey, useOversightText } from './oversight-text.ts';

/** What was found. A kind that this window has no word for is shown by its own name. */
export function AuditTable({ rows }: { readonly rows: readonly AuditRow[] }) {
  const say = useOversightText();
  const { language, localized } = useText();
  const kindOf = (kind: string) => {
    const key = `audit.kind.${kind}`;
    return isOversightKey(key) ? say(key) : kind;
  };
  return (
    <div className="audit-scroll">
      <table className="table audit-table" data-testid="audit-table">
        <thead>
          <tr>
            <th scope="col">{say('audit.sequence')}</th>
            <th scope="col">{say('audit.at')}</th>
            <th scope="col">{say('audit.kind')}</th>
            <th scope="col">{say('audit.actor')}</th>
            <th scope="col">{say('audit.about')}</th>
            <th scope="col">{say('audit.facts')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.sequence} data-kind={row.kind}>
              <th scope="row">{row.sequence}</th>
              <td className="audit-at">{dayAndTime(Date.parse(row.at), language)}</td>
              <td>
                {kindOf(row.kind)}
                {row.reference !== null && <span className="table-small">{row.reference}</span>}
              </td>
              <td>
                {row.actor.name === null ? say(`audit.actor.${row.actor.type}`) : localized(row.actor.name)}
              </td>
              <td>{row.person === null ? '—' : `${row.person.name} (${row.person.number})`}</td>
              <td className="audit-facts">
                {Object.entries(row.facts)
                  .filter(([, value]) => value !== null && value !== false)
                  .map(([name, value]) => (
                    <span key={name} className="audit-fact">{`${name}: ${String(value)}`}</span>
                  ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
