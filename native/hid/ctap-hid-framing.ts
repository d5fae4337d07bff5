import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import { reportSize } from './hid-port.ts';

/** CTAPHID commands (CTAP 2.2 §11.2.9), without the bit that marks an initialisation packet. */
export const ctapHidCommand = {
  ping: 0x01,
  message: 0x03,
  lock: 0x04,
  init: 0x06,
  wink: 0x08,
  cbor: 0x10,
  cancel: 0x11,
  keepalive: 0x3b,
  error: 0x3f,
} as const;

/** The channel on which channels are asked for (§11.2.4). */
export const broadcastChannel = 0xffffffff;

const initHeader = 7;
const continuationHeader = 5;
const initCapacity = reportSize - initHeader;
const continuationCapacity = reportSize - continuationHeader;
const initMark = 0x80;
const highestSequence = 0x7f;

/** The longest message: one initialisation packet and 128 continuations (§11.2.4): 7609 bytes. */
export const maximumMessageLength = initCapacity + (highestSequence + 1) * continuationCapacity;

export interface CtapHidMessage {
  readonly channel: number;
  readonly command: number;
  readonly payload: Uint8Array;
}

export type CtapHidPacket =
  | {
      readonly kind: 'init';
      readonly channel: number;
      readonly command: number;
      readonly length: number;
      readonly data: Uint8Array;
    }
  | {
      readonly kind: 'continuation';
      readonly channel: number;
      readonly sequence: number;
      readonly data: Uint8Array;
    };

/** A message of which packets are still to come. */
export interface PartialMessage {
  readonly channel: number;
  readonly command: number;
  readonly payload: Uint8Array;
  readonly received: number;
  readonly nextSequence: number;
}

export type Assembly =
  | { readonly kind: 'complete'; readonly message: CtapHidMessage }
  | { readonly kind: 'partial'; readonly partial: PartialMessage }
  | { readonly kind: 'violation'; readonly reason: 'sequence' | 'channel' | 'too-long' | 'out-of-place' };

/**
 * Cuts a message into 64-byte packets, zero-padded (CTAP 2.2 §11.2.4). Refuses with `key/protocol` a payload longer than
 * 7609 bytes.
 */
export function encodeMessage(message: CtapHidMessage): FidoResult<readonly Uint8Array[]> {
  const { payload } = message;
  if (payload.length > maximumMessageLength) return fail('key/protocol', 'message longer than 7609 bytes');
  const count = 1 + Math.ceil(Math.max(payload.length - initCapacity, 0) / continuationCapacity);
  // One buffer for all packets: allocation is most of the cost of a long message.
  const reports = new Uint8Array(count * reportSize);
  const view = new DataView(reports.buffer);
  view.setUint32(0, message.channel);
  view.setUint8(4, message.command | initMark);
  view.setUint16(5, payload.length);
  reports.set(payload.subarray(0, initCapacity), initHeader);
  const packets = [reports.subarray(0, reportSize)];
  for (let index = 1; index < count; index++) {
    const start = index * reportSize;
    const sent = initCapacity + (index - 1) * continuationCapacity;
    view.setUint32(start, message.channel);
    view.setUint8(start + 4, index - 1);
    reports.set(payload.subarray(sent, sent + continuationCapacity), start + continuationHeader);
    packets.push(reports.subarray(start, start + reportSize));
  }
  return succeed(packets);
}

/** Reads one report as a packet; null if it is not 64 bytes long. */
export function decodePacket(report: Uint8Array): CtapHidPacket | null {
  if (report.length !== reportSize) return null;
  const channel = bigEndian(report, 0, 4);
  const mark = report[4] ?? 0;
  if ((mark & initMark) === 0)
    return { kind: 'continuation', channel, sequence: mark, data: report.subarray(continuationHeader) };
  const command = mark & ~initMark;
  return {
    kind: 'init',
    channel,
    command,
    length: bigEndian(report, 5, 2),
    data: report.subarray(initHeader),
  };
}

/** An unsigned number of some bytes; quicker than a DataView for each packet. */
function bigEndian(report: Uint8Array, start: number, length: number): number {
  let value = 0;
  for (let index = start; index < start + length; index++) value = value * 256 + (report[index] ?? 0);
  return value;
}

/**
 * Adds a packet to what has come so far (null at the start). The caller has already dropped packets of other channels;
 * one that slips through is a violation, as are a sequence number out of turn, a continuation without a beginning, a
 * second beginning, and an announced length above the maximum. After a violation nothing of the message is used.
 */
export function assemble(partial: PartialMessage | null, packet: CtapHidPacket): Assembly {
  if (partial !== null && partial.channel !== packet.channel) return { kind: 'violation', reason: 'channel' };
  if (packet.kind === 'init') {
    if (partial !== null) return { kind: 'violation', reason: 'out-of-place' };
    if (packet.length > maximumMessageLength) return { kind: 'violation', reason: 'too-long' };
    const { channel, command } = packet;
    const payload = new Uint8Array(packet.length);
    return grow({ channel, command, payload, received: 0, nextSequence: 0 }, packet.data, 0);
  }
  if (partial === null) return { kind: 'violation', reason: 'out-of-place' };
  if (packet.sequence !== partial.nextSequence) return { kind: 'violation', reason: 'sequence' };
  return grow(partial, packet.data, 1);
}

/** Copies a packet's data behind what came before; the buffer belongs to one assembly and is never shared. */
function grow(partial: PartialMessage, data: Uint8Array, step: 0 | 1): Assembly {
  const { channel, command, payload } = partial;
  const taken = Math.min(data.length, payload.length - partial.received);
  payload.set(taken === data.length ? data : data.subarray(0, taken), partial.received);
  const received = partial.received + taken;
  if (received === payload.length) return { kind: 'complete', message: { channel, command, payload } };
  const nextSequence = partial.nextSequence + step;
  return { kind: 'partial', partial: { channel, command, payload, received, nextSequence } };
}
