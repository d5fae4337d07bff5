import { randomUUID } from 'node:crypto';
import type { PinChange, UserInteraction } from '../../../native/client/user-interaction.ts';
import type { HidDeviceInfo } from '../../../native/hid/hid-port.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import type { EventSink } from '../ports.ts';

/** One key operation that waits for a person. */
export interface KeyOperation {
  readonly interaction: UserInteraction;
  readonly signal: AbortSignal;
  /** The key that was last touched, or waited to be. */
  device(): HidDeviceInfo | null;
  /** Ends the operation: the prompt disappears from every window. */
  finish(): void;
}

/**
 * Turns what a key waits for into `key` events, and the window's answers back. One operation at a time: a second one,
 * from another window, is `key/busy`. A PIN passes through and is never kept.
 */
export interface KeyPrompts {
  /** Whether an operation is under way. */
  busy(): boolean;
  begin(purpose: KeyPrompt['purpose']): Result<KeyOperation>;
  answerPin(promptId: string, pin: string): Result<Record<string, never>>;
  /** Answers a key that works only once its PIN was changed. */
  answerPinChange(promptId: string, change: PinChange): Result<Record<string, never>>;
  cancel(promptId: string): Result<Record<string, never>>;
}

interface Pending {
  readonly promptId: string;
  readonly abort: AbortController;
  answer: ((pin: string | null) => void) | null;
  answerChange: ((change: PinChange | null) => void) | null;
}

export function createKeyPrompts(sink: EventSink): KeyPrompts {
  let pending: Pending | null = null;

  return {
    busy: () => pending !== null,
    begin(purpose) {
      if (pending !== null) return refuse('key/busy');
      const current: Pending = {
        promptId: randomUUID(),
        abort: new AbortController(),
        answer: null,
        answerChange: null,
      };
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
          again: null,
          seconds: null,
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
        sensorNeeded: (request) => {
          device = request.device;
          show('sensor', { retriesLeft: request.retriesLeft, again: request.failed ? 'finger' : null });
        },
        requestPinChange: (request) =>
          new Promise((resolve) => {
            current.answerChange = (change) => {
              current.answerChange = null;
              resolve(change);
            };
            show('change-pin', {
              retriesLeft: request.retriesLeft,
              minimumPinLength: request.minimumLength,
              wrongPin: request.wrong,
              again: request.refused ? 'new-pin' : null,
            });
          }),
        replugNeeded: (request) => {
          device = request.device;
          show('replug', { seconds: Math.floor(request.window / 1000) });
        },
        done: () => undefined,
      };
      return ok({
        interaction,
        signal: current.abort.signal,
        device: () => device,
        finish: () => {
          current.answer?.(null);
          current.answerChange?.(null);
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
    answerPinChange(promptId, change) {
      if (pending === null || pending.promptId !== promptId || pending.answerChange === null)
        return refuse('key/prompt-gone');
      pending.answerChange(change);
      return ok({});
    },
    cancel(promptId) {
      if (pending === null || pending.promptId !== promptId) return refuse('key/prompt-gone');
      pending.answer?.(null);
      pending.answerChange?.(null);
      pending.abort.abort();
      return ok({});
    },
  };
}
