import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import { useAsked } from '../../app/ask.ts';
import { clockTime } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { usePress } from '../../app/press.ts';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useCheckText } from './check-text.ts';

/** Cases that wait for a call back: any operator takes one up, and signs it with their own touch. Nothing where there are none. */
export function ParkedCases({ onTaken }: { readonly onTaken: (taken: CounterCase) => void }) {
  const { localized } = useText();
  const say = useCheckText();
  const parked = useAsked('check.parked', {}, ['case', 'staff']);
  const now = useStationNow(60_000);
  const press = usePress();
  const rows = parked.value ?? [];
  if (rows.length === 0) return null;
  return (
    <Notice tone="neutral" title={say('check.parked.title')}>
      <ul className="waiting-approvals" data-testid="parked-cases">
        {rows.map((row) => (
          <li key={row.caseId}>
            <span>
              <strong lang="ja">{row.person.name}</strong> ({row.person.number})
              <span className="waiting-line">
                {say('check.parked.line', {
                  opened: localized(row.openedBy),
                  since: clockTime(Date.parse(row.parkedAt)),
                  attempts: row.attempts,
                })}
              </span>
              <span className="waiting-line">
                {now !== null && `${say('check.phone.waiting-since', { age: waited(row.parkedAt, now) })} · `}
                {row.open
                  ? say('check.parked.until', { closes: row.closesAt ?? '24:00' })
                  : say('check.parked.closed')}
              </span>
            </span>
            <Button
              aria-label={say('check.parked.take-up-of', { name: row.person.name })}
              busy={press.busy}
              onClick={() =>
                void press.run(() => window.madoguchi.call('check.takeUp', { caseId: row.caseId }), onTaken)
              }
            >
              {say('check.parked.take-up')}
            </Button>
          </li>
        ))}
      </ul>
      <RefusalNotice refusal={press.refusal} />
    </Notice>
  );
}

/** `0:07`, hours and minutes. */
function waited(since: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
