import { randomUUID } from 'node:crypto';
import type { PinChange, UserInteraction } from '../../../native/client/user-interaction.ts';
import type { HidDeviceInfo } from '../../../native/hid/hid-port.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { KeyPrompt } from '../../../preload/contract/models/keys.ts';
import { type ConnectionId, callingConnection } from '../calling-connection.ts';
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
 *
 * The prompt is told to the connection whose call set it off, and only that one may answer or cancel it: to any other
 * program of the desktop user it is `key/prompt-gone`. So none can have a window ask for a PIN that the window's own call
 * does not need, nor try PINs at somebody else's prompt.
 */
export interface KeyPrompts {
  /** Whether an operation is under way. */
  busy(): boolean;
  begin(purpose: KeyPrompt['purpose']): Result<KeyOperation>;
  answerPin(promptId: string, pin: string): Result<Record<string, never>>;
  /** Answers a key that works only once its PIN was changed. */
  answerPinChange(promptId: string, change: PinChange): Result<Record<string, never>>;
  cancel(promptId: string): Result<Record<string, never>>;
  /** Gives up what a connection that is gone had asked for: nobody else could answer it. */
  hungUp(connection: ConnectionId): void;
}

interface Pending {
  readonly promptId: string;
  readonly asker: ConnectionId | null;
  readonly abort: AbortController;
  answer: ((pin: string | null) => void) | null;
  answerChange: ((change: PinChange | null) => void) | null;
}

export function createKeyPrompts(sink: EventSink): KeyPrompts {
  let pending: Pending | null = null;
  const promptOf = (promptId: string): Pending | null =>
    pending?.promptId === promptId && pending.asker === callingConnection() ? pending : null;
  const giveUp = (prompt: Pending) => {
    prompt.answer?.(null);
    prompt.answerChange?.(null);
    prompt.abort.abort();
  };

  return {
    busy: () => pending !== null,
    begin(purpose) {
      if (pending !== null) return refuse('key/busy');
      const current: Pending = {
        promptId: randomUUID(),
        asker: callingConnection(),
        abort: new AbortController(),
        answer: null,
        answerChange: null,
      };
      pending = current;
      let device: HidDeviceInfo | null = null;
      const tell = (prompt: KeyPrompt | null) =>
        current.asker === null ? sink.emit('key', prompt) : sink.emit('key', prompt, current.asker);
      const show = (step: KeyPrompt['step'], more: Partial<KeyPrompt> = {}) =>
        tell({
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
          tell(null);
        },
      });
    },
    answerPin(promptId, pin) {
      const prompt = promptOf(promptId);
      if (prompt === null || prompt.answer === null) return refuse('key/prompt-gone');
      prompt.answer(pin);
      return ok({});
    },
    answerPinChange(promptId, change) {
      const prompt = promptOf(promptId);
      if (prompt === null || prompt.answerChange === null) return refuse('key/prompt-gone');
      prompt.answerChange(change);
      return ok({});
    },
    cancel(promptId) {
      const prompt = promptOf(promptId);
      if (prompt === null) return refuse('key/prompt-gone');
      giveUp(prompt);
      return ok({});
    },
    hungUp(connection) {
      if (pending?.asker === connection) giveUp(pending);
    },
  };
}
