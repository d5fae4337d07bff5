import { randomBytes } from 'node:crypto';
import { type FidoFailure, type FidoResult, fail, succeed } from '../client/fido-error.ts';
import { broadcastChannel, type CtapHidMessage, ctapHidCommand } from './ctap-hid-framing.ts';
import { runTransaction, type TransactionOptions } from './ctap-hid-transaction.ts';
import type { HidConnection } from './hid-port.ts';
import type { HidTiming } from './hid-timing.ts';
import { pause } from './pause.ts';

/** From the answer to CTAPHID_INIT (CTAP 2.2 §11.2.9.1.3). */
export interface CtapHidCapabilities {
  readonly wink: boolean;
  /** CTAP2. Without it the key speaks only U2F. */
  readonly cbor: boolean;
  /** U2F messages. */
  readonly message: boolean;
}

export interface ExchangeOptions {
  /** `touch` for commands that may wait for a person, `quick` for the others. */
  readonly limit: 'quick' | 'touch';
  readonly signal?: AbortSignal | undefined;
  /** Called for each keepalive that says a person is awaited. */
  readonly onTouchNeeded?: (() => void) | undefined;
}

/** Carries one CTAP2 command to an authenticator and its answer back. */
export interface CborExchange {
  /** Request and answer as in CTAP 2.2 §8.1: command or status byte, then CBOR. */
  exchange(request: Uint8Array, options: ExchangeOptions): Promise<FidoResult<Uint8Array>>;
}

/** A channel of our own on an open device. One exchange at a time. */
export interface CtapHidChannel extends CborExchange {
  readonly capabilities: CtapHidCapabilities;
}

const nonceLength = 8;
const initAnswerLength = 17;

/**
 * Allocates a channel with CTAPHID_INIT (CTAP 2.2 §11.2.9.1.3): answers to other programs are told apart by an
 * 8-byte random nonce. Fails with `key/timeout`, `key/busy`, `key/removed`, `key/cancelled` or `key/protocol`.
 */
export async function openCtapHidChannel(
  connection: HidConnection,
  timing: HidTiming,
  signal?: AbortSignal,
): Promise<FidoResult<CtapHidChannel>> {
  const nonce = randomBytes(nonceLength);
  const isAnswer = ({ command, payload }: CtapHidMessage): boolean =>
    command === ctapHidCommand.init &&
    payload.length >= initAnswerLength &&
    nonce.equals(payload.subarray(0, nonceLength));
  const request = { channel: broadcastChannel, command: ctapHidCommand.init, payload: nonce };
  const answer = await transactWhileBusy(connection, request, {
    timing,
    limit: timing.silence,
    signal,
    isAnswer,
  });
  if (!answer.ok) return answer;
  const view = new DataView(answer.value.buffer, answer.value.byteOffset, answer.value.byteLength);
  const channel = view.getUint32(nonceLength);
  if (channel === 0 || channel === broadcastChannel)
    return fail('key/protocol', 'reserved channel allocated');
  const flags = view.getUint8(initAnswerLength - 1);
  const capabilities = { wink: (flags & 1) !== 0, cbor: (flags & 4) !== 0, message: (flags & 8) === 0 };
  return succeed(channelOn(connection, channel, capabilities, timing));
}

function channelOn(
  connection: HidConnection,
  channel: number,
  capabilities: CtapHidCapabilities,
  timing: HidTiming,
): CtapHidChannel {
  let state: 'idle' | 'exchanging' | 'spoilt' = 'idle';
  return {
    capabilities,
    async exchange(request, { limit, signal, onTouchNeeded }) {
      if (state === 'exchanging') throw new Error('one exchange at a time on a CTAPHID channel');
      if (state === 'spoilt') return fail('key/protocol', 'channel left in doubt by an earlier failure');
      state = 'exchanging';
      const answer = await transactWhileBusy(
        connection,
        { channel, command: ctapHidCommand.cbor, payload: request },
        {
          timing,
          limit: limit === 'touch' ? timing.touchCommand : timing.quickCommand,
          signal,
          onKeepalive: (status) => status === 'touch-needed' && onTouchNeeded?.(),
          isAnswer: ({ command }) => command === ctapHidCommand.cbor,
        },
      );
      state = !answer.ok && !answer.settled ? 'spoilt' : 'idle';
      return answer;
    },
  };
}

type SettledResult<T> =
  | { readonly ok: true; readonly value: T }
  | (FidoFailure & { readonly settled: boolean });

/** Repeats a transaction while the key says that it serves another channel, a bounded number of times. */
async function transactWhileBusy(
  connection: HidConnection,
  request: CtapHidMessage,
  options: TransactionOptions,
): Promise<SettledResult<Uint8Array>> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await runTransaction(connection, request, options);
    if (outcome.kind === 'answer') return { ok: true, value: outcome.message.payload };
    if (outcome.kind === 'failed') return { ok: false, error: outcome.error, settled: outcome.settled };
    const refusal = refusalOf(outcome.errorCode);
    if (refusal.error.code !== 'key/busy' || attempt >= options.timing.busyRetries)
      return { ...refusal, settled: true };
    if ((await pause(options.timing.busyPause, options.signal)) === 'aborted')
      return { ...fail('key/cancelled', 'cancelled while the key was busy'), settled: true };
  }
}

/** What a CTAPHID_ERROR code (CTAP 2.2 §11.2.9.1.6) means to a caller. */
function refusalOf(errorCode: number): FidoFailure {
  switch (errorCode) {
    case 0x01:
      return fail('key/not-supported', 'CTAPHID: command not known');
    case 0x05:
      return fail('key/timeout', 'CTAPHID: the key missed a packet');
    case 0x06:
      return fail('key/busy', 'CTAPHID: another channel is served');
    case 0x0a:
      return fail('key/busy', 'CTAPHID: another program has locked the key');
    default:
      return fail('key/protocol', `CTAPHID error 0x${errorCode.toString(16)}`);
  }
}
