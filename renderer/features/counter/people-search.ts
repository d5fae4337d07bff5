import { useEffect, useRef, useState } from 'react';
import type { Refusal } from '../../../preload/contract/errors.ts';
import type { PeopleFound } from '../../../preload/contract/models/people.ts';
import { useStation } from '../../app/station.tsx';

interface PeopleSearch {
  /** What the newest answered query found; kept while the next one is under way. */
  readonly found: PeopleFound | undefined;
  readonly refusal: Refusal | null;
}

/**
 * Asks for people at every key press, one question at a time: while one is under way, only the newest of those that
 * follow is kept. An answer to an older query never replaces a newer one.
 */
export function usePeopleSearch(query: string, offset: number): PeopleSearch {
  const { connection } = useStation();
  const [answer, setAnswer] = useState<PeopleSearch>({ found: undefined, refusal: null });
  const newest = useRef({ query, offset });
  const asking = useRef(false);

  useEffect(() => {
    newest.current = { query, offset };
    if (connection !== 'connected' || asking.current) return;
    asking.current = true;
    const ask = async () => {
      for (;;) {
        const asked = newest.current;
        const result = await window.madoguchi.call('people.search', asked);
        if (asked !== newest.current) continue;
        setAnswer(
          result.ok ? { found: result.value, refusal: null } : { found: undefined, refusal: result.refusal },
        );
        return;
      }
    };
    void ask().finally(() => {
      asking.current = false;
    });
  }, [query, offset, connection]);

  return answer;
}
