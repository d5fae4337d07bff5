import type { KnownFactors } from '../../../preload/contract/models/counter.ts';
import { useAsked } from '../../app/ask.ts';
import { age, calendarDay } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { CheckMark } from '../../ui/check-mark.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { decideText } from './decide-text.ts';

interface Properties {
  readonly caseId: string;
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}

/** Which factors are removed, one by one: what is registered now, or was when it was last asked. */
export function ResetForm({ caseId, chosen, onChoose }: Properties) {
  const { text, language, wording } = useText();
  const asked = useAsked('counter.factors', { caseId });
  const now = useStationNow(60_000);
  const known = asked.value;
  if (known === undefined) return <Loading label={text('factors.asking')} />;
  const removable = removableOf(known);
  if (known.source === 'unknown' || (removable.length === 0 && known.factors.some(({ counts }) => counts)))
    return (
      <Notice tone="warn" title={decideText(wording, 'reset.unknown')}>
        <RefusalNotice refusal={asked.refusal} />
      </Notice>
    );
  if (removable.length === 0) return <Notice tone="neutral" title={decideText(wording, 'reset.none')} />;
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const all = removable.every(({ id }) => chosen.includes(id));
  return (
    <div className="reset-form">
      <Notice tone="warn" title={decideText(wording, 'reset.lead')}>
        {known.source === 'last-known' && known.at !== null && now !== null && (
          <p>{decideText(wording, 'reset.age', { age: age(Date.parse(known.at), now, language) })}</p>
        )}
      </Notice>
      <fieldset className="reset-factors">
        <legend>{decideText(wording, 'reset.choose')}</legend>
        {removable.map(({ id, kind, label, registeredAt }) => (
          <CheckMark
            key={id}
            testId="reset-factor"
            checked={chosen.includes(id)}
            onChange={() => toggle(id)}
            detail={
              registeredAt === null
                ? decideText(wording, 'reset.registered-unknown')
                : decideText(wording, 'reset.registered', {
                    at: calendarDay(Date.parse(registeredAt), language),
                  })
            }
          >
            {`${text(`factors.kind.${kind}`)} ${label}`}
          </CheckMark>
        ))}
      </fieldset>
      {all && <Notice tone="warn" title={decideText(wording, 'reset.last')} />}
    </div>
  );
}

function removableOf({ factors }: KnownFactors) {
  return factors.flatMap(({ id, kind, label, registeredAt, counts }) =>
    id === undefined || !counts ? [] : [{ id, kind, label, registeredAt: registeredAt ?? null }],
  );
}
