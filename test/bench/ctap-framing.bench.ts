import {
  assemble,
  ctapHidCommand,
  decodePacket,
  encodeMessage,
  maximumMessageLength,
  type PartialMessage,
} from '../../native/hid/ctap-hid-framing.ts';
import type { Bench, Contender } from './bench.ts';

const messagesPerRound = 1_000;
const reportSize = 64;
const headerLength = 5;
const room = reportSize - headerLength;
const payload = Uint8Array.from({ length: maximumMessageLength }, (_, index) => index);

/**
 * Messages of the greatest length, cut into packets and put together again. `limit` copies the same bytes into packets
 * of 64 and back, without headers or checks. Megabytes are 10^6 bytes of payload.
 */
export const bench: Bench = {
  name: 'ctap-framing',
  about:
    'encode and decode messages of 7,609 bytes; limit: copy the same bytes into 64-byte packets and back',
  unit: 'MB/s',
  better: 'higher',
  rounds: 15,
  contenders: { ours: async () => contender(framed), limit: async () => contender(copied), peers: {} },
};

function framed(): Uint8Array {
  const encoded = encodeMessage({ channel: 0x0a0b0c0d, command: ctapHidCommand.cbor, payload });
  if (!encoded.ok) throw new Error(encoded.error.code);
  let partial: PartialMessage | null = null;
  for (const report of encoded.value) {
    const packet = decodePacket(report);
    if (packet === null) break;
    const step = assemble(partial, packet);
    if (step.kind === 'complete') return step.message.payload;
    if (step.kind === 'violation') break;
    partial = step.partial;
  }
  throw new Error('the message did not come back');
}

function copied(): Uint8Array {
  const count = Math.ceil(payload.length / room);
  const packets = new Uint8Array(count * reportSize);
  for (let index = 0; index < count; index += 1)
    packets.set(payload.subarray(index * room, (index + 1) * room), index * reportSize + headerLength);
  const whole = new Uint8Array(payload.length);
  for (let index = 0; index < count; index += 1) {
    const start = index * reportSize + headerLength;
    const taken = Math.min(room, payload.length - index * room);
    whole.set(packets.subarray(start, start + taken), index * room);
  }
  return whole;
}

function contender(once: () => Uint8Array): Contender {
  return {
    async run() {
      const startedMs = performance.now();
      let bytes = 0;
      for (let count = 0; count < messagesPerRound; count += 1) bytes += once().length;
      return bytes / 1e6 / ((performance.now() - startedMs) / 1000);
    },
    async close() {},
  };
}
