import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Assembly,
  assemble,
  type CtapHidMessage,
  type CtapHidPacket,
  decodePacket,
  encodeMessage,
  maximumMessageLength,
  type PartialMessage,
} from '../../../native/hid/ctap-hid-framing.ts';

const message = fc.record({
  channel: fc.integer({ min: 1, max: 0xffffffff }),
  command: fc.integer({ min: 1, max: 0x7f }),
  payload: fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .constantFrom(57, 58, 116, 117, 7608, maximumMessageLength)
      .map((length) => new Uint8Array(length).fill(7)),
  ),
});

function packetsOf(sent: CtapHidMessage): CtapHidPacket[] {
  const encoded = encodeMessage(sent);
  if (!encoded.ok) throw new Error('too long');
  return encoded.value.map((report) => decodePacket(report)!);
}

function feed(packets: readonly CtapHidPacket[]): Assembly {
  let partial: PartialMessage | null = null;
  for (const [index, packet] of packets.entries()) {
    const step = assemble(partial, packet);
    if (step.kind !== 'partial' || index === packets.length - 1) return step;
    partial = step.partial;
  }
  throw new Error('no packets');
}

describe('CTAPHID framing (CTAP 2.2 §11.2.4)', () => {
  it('gives back every message that it cuts, in packets of 64 bytes', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const encoded = encodeMessage(sent);
        expect(encoded.ok && encoded.value.every((report) => report.length === 64)).toBe(true);
        expect(feed(packetsOf(sent))).toEqual({ kind: 'complete', message: sent });
      }),
    );
  });

  it('writes the bytes of the standard', () => {
    const encoded = encodeMessage({
      channel: 0x01020304,
      command: 0x10,
      payload: new Uint8Array(60).fill(0xaa),
    });
    const [first, second] = encoded.ok ? encoded.value : [];
    expect(Buffer.from(first!.subarray(0, 8)).toString('hex')).toBe('0102030490003caa');
    expect(Buffer.from(second!.subarray(0, 9)).toString('hex')).toBe('0102030400aaaaaa00');
  });

  it('takes 7609 bytes and refuses more', () => {
    const sized = (length: number): CtapHidMessage => ({
      channel: 1,
      command: 1,
      payload: new Uint8Array(length),
    });
    expect(packetsOf(sized(7609))).toHaveLength(129);
    expect(encodeMessage(sized(7610))).toMatchObject({ ok: false, error: { code: 'key/protocol' } });
  });

  it('refuses an announced length above the maximum', () => {
    const report = new Uint8Array(64);
    report.set([0, 0, 0, 1, 0x90, 0xff, 0xff]);
    expect(assemble(null, decodePacket(report)!)).toEqual({ kind: 'violation', reason: 'too-long' });
  });

  it('refuses any continuation whose sequence number is not the next', () => {
    fc.assert(
      fc.property(message, fc.integer({ min: 0, max: 0x7f }), (sent, sequence) => {
        const [first, second] = packetsOf(sent);
        fc.pre(second !== undefined && sequence !== 0);
        expect(feed([first!, { ...second, kind: 'continuation', sequence } as CtapHidPacket])).toEqual({
          kind: 'violation',
          reason: 'sequence',
        });
      }),
    );
  });

  it('refuses packets of another channel, a second beginning and a continuation without one', () => {
    const [first, second] = packetsOf({ channel: 9, command: 1, payload: new Uint8Array(100) });
    expect(feed([first!, { ...second!, channel: 10 }])).toEqual({ kind: 'violation', reason: 'channel' });
    expect(feed([first!, first!])).toEqual({ kind: 'violation', reason: 'out-of-place' });
    expect(feed([second!])).toEqual({ kind: 'violation', reason: 'out-of-place' });
  });

  it('never throws on reports of any content or length', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 63, maxLength: 65 }), { maxLength: 5 }), (reports) => {
        let partial: PartialMessage | null = null;
        for (const report of reports) {
          const packet = decodePacket(report);
          expect(packet === null).toBe(report.length !== 64);
          if (packet === null) continue;
          const step = assemble(partial, packet);
          partial = step.kind === 'partial' ? step.partial : null;
        }
      }),
    );
  });
});
