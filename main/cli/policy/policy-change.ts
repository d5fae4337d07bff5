/**
 * What a change does. `opens`: somebody may be asked less, or a limit is wider. `closes`: the other way. `other`: words,
 * numbers of the document itself, and what has passed.
 */
export type ChangeEffect = 'opens' | 'closes' | 'other';

/** One change; its sentence is `change.<code>` in `messages/policy-{ja,en}.json`. */
export interface PolicyChange {
  readonly code:
    | 'value'
    | 'item-added'
    | 'item-removed'
    | 'section-added'
    | 'section-removed'
    | 'changed'
    | 'room-added'
    | 'room-removed'
    | 'station-added'
    | 'station-removed'
    | 'station-fewer-rooms'
    | 'network-added'
    | 'network-removed'
    | 'hours-added'
    | 'hours-removed'
    | 'time-zone';
  readonly effect: ChangeEffect;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What joined a list and what left it; its order and repetitions say nothing. */
export function setChanges(
  before: readonly string[],
  after: readonly string[],
  rule: {
    readonly field: string;
    readonly added: (item: string) => ChangeEffect;
    readonly removed: (item: string) => ChangeEffect;
    /** The form in which two spellings of one thing are equal. */
    readonly same?: (item: string) => string;
  },
): readonly PolicyChange[] {
  const same = rule.same ?? ((item: string) => item);
  const had = new Set(before.map(same));
  const has = new Set(after.map(same));
  const { field } = rule;
  return [
    ...after
      .filter((item) => !had.has(same(item)))
      .map((item) => ({
        code: 'item-added' as const,
        effect: rule.added(item),
        parameters: { field, item },
      })),
    ...before
      .filter((item) => !has.has(same(item)))
      .map((item) => ({
        code: 'item-removed' as const,
        effect: rule.removed(item),
        parameters: { field, item },
      })),
  ];
}
