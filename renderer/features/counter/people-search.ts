import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Refusal } from '../../../preload/contract/errors.ts';
import type { PeopleFound } from '../../../preload/contract/models/people.ts';
import { useStation } from '../../app/station.tsx';
import { letterFrame } from './letter-frame.ts';

/** What the agent is asked: what is typed, and from which of those found on. */
export interface PeopleQuestion {
  readonly query: string;
  readonly offset: number;
}

interface Answer {
  /** What was asked. */
  readonly to: PeopleQuestion;
  /** What it found; kept while the next question is under way. */
  readonly found: PeopleFound | undefined;
  readonly refusal: Refusal | null;
}

interface PeopleSearch {
  readonly ask: (question: PeopleQuestion) => void;
  readonly answer: Answer;
  /** Whether this is the answer to what is asked at this very moment. */
  readonly isCurrent: () => boolean;
}

/**
 * Asks for people at every key press, one question at a time: while one is under way, only the newest of those that
 * follow is kept. An answer to an older question never replaces a newer one. The letter comes first: the agent is asked once
 * the frame that draws it is painted, and answers before the next one, which shows whom it found. A key by itself draws nothing but
 * its letter.
 */
export function usePeopleSearch(query: string): PeopleSearch {
  const { connection } = useStation();
  const [first] = useState<PeopleQuestion>({ query, offset: 0 });
  const [answer, setAnswer] = useState<Answer>({ to: { ...first }, found: undefined, refusal: null });
  const newest = useRef(first);
  const asking = useRef(false);

  const begin = useCallback(async () => {
    if (asking.current) return;
    asking.current = true;
    try {
      await letterFrame();
      for (;;) {
        const asked = newest.current;
        const result = await window.madoguchi.call('people.search', asked);
        if (asked !== newest.current) continue;
        const given = result.ok
          ? { to: asked, found: result.value, refusal: null }
          : { to: asked, found: undefined, refusal: result.refusal };
        flushSync(() => setAnswer(given));
        // Laid out now, while the screen waits for its next frame: that one has only to be painted.
        document.documentElement.getBoundingClientRect();
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

  const incomplete = answer.found?.replica.receiving === true || answer.found?.replica.confirmedAt === null;
  useEffect(() => {
    if (!incomplete) return undefined;
    return window.madoguchi.on('station', () => {
      // Each part of the first copy that has come is told of; whoever is looked for may be in it. Asked anew, also where the
      // question is under way: its answer may be from before.
      newest.current = { ...newest.current };
      void begin();
    });
  }, [incomplete, begin]);

  const ask = (next: PeopleQuestion) => {
    newest.current = next;
    if (connected) void begin();
    // Nothing asks for nobody: the list goes at once.
    if (next.query.trim() === '') setAnswer((before) => ({ ...before, to: { ...next } }));
  };
  return { ask, answer, isCurrent: () => answer.to === newest.current };
}
