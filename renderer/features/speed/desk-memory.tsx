import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { PersonHit } from '../../../preload/contract/models/people.ts';

/** As many as one looks over at a glance. */
const mostRecent = 8;

/** What the desk remembers of one operator's sign-in. It lies in this window only and goes with the sign-in. */
export interface DeskMemory {
  /** Whom cases were opened for, the last first. */
  readonly recent: readonly PersonHit[];
  readonly noteOpened: (person: CounterCase['person']) => void;
  /** The draft that was closed last and can be taken back; null for none. */
  readonly closedCase: string | null;
  readonly noteClosed: (caseId: string | null) => void;
}

const MemoryContext = createContext<DeskMemory>({
  recent: [],
  noteOpened: () => undefined,
  closedCase: null,
  noteClosed: () => undefined,
});

/** One for each sign-in: the caller gives it a key of that. */
export function DeskMemoryProvider({ children }: { readonly children: ReactNode }) {
  const [recent, setRecent] = useState<readonly PersonHit[]>([]);
  const [closedCase, noteClosed] = useState<string | null>(null);
  const noteOpened = useCallback(
    (person: CounterCase['person']) => setRecent((before) => withPerson(before, hitOf(person))),
    [],
  );
  const memory = useMemo(
    () => ({ recent, noteOpened, closedCase, noteClosed }),
    [recent, noteOpened, closedCase],
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
