import type { ProviderFactor } from '../../provider/provider.ts';

/** How far the provider's clock may be ahead of ours: a factor is not newer than a suspension for that. */
const clockSlackMs = 5 * 60_000;

/** What never saves anybody who has nothing else, whatever a provider says of it. */
const neverCounts: readonly ProviderFactor['kind'][] = ['mail', 'app-password', 'question'];

/**
 * The factor that was registered since a suspension came into force, or null. Everything that was there when the person's
 * factors were first read is old, whether it counted then or not; before that, only what the provider itself dates after
 * the suspension is new. What the provider dates before it is old whatever its id: some give a factor another one.
 */
export function newFactorOf(looked: {
  readonly factors: readonly ProviderFactor[];
  /** What each factor is known by. */
  readonly markOf: (factor: ProviderFactor) => string;
  /** Marks of the first look; null while this is it. */
  readonly known: readonly string[] | null;
  readonly appliedAt: Date;
}): ProviderFactor | null {
  const { known, markOf } = looked;
  const since = looked.appliedAt.getTime();
  const old = new Set(known ?? []);
  const isNew = (factor: ProviderFactor) => {
    if (!factor.counts || neverCounts.includes(factor.kind) || old.has(markOf(factor))) return false;
    const registeredAt = factor.registeredAt === null ? Number.NaN : Date.parse(factor.registeredAt);
    if (Number.isNaN(registeredAt)) return known !== null;
    return known === null ? registeredAt > since + clockSlackMs : registeredAt > since - clockSlackMs;
  };
  return looked.factors.find(isNew) ?? null;
}
