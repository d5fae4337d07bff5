import { useEffect, useState } from 'react';
import type { Refusal } from '../../../preload/contract/errors.ts';
import type { PeopleFound } from '../../../preload/contract/models/people.ts';
import { useStation } from '../../app/station.tsx';

const pauseMilliseconds = 60;
const limit = 20;

interface PeopleSearch {
  /** What the newest answered query found; kept while the next one is under way. */
  readonly found: PeopleFound | undefined;
  readonly refusal: Refusal | null;
}

/** Asks for people after the shortest pause in typing. An answer to an older query never replaces a newer one. */
export function usePeopleSearch(query: string): PeopleSearch {
  const { connection } = useStation();
  const [answer, setAnswer] = useState<PeopleSearch>({ found: undefined, refusal: null });

  useEffect(() => {
    if (connection !== 'connected') return;
    let current = true;
    const timer = setTimeout(async () => {
      const result = await window.madoguchi.call('people.search', { query, limit });
      if (!current) return;
      setAnswer(
        result.ok ? { found: result.value, refusal: null } : { found: undefined, refusal: result.refusal },
      );
    }, pauseMilliseconds);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query, connection]);

  return answer;
}
