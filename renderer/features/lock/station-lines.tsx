import { age, calendarDay } from '../../app/japan-time.ts';
import { type MessageKey, useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';

/** The live state behind the screen: this computer's agent, the university's service, the signed policy. */
export function StationLines() {
  const { text, language } = useText();
  const { status, connection } = useStation();
  const now = useStationNow(60_000);

  const agent: readonly [IconName, MessageKey] =
    connection === 'connected' ? ['plug', 'status.agent-connected'] : ['hourglass', 'status.agent-waiting'];
  const lastContact = status?.hub.lastContactAt ?? null;
  // What was known before says nothing while nobody can be asked.
  const unknown = connection !== 'connected';

  return (
    <ul className="station-lines" aria-label={text('status.heading')}>
      <Line icon={agent[0]}>{text(agent[1])}</Line>
      {status !== null && (
        <Line icon={status.hub.state === 'online' && !unknown ? 'cloud' : 'cloud-off'}>
          {unknown
            ? text('status.hub-unknown')
            : status.hub.state === 'offline' && lastContact !== null && now !== null
              ? text('status.hub-offline-since', { age: age(Date.parse(lastContact), now, language) })
              : text(`status.hub-${status.hub.state}`)}
        </Line>
      )}
      {status !== null && (
        <Line icon="shield">
          {status.policy === null
            ? text('status.policy-missing')
            : text('status.policy', {
                version: status.policy.version,
                until: calendarDay(Date.parse(status.policy.validUntil), language),
              })}
        </Line>
      )}
    </ul>
  );
}

function Line({ icon, children }: { readonly icon: IconName; readonly children: string }) {
  return (
    <li>
      <Icon name={icon} />
      {children}
    </li>
  );
}
