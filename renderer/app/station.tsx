import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ConnectionState } from '../../preload/contract/events.ts';
import type { StationStatus } from '../../preload/contract/models/station.ts';
import { answeredAhead, answersAge, ask, connectionNow } from './ask-ahead.ts';

interface Station {
  /** Null until the agent has answered for the first time; then the last that was heard. */
  readonly status: StationStatus | null;
  readonly connection: ConnectionState;
  /** Milliseconds to add to `performance.now()` for the station's own time; null before the first answer. */
  readonly clockOffset: number | null;
}

const StationContext = createContext<Station | null>(null);
const retryMilliseconds = 5000;

/** Follows the connection to the agent and what the agent says about this station; asks again after each loss. */
export function StationProvider({ children }: { readonly children: ReactNode }) {
  const [connection, setConnection] = useState<ConnectionState>(connectionNow);
  const [heard, setHeard] = useState<{ status: StationStatus; clockOffset: number } | null>(() => {
    const status = answeredAhead('station.status');
    return status === undefined ? null : hear(status);
  });
  const aheadAge = useRef<number | null>(heard === null ? null : answersAge());

  useEffect(() => window.madoguchi.onConnection(setConnection), []);
  useEffect(() => window.madoguchi.on('station', (status) => setHeard(hear(status))), []);

  useEffect(() => {
    if (connection !== 'connected') return;
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const askStatus = async () => {
      const answer = await ask('station.status', {});
      if (!current) return;
      if (answer.ok) setHeard(hear(answer.value));
      else timer = setTimeout(askStatus, retryMilliseconds);
    };
    if (aheadAge.current !== answersAge()) void askStatus();
    aheadAge.current = null;
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [connection]);

  const station = useMemo<Station>(
    () => ({ connection, status: heard?.status ?? null, clockOffset: heard?.clockOffset ?? null }),
    [connection, heard],
  );
  return <StationContext value={station}>{children}</StationContext>;
}

function hear(status: StationStatus) {
  return { status, clockOffset: Date.parse(status.clock.now) - performance.now() };
}

/** What is known of this station and of the connection to its agent. */
export function useStation(): Station {
  const station = useContext(StationContext);
  if (station === null) throw new Error('useStation outside of StationProvider');
  return station;
}
