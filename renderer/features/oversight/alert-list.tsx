import type { SupervisionBoard, VelocityAlert } from '../../../preload/contract/models/oversight.ts';
import { dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useOversightText } from './oversight-text.ts';

interface Properties {
  readonly alerts: readonly VelocityAlert[];
  readonly onChanged: (board: SupervisionBoard) => void;
}

/** What came too fast, those that nobody has seen first. Seeing one is on record; it stops nothing. */
export function AlertList({ alerts, onChanged }: Properties) {
  const say = useOversightText();
  const press = usePress();
  if (alerts.length === 0) return <p>{say('board.alerts-none')}</p>;
  return (
    <>
      <RefusalNotice refusal={press.refusal} />
      <ul className="alerts">
        {alerts.map((alert) => (
          <Alert
            key={alert.id}
            alert={alert}
            busy={press.busy}
            onSeen={() =>
              void press.run(
                () => window.madoguchi.call('supervision.seen', { alertId: alert.id }),
                onChanged,
              )
            }
          />
        ))}
      </ul>
    </>
  );
}

interface AlertProperties {
  readonly alert: VelocityAlert;
  readonly busy: boolean;
  readonly onSeen: () => void;
}

function Alert({ alert, busy, onSeen }: AlertProperties) {
  const say = useOversightText();
  const { language, localized } = useText();
  const { kind, count, hours, limit, seen } = alert;
  const moment = (at: string) => dayAndTime(Date.parse(at), language);
  const name = alert.name === null ? alert.subject : localized(alert.name);
  return (
    <li
      className={`alert ${seen === null ? 'tone-warn' : ''}`}
      data-testid="alert"
      data-kind={kind}
      data-seen={seen !== null}
    >
      <Icon name={seen === null ? 'warning' : 'check'} />
      <div className="alert-words">
        <p className="alert-title">{say(`board.alert.${kind}`, { name, hours, count })}</p>
        <p>{say('board.alert.span', { from: moment(alert.from), to: moment(alert.to), limit })}</p>
        {seen !== null && (
          <p className="alert-seen">{say('board.seen', { name: localized(seen.by), at: moment(seen.at) })}</p>
        )}
      </div>
      {seen === null && (
        <Button icon="check" busy={busy} aria-label={say('board.mark-seen-of', { name })} onClick={onSeen}>
          {say('board.mark-seen')}
        </Button>
      )}
    </li>
  );
}
