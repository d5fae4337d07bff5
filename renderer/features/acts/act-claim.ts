import type { Language } from '../../../preload/contract/models/base.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import { decideText, isDecideKey } from './decide-text.ts';

/**
 * What may be said of a command that is no suspension, in its state; null where nothing more can be said than the state
 * itself. Only `done` says that something happened (I5).
 */
export function actClaim(
  { kind, state, ending }: Pick<CommandView, 'kind' | 'state' | 'ending'>,
  language: Language,
): { readonly title: string; readonly detail: string } | null {
  const standing = state === 'ended' ? ending : state;
  const title = `claim.${kind}.${standing}.title`;
  const detail = `claim.${kind}.${standing}.detail`;
  if (!isDecideKey(title) || !isDecideKey(detail)) return null;
  return { title: decideText(language, title), detail: decideText(language, detail) };
}
