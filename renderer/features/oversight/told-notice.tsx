import type { SupervisionBoard } from '../../../preload/contract/models/oversight.ts';
import { age, dayAndTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { Notice } from '../../ui/notice.tsx';
import { type OversightKey, useOversightText } from './oversight-text.ts';

interface Properties {
  readonly told: Pick<SupervisionBoard, 'source' | 'at'>;
  readonly live: OversightKey;
  readonly stale: OversightKey;
  readonly unknown: OversightKey;
  readonly parameters?: Readonly<Record<string, string | number>>;
}

/** Whether what is shown is the hub's word of now, an older one with its age, or none at all. */
export function ToldNotice({ told, live, stale, unknown, parameters = {} }: Properties) {
  const say = useOversightText();
  const { language } = useText();
  const now = useStationNow(60_000);
  if (told.source === 'unknown' || told.at === null)
    return (
      <Notice tone="warn" live="polite" icon="cloud-off">
        <p>{say(unknown)}</p>
      </Notice>
    );
  const at = Date.parse(told.at);
  const said = {
    ...parameters,
    at: dayAndTime(at, language),
    age: now === null ? '—' : age(at, now, language),
  };
  if (told.source === 'live')
    return (
      <p className="told-live" data-source="live">
        {say(live, said)}
      </p>
    );
  return (
    <Notice tone="warn" live="polite" icon="cloud-off">
      <p data-source="last-known">{say(stale, said)}</p>
    </Notice>
  );
}
