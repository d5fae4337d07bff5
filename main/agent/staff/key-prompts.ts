import { randomUUID } from 'node:crypto';
import type { UserInteraction } from '../../../native/client/user-interaction.ts';
import type { HidDeviceInfo } from '../../../native/hid/hid-port.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { KeyPrompt } from '../../../preload/contract/models.ts';
import type { EventSink } from '../ports.ts';

/** One key operation that waits for a person. */
export interface KeyOperation {
  readonly interaction: UserInteraction;
  readonly signal: AbortSignal;
  /** Ends the operation: the prompt disappears from every window. */
  finish(): void;
}

/**
 * Turns what a key waits for into `key` events, and the window's answers back. One operation at a time: a second one,
 * from another window, is `key/busy`. A PIN passes through and is never kept.
 */
export interface KeyPrompts {
  begin(purpose: KeyPrompt['purpose']): Result<KeyOperation>;
  answerPin(promptId: string, pin: string): Result<Record<string, never>>;
  cancel(promptId: string): Result<Record<string, never>>;
}

interface Pending {
  readonly promptId: string;
  readonly abort: AbortController;
  answer: ((pin: string | null) => void) | null;
}

export function createKeyPrompts(sink: EventSink): KeyPrompts {
  let pending: Pending | null = null;

  return {
    begin(purpose) {
      if (pending !== null) return refuse('key/busy');
      const current: Pending = { promptId: randomUUID(), abort: new AbortController(), answer: null };
      pending = current;
      let device: HidDeviceInfo | null = null;
      const show = (step: KeyPrompt['step'], more: Partial<KeyPrompt> = {}) =>
        sink.emit('key', {
          promptId: current.promptId,
          purpose,
          step,
          device: device?.product ?? null,
          simulated: device?.simulated ?? false,
          retriesLeft: null,
          minimumPinLength: 4,
          wrongPin: false,
          ...more,
        });
      const interaction: UserInteraction = {
        keyNeeded: () => show('insert'),
        requestPin: (info) =>
          new Promise((resolve) => {
            current.answer = (pin) => {
              current.answer = null;
              resolve(pin);
            };
            show('pin', {
              retriesLeft: info.retriesLeft,
              minimumPinLength: info.minimumLength,
              wrongPin: info.wrong,
            });
          }),
        touchNeeded: (touched) => {
          device = touched;
          show('touch');
        },
        done: () => undefined,
      };
      return ok({
        interaction,
        signal: current.abort.signal,
        finish: () => {
          current.answer?.(null);
          if (pending === current) pending = null;
          sink.emit('key', null);
        },
      });
    },
    answerPin(promptId, pin) {
      if (pending === null || pending.promptId !== promptId || pending.answer === null)
        return refuse('key/prompt-gone');
      pending.answer(pin);
      return ok({});
    },
    cancel(promptId) {
      if (pending === null || pending.promptId !== promptId) return refuse('key/prompt-gone');
      pending.answer?.(null);
      pending.abort.abort();
      return ok({});
    },
  };
}
