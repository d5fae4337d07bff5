import { createContext, type ReactNode, useContext, useEffect, useId, useMemo, useRef } from 'react';
import type { Action } from './action.ts';

/** What can be done at this moment: whatever is on the screen says so itself, and takes it along when it goes. */
export interface ActionList {
  /** Replaces what this part of the screen offers. */
  readonly offer: (part: string, actions: readonly Action[]) => void;
  readonly withdraw: (part: string) => void;
  /** Everything that is offered, in the order in which its parts came. */
  readonly all: () => readonly Action[];
}

const ActionsContext = createContext<ActionList | null>(null);

/** Holds the list apart from what is painted: offering something paints nothing anew. */
export function ActionListProvider({ children }: { readonly children: ReactNode }) {
  const parts = useRef(new Map<string, readonly Action[]>());
  const list = useMemo<ActionList>(
    () => ({
      offer: (part, actions) => {
        parts.current.set(part, actions);
      },
      withdraw: (part) => {
        parts.current.delete(part);
      },
      all: () => [...parts.current.values()].flat(),
    }),
    [],
  );
  return <ActionsContext value={list}>{children}</ActionsContext>;
}

/** The list itself; null where there is none, as before the counter. */
export function useActionList(): ActionList | null {
  return useContext(ActionsContext);
}

/** Offers actions for as long as this part of the screen stands, each as it was painted last. */
export function useActions(actions: readonly Action[]): void {
  const list = useActionList();
  const part = useId();
  useEffect(() => list?.offer(part, actions));
  useEffect(() => () => list?.withdraw(part), [list, part]);
}
