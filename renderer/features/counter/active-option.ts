import { type KeyboardEvent, useState } from 'react';

interface ActiveOption<Option> {
  /** The option that Enter would choose; null until an arrow was pressed. */
  readonly option: Option | null;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * Moves through the options of a combobox while the focus stays in its field. The active option is held by its id, so
 * newer results neither move it to somebody else nor keep it when that person is gone. Keys that belong to an input
 * method's own list of candidates are left to it.
 */
export function useActiveOption<Option extends { readonly id: string }>(
  options: readonly Option[],
  onChoose: (option: Option) => void,
): ActiveOption<Option> {
  const [activeId, setActiveId] = useState<string | null>(null);
  const index = options.findIndex((option) => option.id === activeId);
  const option = options[index] ?? null;

  return {
    option,
    onKeyDown: (event) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === 'Enter' && option !== null) {
        event.preventDefault();
        onChoose(option);
      }
      const next = nextIndex(event.key, index, options.length);
      if (next === null) return;
      event.preventDefault();
      setActiveId(options[next]?.id ?? null);
    },
  };
}

/** Where a key leads from `index` (−1 for nowhere) among `count` options, around the ends; null for other keys. */
export function nextIndex(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return index <= 0 ? count - 1 : index - 1;
  return key === 'Escape' ? -1 : null;
}
