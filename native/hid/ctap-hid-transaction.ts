import { type FidoError, fail } from '../client/fido-error.ts';
import {
  assemble,
  type CtapHidMessage,
  ctapHidCommand,
  decodePacket,
  encodeMessage,
  type PartialMessage,
} from './ctap-hid-framing.ts';
import type { HidConnection } from './hid-port.ts';
import type { HidTiming } from './hid-timing.ts';

/** What a key says while it works (CTAP 2.2 §11.2.9.1.7). */
export type KeepaliveStatus = 'processing' | 'touch-needed';

export interface TransactionOptions {
  readonly timing: HidTiming;
  /** Milliseconds for the whole transaction, whatever the key keeps saying. */
  readonly limit: number;
  /** Ends the transaction early; the key is told with CTAPHID_CANCEL if the request is one that can be cancelled. */
  readonly signal?: AbortSignal | undefined;
  readonly onKeepalive?: ((status: KeepaliveStatus) => void) | undefined;
  /** Tells the answer from another program's on a shared channel; others are passed over. */
  readonly isAnswer: (message: CtapHidMessage) => boolean;
}

export type TransactionOutcome =
  | { readonly kind: 'answer'; readonly message: CtapHidMessage }
  /** The key answered with CTAPHID_ERROR and this code. */
  | { readonly kind: 'refused'; readonly errorCode: number }
  /** `settled` false: a late answer may still come, so the channel must not be used again. */
  | { readonly kind: 'failed'; readonly error: FidoError; readonly settled: boolean };

/**
 * Sends one message and waits for its answer (CTAP 2.2 §11.2.5). Packets of other channels are ignored. Bounded three
 * ways: silence between packets, the whole duration, and the wait for a cancelled key. Never rejects on anything that a
 * device does.
 */
export function runTransaction(
  connection: HidConnection,
  request: CtapHidMessage,
  options: TransactionOptions,
): Promise<TransactionOutcome> {
  const packets = encodeMessage(request);
  if (!packets.ok) return Promise.resolve({ kind: 'failed', error: packets.error, settled: true });
  if (options.signal?.aborted)
    return Promise.resolve(failed('key/cancelled', 'aborted before sending', true));
  const { timing, signal } = options;

  return new Promise((resolve, reject) => {
    let partial: PartialMessage | null = null;
    let over = false;
    let cancelling = false;
    let silence = setTimeout(onSilence, timing.silence);
    let grace: NodeJS.Timeout | undefined;
    const limit = setTimeout(onLimit, options.limit);
    const stopReports = connection.onReport(onReport);
    const stopClosed = connection.onClosed(() => finish(failed('key/removed', 'device gone', false)));
    signal?.addEventListener('abort', onAbort);
    const sending = send(packets.value);
    sending.catch(reject);

    async function send(reports: readonly Uint8Array[]): Promise<void> {
      for (const report of reports) {
        if (over) return;
        await connection.write(report);
      }
    }

    function finish(outcome: TransactionOutcome): void {
      if (over) return;
      over = true;
      clearTimeout(silence);
      clearTimeout(limit);
      clearTimeout(grace);
      stopReports();
      // A connection that is closed already calls its listener before it hands back the way to remove it.
      queueMicrotask(() => stopClosed());
      signal?.removeEventListener('abort', onAbort);
      resolve(outcome);
    }

    function onReport(report: Uint8Array): void {
      const packet = decodePacket(report);
      if (over || packet === null || packet.channel !== request.channel) return;
      if (partial === null && packet.kind === 'continuation') return;
      clearTimeout(silence);
      silence = setTimeout(onSilence, timing.silence);
      const step = assemble(partial, packet);
      if (step.kind === 'violation') finish(failed('key/protocol', `broken framing: ${step.reason}`, false));
      else if (step.kind === 'partial') partial = step.partial;
      else {
        partial = null;
        onMessage(step.message);
      }
    }

    function onMessage(message: CtapHidMessage): void {
      if (message.command === ctapHidCommand.keepalive) {
        const status = keepaliveStatus(message.payload[0]);
        if (status !== null && !cancelling) options.onKeepalive?.(status);
        return;
      }
      const isError = message.command === ctapHidCommand.error;
      if (!isError && !options.isAnswer(message)) return;
      if (cancelling) finish(failed('key/cancelled', 'cancelled', true));
      else if (isError) finish({ kind: 'refused', errorCode: message.payload[0] ?? 0x7f });
      else finish({ kind: 'answer', message });
    }

    function onSilence(): void {
      finish(failed(cancelling ? 'key/cancelled' : 'key/timeout', 'device silent', false));
    }

    function onLimit(): void {
      sendCancel();
      finish(failed(cancelling ? 'key/cancelled' : 'key/timeout', 'transaction too long', false));
    }

    function onAbort(): void {
      if (over || cancelling) return;
      cancelling = true;
      if (request.command !== ctapHidCommand.cbor) {
        finish(failed('key/cancelled', 'aborted', false));
        return;
      }
      sendCancel();
      grace = setTimeout(
        () => finish(failed('key/cancelled', 'no answer to cancel', false)),
        timing.cancelGrace,
      );
    }

    /** CTAPHID_CANCEL (§11.2.9.1.5) has no answer of its own; it must not cut into a message still being sent. */
    function sendCancel(): void {
      if (request.command !== ctapHidCommand.cbor) return;
      const cancel = encodeMessage({
        channel: request.channel,
        command: ctapHidCommand.cancel,
        payload: new Uint8Array(0),
      });
      const [packet] = cancel.ok ? cancel.value : [];
      if (packet !== undefined) sending.then(() => connection.write(packet)).catch(reject);
    }
  });
}

function failed(code: FidoError['code'], detail: string, settled: boolean): TransactionOutcome {
  return { kind: 'failed', error: fail(code, detail).error, settled };
}

function keepaliveStatus(byte: number | undefined): KeepaliveStatus | null {
  if (byte === 1) return 'processing';
  return byte === 2 ? 'touch-needed' : null;
}
