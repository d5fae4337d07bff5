import type { CheckView } from '../../../preload/contract/models/check.ts';
import type { KnownFactors } from '../../../preload/contract/models/counter.ts';
import { useText } from '../../app/language.tsx';
import { useCheckText } from './check-text.ts';

/** How many of the methods that an account may have are used up, where the institution limits them. */
export function FactorLimits({ limits, factors }: Pick<CheckView, 'limits'> & Pick<KnownFactors, 'factors'>) {
  const { localized } = useText();
  const say = useCheckText();
  if (limits.length === 0) return null;
  return (
    <section className="factors-limits" data-testid="factor-limits" aria-label={say('check.limits')}>
      {limits.map((limit) => {
        const used = factors.filter(({ kind }) => limit.kinds.includes(kind)).length;
        const full = used >= limit.maximum;
        return (
          <p key={limit.id} data-limit={limit.id} data-full={full}>
            {say(full ? 'check.limit.full' : 'check.limit', {
              label: localized(limit.label),
              used,
              maximum: limit.maximum,
            })}
          </p>
        );
      })}
    </section>
  );
}
