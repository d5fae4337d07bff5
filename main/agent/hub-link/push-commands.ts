import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { AuditTrail, Store, TrustedClock } from '../ports.ts';
import type { HubClient } from './hub-client.ts';

/** Sends what waits: `more` when another batch may go at once, `idle` when nothing is due. */
export type PushCommands = (signal: AbortSignal) => Promise<'more' | 'idle' | 'unreachable'>;

const batch = 50;

export function createPushCommands(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly outbox: Outbox;
  readonly client: HubClient;
  readonly onAnswered: () => void;
}): PushCommands {
  return async (signal) => {
    const waiting = ports.outbox.pending(batch);
    if (waiting.length === 0) return 'idle';
    const pushed = await ports.client.pushCommands(
      waiting.map((one) => one.envelope),
      signal,
    );
    if (!pushed.ok) {
      ports.store.write((database) => {
        for (const one of waiting) ports.outbox.recordFailure(database, one.id, pushed.refusal.code);
      });
      return 'unreachable';
    }
    const answers = new Map(pushed.value.answers.map((answer) => [answer.id, answer]));
    ports.store.write((database) => {
      for (const { id, personId } of waiting) {
        const answer: CommandAnswer | undefined = answers.get(id);
        if (answer === undefined) {
          ports.outbox.recordFailure(database, id, 'hub/unreachable');
          continue;
        }
        ports.outbox.recordAnswer(database, { ...answer, id });
        ports.audit.append(database, {
          kind: 'command-state',
          actor: { type: 'station', id: null },
          subject: personId,
          facts: { command: id, answer: answer.result, code: answer.code },
          detail: null,
        });
      }
    });
    ports.onAnswered();
    return 'more';
  };
}
