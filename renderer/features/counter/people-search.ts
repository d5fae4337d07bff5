import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Refusal } from '../../../preload/contract/errors.ts';
import type { PeopleFound } from '../../../preload/contract/models/people.ts';
import { useStation } from '../../app/station.tsx';

/** What the agent is asked: what is typed, and from which of those found on. */
export interface PeopleQuestion {
  readonly query: string;
  readonly offset: number;
}

interface PeopleSearch {
  readonly question: PeopleQuestion;
  readonly ask: (question: PeopleQuestion) => void;
  /** What the newest answered question found; kept while the next one is under way. */
  readonly found: PeopleFound | undefined;
  readonly refusal: Refusal | null;
  /** Whether this is the answer to what is asked now. */
  readonly current: boolean;
}

interface Answer extends Pick<PeopleSearch, 'found' | 'refusal'> {
  readonly to: PeopleQuestion | null;
}

const noAnswer: Answer = { to: null, found: undefined, refusal: null };

/**
 * Asks for people at every key press, one question at a time: while one is under way, only the newest of those that
 * follow is kept. An answer to an older question never replaces a newer one. The agent is asked before the letter is drawn,
 * and its answer is drawn with the next frame: what is typed and what it finds come together where they can.
 */
export function usePeopleSearch(query: string): PeopleSearch {
  const { connection } = useStation();
  const [question, setQuestion] = useState<PeopleQuestion>({ query, offset: 0 });
  const [answer, setAnswer] = useState(noAnswer);
  const newest = useRef(question);
  const asking = useRef(false);

  const begin = useCallback(async () => {
    if (asking.current) return;
    asking.current = true;
    try {
      for (;;) {
        const asked = newest.current;
        const result = await window.madoguchi.call('people.search', asked);
        if (asked !== newest.current) continue;
        const given = result.ok
          ? { to: asked, found: result.value, refusal: null }
          : { to: asked, found: undefined, refusal: result.refusal };
        flushSync(() => setAnswer(given));
        return;
      }
    } finally {
      asking.current = false;
    }
  }, []);

  const connected = connection === 'connected';
  useEffect(() => {
    if (connected) void begin();
  }, [connected, begin]);

  const ask = (next: PeopleQuestion) => {
    newest.current = next;
    if (connected) void begin();
    setQuestion(next);
  };
  const { to, found, refusal } = answer;
  return { question, ask, found, refusal, current: to === question };
}
