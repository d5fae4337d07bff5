import type { SessionEnding } from '../../../preload/contract/models/lab.ts';
import type { EventSink } from '../ports.ts';

/** Tells the windows that a session is over. */
export interface ToldEnd {
  tell(how: SessionEnding): void;
  /**
   * The same of an end that can't be stored yet, once: a disk that somebody filled prolongs nothing, the windows shut, and
   * nobody else comes in until it is on record.
   */
  tellUnstored(sessionId: string, how: SessionEnding): void;
}

export function createToldEnd(sink: EventSink): ToldEnd {
  let shut: string | null = null;
  const tell = (how: SessionEnding) => {
    sink.emit('session-ended', { how });
    sink.emit('session', null);
  };
  return {
    tell,
    tellUnstored(sessionId, how) {
      if (shut !== sessionId) tell(how);
      shut = sessionId;
    },
  };
}
