import type { OperatorSummary } from '../../../preload/contract/models/operators.ts';
import { useText } from '../../app/language.tsx';
import { Button } from '../../ui/button.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import '../../ui/table.css';

interface Properties {
  readonly operators: readonly OperatorSummary[];
  readonly onRecover: (operator: OperatorSummary) => void;
  readonly onRevoke: (operator: OperatorSummary) => void;
}

/** Everyone in the registry, with what can be done for them; for oneself nothing can. */
export function OperatorsTable({ operators, onRecover, onRevoke }: Properties) {
  const { text } = useText();
  return (
    <table className="table operators-table">
      <thead>
        <tr>
          <th scope="col">{text('operators.name')}</th>
          <th scope="col">{text('operators.keys')}</th>
          <th scope="col">{text('operators.state')}</th>
          <th scope="col">
            <span className="visually-hidden">{text('operators.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {operators.map((operator) => (
          <OperatorRow
            key={operator.id}
            operator={operator}
            onRecover={() => onRecover(operator)}
            onRevoke={() => onRevoke(operator)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProperties {
  readonly operator: OperatorSummary;
  readonly onRecover: () => void;
  readonly onRevoke: () => void;
}

function OperatorRow({ operator, onRecover, onRevoke }: RowProperties) {
  const { text, localized } = useText();
  const name = localized(operator.name);
  const active = operator.revokedAt === null;
  return (
    <tr data-testid="operator-row" data-state={active ? 'active' : 'revoked'}>
      <th scope="row">
        <span className="table-name">{name}</span>
        <span className="table-small">
          {operator.id} — {text(`operator-role.${operator.role}`)}
        </span>
      </th>
      <td>
        {text('operators.key-count', { count: operator.keys.length })}
        <span className="table-small">{operator.keys.join(' / ')}</span>
      </td>
      <td>
        <StatusPill tone={active ? 'good' : 'neutral'} icon={active ? 'check' : 'cross'}>
          {text(active ? 'operators.active' : 'operators.revoked')}
        </StatusPill>
      </td>
      <td>
        {operator.self && <span className="table-small">{text('operators.self')}</span>}
        {active && !operator.self && (
          <div className="operators-actions">
            <Button onClick={onRecover} aria-label={`${text('operators.recover')} — ${name}`}>
              {text('operators.recover')}
            </Button>
            <Button strength="quiet" onClick={onRevoke} aria-label={`${text('operators.revoke')} — ${name}`}>
              {text('operators.revoke')}
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}
