import { useFollowed } from '../../app/ask.ts';
import { DemonstrationBadge } from '../../app/demonstration-badge.tsx';
import { age } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { useStation } from '../../app/station.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { StatusPill } from '../../ui/status-pill.tsx';

/** The line to the centre: how much waits, how long, when it was last heard, and whether the time can be trusted. */
export function OutboxStrip() {
  const { text, language } = useText();
  const { status, connection } = useStation();
  const now = useStationNow(60_000);
  const { value: outbox, refusal } = useFollowed('outbox.status', 'outbox');
  const hub = outbox?.hub ?? status?.hub;
  // All of it at once: what came later would push the rest aside.
  if (hub === undefined || now === null || (outbox === undefined && refusal === null))
    return (
      <section className="strip" aria-label={text('strip.heading')}>
        <DemonstrationBadge />
      </section>
    );
  const online = hub.state === 'online' && connection === 'connected';
  const ago = (at: string) => age(Date.parse(at), now, language);
  return (
    <section className="strip" aria-label={text('strip.heading')}>
      <StatusPill tone={online ? 'good' : 'warn'} icon={online ? 'cloud' : 'cloud-off'}>
        {connection !== 'connected'
          ? text('status.hub-unknown')
          : online
            ? text('strip.online')
            : hub.lastContactAt === null
              ? text('strip.never-reached')
              : text('strip.offline', { age: ago(hub.lastContactAt) })}
      </StatusPill>
      {outbox !== undefined && (
        <StatusPill
          tone={outbox.waiting === 0 ? 'good' : 'neutral'}
          icon={outbox.waiting === 0 ? 'check' : 'hourglass'}
        >
          {outbox.waiting === 0 || outbox.oldestQueuedAt === null
            ? text('strip.waiting', { count: outbox.waiting })
            : text('strip.waiting-since', { count: outbox.waiting, age: ago(outbox.oldestQueuedAt) })}
        </StatusPill>
      )}
      {status !== null && (
        <StatusPill
          tone={status.clock.trusted ? 'good' : 'warn'}
          icon={status.clock.trusted ? 'clock' : 'warning'}
        >
          {text(status.clock.trusted ? 'strip.clock-trusted' : 'strip.clock-untrusted')}
        </StatusPill>
      )}
      <DemonstrationBadge />
    </section>
  );
}
