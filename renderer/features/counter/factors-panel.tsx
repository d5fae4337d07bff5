import type { KnownFactors } from '../../../preload/contract/models/counter.ts';
import { useAsked } from '../../app/ask.ts';
import { age } from '../../app/japan-time.ts';
import { useText } from '../../app/language.tsx';
import { RefusalNotice } from '../../app/refusal-notice.tsx';
import { useStationNow } from '../../app/station-clock.ts';
import { FactorLimits } from '../check/factor-limits.tsx';

/**
 * What the person has registered: asked when the panel appears, and never waited for. It says how it knows, and what of
 * it is no second factor.
 */
export function FactorsPanel({ caseId }: { readonly caseId: string }) {
  const { text, language } = useText();
  const asked = useAsked('counter.factors', { caseId });
  const now = useStationNow(60_000);
  const view = useAsked('check.view', { caseId });
  // Its limits stand above the list, which is not pushed down by them.
  const known = view.value === undefined && view.refusal === null ? undefined : asked.value;
  return (
    <aside className="factors" aria-label={text('factors.heading')} data-source={known?.source}>
      <h2 className="factors-heading">{text('factors.heading')}</h2>
      {known === undefined ? (
        <p className="factors-source">{text('factors.asking')}</p>
      ) : (
        <>
          {/* First: an account that is full has a list too long to be seen at once. */}
          {known.source !== 'unknown' && (
            <FactorLimits limits={view.value?.limits ?? []} factors={known.factors} />
          )}
          {known.source !== 'unknown' && <FactorList factors={known.factors} />}
          <p className="factors-source" role="status">
            {known.source === 'last-known'
              ? text('factors.last-known', {
                  age: now === null || known.at === null ? '—' : age(Date.parse(known.at), now, language),
                })
              : text(`factors.${known.source}`)}
          </p>
        </>
      )}
      <RefusalNotice refusal={asked.refusal} />
    </aside>
  );
}

function FactorList({ factors }: Pick<KnownFactors, 'factors'>) {
  const { text } = useText();
  if (factors.length === 0) return <p>{text('factors.none')}</p>;
  return (
    <ul className="factors-list">
      {factors.map((factor, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two methods may be named alike, and the list never changes
        <li key={index} className={factor.counts ? 'factor' : 'factor factor-not-counted'}>
          <span className="factor-kind">{text(`factors.kind.${factor.kind}`)}</span>
          {factor.label !== '' && <span className="factor-label">{factor.label}</span>}
          {!factor.counts && <span className="factor-note">{text('factors.not-counted')}</span>}
        </li>
      ))}
    </ul>
  );
}
