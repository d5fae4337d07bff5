import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { ChosenFactor } from '../../../preload/contract/models/factors.ts';
import type { ProviderFactor } from '../../provider/provider.ts';

/** How far the removal of one chosen factor has come: `called` was written down before the provider was. */
export type ResetStep = 'called' | 'done';

export type ResetPlan =
  /** Nothing was done yet, and what was chosen is no longer what is there: nothing is done at all. */
  | { readonly conflict: Extract<ErrorCode, 'reset/factor-unknown' | 'reset/factor-changed'> }
  | {
      readonly conflict: null;
      /** Places among the chosen that the provider has to be called for. */
      readonly remove: readonly number[];
      /** Places that are gone already. */
      readonly gone: readonly number[];
      /** Places that another registration has taken meanwhile: they are left alone. */
      readonly changed: readonly number[];
    };

/**
 * What is left to do of a reset, given what the person has registered at this moment. A chosen factor is the same one only
 * if id, kind, label and time of registration are: a provider may give a new registration an old id. Before anything was
 * done, one that is not there exactly is a conflict; once a removal was called for, its absence is its success (I3).
 */
export function planReset(
  chosen: readonly ChosenFactor[],
  steps: ReadonlyMap<number, ResetStep>,
  registered: readonly ProviderFactor[],
): ResetPlan {
  const open = chosen.map((factor, place) => ({ place, factor, step: steps.get(place) ?? null }));
  const told = open
    .filter(({ step }) => step !== 'done')
    .map(({ place, factor, step }) => ({ place, step, standing: standingOf(factor, registered) }));
  if (steps.size === 0) {
    if (told.some(({ standing }) => standing === 'absent')) return { conflict: 'reset/factor-unknown' };
    if (told.some(({ standing }) => standing === 'changed')) return { conflict: 'reset/factor-changed' };
  }
  const placesOf = (wanted: (one: (typeof told)[number]) => boolean) =>
    told.filter(wanted).map(({ place }) => place);
  // What was called for and is another now was removed, and registered again after that.
  const gone = placesOf(
    ({ standing, step }) => standing === 'absent' || (standing === 'changed' && step === 'called'),
  );
  return {
    conflict: null,
    remove: placesOf(({ standing }) => standing === 'same'),
    gone,
    changed: placesOf(({ standing, step }) => standing === 'changed' && step === null),
  };
}

function standingOf(
  factor: ChosenFactor,
  registered: readonly ProviderFactor[],
): 'same' | 'changed' | 'absent' {
  const there = registered.find(({ id }) => id === factor.id);
  if (there === undefined) return 'absent';
  const same =
    there.kind === factor.kind &&
    there.label.slice(0, 200) === factor.label &&
    there.registeredAt === factor.registeredAt;
  return same ? 'same' : 'changed';
}
