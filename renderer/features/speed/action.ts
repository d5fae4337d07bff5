import type { MessageParameters } from '../../app/message.ts';
import type { Chord } from './chord.ts';
import type { SpeedKey } from './speed-text.ts';

export const actionGroups = ['case', 'people', 'go', 'window'] as const;
export type ActionGroup = (typeof actionGroups)[number];

/** Something that an operator can do at this moment, by a key, by the palette, or by both. */
export interface Action {
  readonly id: SpeedKey;
  readonly group: ActionGroup;
  readonly parameters?: MessageParameters;
  readonly chord?: Chord;
  /** A row of keys, `1` to this, each doing its own. */
  readonly digits?: number;
  /** Known by its key alone: naming it in the palette would say nothing. */
  readonly keyOnly?: true;
  /** `digit` counts from 1, for a row of keys. */
  readonly run: (digit: number) => void;
}

/** An action as a list shows it: in both languages, because an operator types in whichever the keyboard is set to. */
export interface NamedAction {
  readonly action: Action;
  readonly label: string;
  readonly otherLabel: string;
}

/** What of the palette fits what was typed: every word occurs in one of its names. The order stays the list's own. */
export function matchingActions(actions: readonly NamedAction[], query: string): readonly NamedAction[] {
  const words = folded(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  return actions.filter(({ label, otherLabel }) => {
    const names = `${folded(label)} ${folded(otherLabel)}`;
    return words.every((word) => names.includes(word));
  });
}

/** Widths, case and the two kana are the same to whoever looks for something. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}
