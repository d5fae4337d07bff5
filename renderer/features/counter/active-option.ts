import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from 'react';

interface ActiveOption<Option> {
  /** The option that Enter would choose; null until an arrow was pressed. */
  readonly option: Option | null;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** An option was pressed. Always the same function. */
  readonly press: (option: Option) => void;
  /** The question is another now: what was wished of the one before is not wished of this one. */
  readonly forget: () => void;
}

/** What somebody wants of a list: a key that moves in it or chooses, or one option of it. */
export type ListWish = { readonly key: string } | { readonly id: string };

/** Nobody means more presses than these before an answer comes. */
const mostWaiting = 20;
const listKeys: readonly string[] = ['ArrowDown', 'ArrowUp', 'Enter'];

/**
 * Moves through the options of a combobox while the focus stays in its field. The active option is held by its id, so
 * newer results neither move it to somebody else nor keep it when that person is gone. Keys that belong to an input
 * method's own list of candidates are left to it.
 *
 * While the options are not current, the answer to what the field holds now, wishes wait for it: what is chosen is always
 * of what is typed, and never depends on how fast an answer came. They are followed when what is current is drawn.
 */
export function useActiveOption<Option extends { readonly id: string }>(
  options: readonly Option[],
  onChoose: (option: Option) => void,
  isCurrent: () => boolean = () => true,
): ActiveOption<Option> {
  const [activeId, setActiveId] = useState<string | null>(null);
  const waiting = useRef<ListWish[]>([]);
  const option = options.find(({ id }) => id === activeId) ?? null;

  const follow = (wishes: readonly ListWish[]) => {
    const reached = followWishes(wishes, activeId, options);
    setActiveId(reached.activeId);
    if (reached.chosen !== null) onChoose(reached.chosen);
  };
  const wish = (one: ListWish) => {
    if (isCurrent()) follow([one]);
    else if (waiting.current.length < mostWaiting) waiting.current.push(one);
  };
  const newest = useRef(wish);
  newest.current = wish;

  useLayoutEffect(() => {
    if (waiting.current.length === 0 || !isCurrent()) return;
    const wishes = waiting.current;
    waiting.current = [];
    follow(wishes);
  });

  return {
    option,
    onKeyDown: (event) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === 'Escape') {
        waiting.current = [];
        if (options.length === 0) return;
        event.preventDefault();
        follow([{ key: 'Escape' }]);
      } else if (listKeys.includes(event.key)) {
        if (event.key === 'Enter' ? option !== null || !isCurrent() : options.length > 0)
          event.preventDefault();
        wish({ key: event.key });
      }
    },
    press: useCallback((pressed) => newest.current({ id: pressed.id }), []),
    forget: () => {
      waiting.current = [];
    },
  };
}

/** Where wishes lead among the options, one after the other; the first that chooses is the last. */
export function followWishes<Option extends { readonly id: string }>(
  wishes: readonly ListWish[],
  activeId: string | null,
  options: readonly Option[],
): { readonly activeId: string | null; readonly chosen: Option | null } {
  let index = options.findIndex(({ id }) => id === activeId);
  for (const wish of wishes) {
    const chosen =
      'id' in wish
        ? options.find(({ id }) => id === wish.id)
        : wish.key === 'Enter'
          ? options[index]
          : undefined;
    if (chosen !== undefined) return { activeId: options[index]?.id ?? null, chosen };
    if ('key' in wish) index = nextIndex(wish.key, index, options.length) ?? index;
  }
  return { activeId: options[index]?.id ?? null, chosen: null };
}

/** Where a key leads from `index` (−1 for nowhere) among `count` options, around the ends; null for other keys. */
export function nextIndex(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return index <= 0 ? count - 1 : index - 1;
  return key === 'Escape' ? -1 : null;
}
