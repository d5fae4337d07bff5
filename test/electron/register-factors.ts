import { join } from 'node:path';
import { noFactorsChanged, withFactor } from '../../main/provider/simulated-factors.ts';
import { readState, writeState } from '../../main/provider/simulated-state.ts';
import type { Institution } from './institution.ts';

/** Where the demonstration's provider keeps its state. */
export const providerStateOf = ({ demonstration }: Institution) =>
  join(demonstration.folder, 'institution', 'simulated-provider.json');

type Factor = Parameters<typeof withFactor>[2];

/** The person registers these at the provider by themselves; nobody at a counter has a hand in it. */
export async function registerFactors(
  institution: Institution,
  person: string,
  factors: readonly Pick<Factor, 'id' | 'kind' | 'counts'>[],
): Promise<void> {
  const path = providerStateOf(institution);
  const state = await readState(path);
  const registeredAt = new Date().toISOString();
  await writeState(path, {
    ...state,
    factors: factors.reduce(
      (changed, factor) => withFactor(changed, person, { label: '', registeredAt, ...factor }),
      state.factors ?? noFactorsChanged,
    ),
  });
}
