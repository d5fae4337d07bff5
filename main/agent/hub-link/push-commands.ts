import type { CommandAnswer } from '../../exchange/hub-interface.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { nextResend, noteResend } from '../outbox/resend-rows.ts';
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
    if (waiting.length === 0) return sendAgain(ports, signal);
    // Down before a byte goes out: only what bears no mark can still be taken back.
    const fresh = waiting.filter(({ sentAt }) => sentAt === null).map(({ id }) => id);
    if (fresh.length > 0) ports.store.write((database) => ports.outbox.noteSending(database, fresh));
    let neverSent = false;
    const pushed = await ports.client.pushCommands(
      waiting.map((one) => one.envelope),
      signal,
      () => {
        neverSent = true;
      },
    );
    if (!pushed.ok) {
      ports.store.write((database) => {
        if (neverSent) ports.outbox.noteUnsent(database, fresh);
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

/** After the hub was restored. Answers change nothing here: what became of each, the feed tells. */
async function sendAgain(
  ports: { readonly store: Store; readonly client: HubClient },
  signal: AbortSignal,
): Promise<'more' | 'idle' | 'unreachable'> {
  const again = nextResend(ports.store.read, batch);
  if (again === null) return 'idle';
  const { envelopes, next } = again;
  if (envelopes.length > 0 && !(await ports.client.pushCommands(envelopes, signal)).ok) return 'unreachable';
  ports.store.write((database) => noteResend(database, next));
  return 'more';
}
