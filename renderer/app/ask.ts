import { useCallback, useEffect, useRef, useState } from 'react';
import type { Refusal } from '../../preload/contract/errors.ts';
import type { EventName, EventOf } from '../../preload/contract/events.ts';
import type { InputOf, OutputOf, ProcedureName } from '../../preload/contract/procedures.ts';
import { answeredAhead, answersAge, ask } from './ask-ahead.ts';
import { useStation } from './station.tsx';

interface Asked<Value> {
  /** Undefined until the first answer; kept while the connection is lost. */
  readonly value: Value | undefined;
  readonly refusal: Refusal | null;
  readonly askAgain: () => void;
  /** Takes over what another call just answered. */
  readonly take: (value: Value) => void;
}

/** How long a question that came too often rests. */
const restMilliseconds = 1000;
const pause = () => new Promise((resolve) => setTimeout(resolve, restMilliseconds));

/**
 * Asks a procedure, asks again whenever the connection comes back or one of the `changes` events says so, and throws
 * away answers that a newer question has overtaken.
 */
export function useAsked<Name extends ProcedureName>(
  name: Name,
  input: InputOf<Name>,
  changes: readonly EventName[] = [],
): Asked<OutputOf<Name>> {
  const { connection } = useStation();
  const [value, setValue] = useState<OutputOf<Name> | undefined>(() => answeredAhead(name));
  /** Of the answer that was there at the first picture; null once it has been followed up. */
  const aheadAge = useRef<number | null>(value === undefined ? null : answersAge());
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const question = useRef(0);
  const inputKey = JSON.stringify(input);
  const changesKey = changes.join(' ');

  const take = useCallback((taken: OutputOf<Name>) => {
    question.current += 1;
    setValue(() => taken);
    setRefusal(null);
  }, []);

  const askAgain = useCallback(async () => {
    question.current += 1;
    const mine = question.current;
    let answer = await ask(name, JSON.parse(inputKey) as InputOf<Name>);
    // Asked too often, it was not answered at all: without this, a screen would wait for an event that may never come.
    while (mine === question.current && !answer.ok && answer.refusal.code === 'call/flood') {
      await pause();
      if (mine === question.current) answer = await ask(name, JSON.parse(inputKey) as InputOf<Name>);
    }
    if (mine !== question.current) return;
    if (answer.ok) {
      setValue(() => answer.value);
      setRefusal(null);
    } else setRefusal(answer.refusal);
  }, [name, inputKey]);

  useEffect(() => {
    if (connection !== 'connected') return;
    if (aheadAge.current !== answersAge()) void askAgain();
    aheadAge.current = null;
    const stops = changesKey
      .split(' ')
      .filter((change) => change !== '')
      .map((change) => window.madoguchi.on(change as EventName, () => void askAgain()));
    return () => {
      question.current += 1;
      for (const stop of stops) stop();
    };
  }, [connection, askAgain, changesKey]);

  return { value, refusal, askAgain: () => void askAgain(), take };
}

/** Asks a procedure that takes no input and then follows the event that carries the same model. */
export function useFollowed<
  Name extends ProcedureName,
  Event extends EventName & (EventOf<Event> extends OutputOf<Name> ? EventName : never),
>(name: Name, event: Event, changes: readonly EventName[] = []): Asked<OutputOf<Name>> {
  const asked = useAsked(name, {} as InputOf<Name>, changes);
  const { take } = asked;
  useEffect(
    () => window.madoguchi.on(event, (told) => take(told as unknown as OutputOf<Name>)),
    [event, take],
  );
  return asked;
}
