import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { PersonHit } from '../../../preload/contract/models/people.ts';
import { createUnsent, type Unsent } from './unsent.ts';

/** As many as one looks over at a glance. */
const mostRecent = 8;

/** What the desk remembers of one operator's sign-in. It lies in this window only and goes with the sign-in. */
export interface DeskMemory {
  /** Whom cases were opened for, the last first. */
  readonly recent: readonly PersonHit[];
  readonly noteOpened: (person: CounterCase['person']) => void;
  /** Takes everybody off the list; until the next case begins they can be brought back. */
  readonly clearRecent: () => void;
  /** Brings those back who were taken off; null where nobody was. */
  readonly restoreRecent: (() => void) | null;
  /** The draft that was closed last and can be taken back; null for none. */
  readonly closedCase: string | null;
  readonly noteClosed: (caseId: string | null) => void;
  /** What was typed for the case on the desk and not sent yet. */
  readonly unsent: Unsent;
}

interface Lists {
  readonly recent: readonly PersonHit[];
  /** Whom the operator took off the list last. */
  readonly cleared: readonly PersonHit[] | null;
}

const MemoryContext = createContext<DeskMemory>({
  recent: [],
  noteOpened: () => undefined,
  clearRecent: () => undefined,
  restoreRecent: null,
  closedCase: null,
  noteClosed: () => undefined,
  unsent: createUnsent(),
});

/** One for each sign-in: the caller gives it a key of that. */
export function DeskMemoryProvider({ children }: { readonly children: ReactNode }) {
  const [{ recent, cleared }, setLists] = useState<Lists>({ recent: [], cleared: null });
  const [closedCase, noteClosed] = useState<string | null>(null);
  const [unsent] = useState(createUnsent);
  const noteOpened = useCallback(
    (person: CounterCase['person']) =>
      setLists((before) => ({ recent: withPerson(before.recent, hitOf(person)), cleared: null })),
    [],
  );
  const clearRecent = useCallback(() => setLists((before) => ({ recent: [], cleared: before.recent })), []);
  const memory = useMemo(
    () => ({
      recent,
      noteOpened,
      clearRecent,
      restoreRecent: cleared === null ? null : () => setLists({ recent: cleared, cleared: null }),
      closedCase,
      noteClosed,
      unsent,
    }),
    [recent, cleared, noteOpened, clearRecent, closedCase, unsent],
  );
  return <MemoryContext value={memory}>{children}</MemoryContext>;
}

export function useDeskMemory(): DeskMemory {
  return useContext(MemoryContext);
}

/** The list with this person first, nobody twice, and nobody beyond its length. */
export function withPerson(before: readonly PersonHit[], person: PersonHit): readonly PersonHit[] {
  return [person, ...before.filter(({ id }) => id !== person.id)].slice(0, mostRecent);
}

/** As a list shows a person whose case was opened: never the operator's own, which cannot be. */
function hitOf({ login: _, ...person }: CounterCase['person']): PersonHit {
  return { ...person, standing: null, namesake: false };
}
