import {
  assemble,
  broadcastChannel,
  ctapHidCommand,
  decodePacket,
  encodeMessage,
  maximumMessageLength,
  type PartialMessage,
} from '../../native/hid/ctap-hid-framing.ts';
import { runTransaction } from '../../native/hid/ctap-hid-transaction.ts';
import type { HidConnection } from '../../native/hid/hid-port.ts';
import { standardTiming } from '../../native/hid/hid-timing.ts';
import { createSoftAuthenticator } from '../../native/softkey/soft-authenticator.ts';
import { createSoftKeyDevice } from '../../native/softkey/soft-key-device.ts';
import { emptySoftKeyState, type SoftKeyState } from '../../native/softkey/soft-key-state.ts';
import { createTouchSensor } from '../../native/softkey/touch-sensor.ts';
import { type FuzzTarget, neverThrows, promised, settles } from './fuzz-target.ts';
import { mutated } from './mutation.ts';
import type { SeededRandom } from './seeded-random.ts';

const channel = 0x0a0b0c0d;
const commands = Object.values(ctapHidCommand);
const boundaryLengths = [0, 1, 57, 58, 116, 117, 7608, 7609];
const messagesInStep = 40;
/** Once in so many steps what comes goes through a whole transaction, or to the software key's side. */
const wholeTransaction = 50;
const timing = { ...standardTiming, silence: 4, quickCommand: 12, touchCommand: 12, cancelGrace: 4 };
const transactionBound = 2_000;

/** Reports of damaged messages: to the assembly, to whole transactions, and to the software key's own HID side. */
export function createFramingTarget(): FuzzTarget {
  const device = createDevice();
  return {
    async step(random) {
      let packets = 0;
      let partial: PartialMessage | null = null;
      for (let message = 0; message < messagesInStep; message++) {
        const reports = damagedReports(random);
        packets += reports.length;
        partial = assembled(reports, partial);
      }
      if (random.once(wholeTransaction)) packets += await transacted(random);
      if (random.once(wholeTransaction)) packets += await sentToDevice(device, random);
      return packets;
    },
  };
}

/** Feeds an assembly as a transaction does and checks what it holds at each moment. */
function assembled(reports: readonly Uint8Array[], before: PartialMessage | null): PartialMessage | null {
  let partial = before;
  for (const report of reports) {
    const packet = neverThrows(() => decodePacket(report), report);
    promised((packet === null) === (report.length !== 64), 'packets are 64 bytes', report);
    if (packet === null) continue;
    const known = partial;
    const step = neverThrows(() => assemble(known, packet), report);
    partial = null;
    if (step.kind === 'partial') {
      partial = step.partial;
      const { payload, received } = partial;
      promised(
        received < payload.length && payload.length <= maximumMessageLength,
        'bounded assembly',
        report,
      );
    } else if (step.kind === 'complete')
      promised(step.message.payload.length <= maximumMessageLength, 'bounded message', report);
  }
  return partial;
}

/** A device that answers a request with damaged reports: the transaction ends in time, with an outcome. */
async function transacted(random: SeededRandom): Promise<number> {
  const reports = [...damagedReports(random), ...damagedReports(random)];
  const listeners = new Set<(report: Uint8Array) => void>();
  const connection: HidConnection = {
    async write() {
      queueMicrotask(() => {
        for (const report of reports) for (const listener of [...listeners]) listener(report);
      });
    },
    onReport(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClosed: () => () => {},
    close: () => {},
  };
  const request = { channel, command: ctapHidCommand.cbor, payload: Uint8Array.of(4) };
  const isAnswer = ({ command }: { readonly command: number }): boolean => command === ctapHidCommand.cbor;
  const outcome = await settles(
    () => runTransaction(connection, request, { timing, limit: timing.quickCommand, isAnswer }),
    transactionBound,
    reports,
  );
  promised(['answer', 'refused', 'failed'].includes(outcome.kind), 'a known outcome', reports);
  promised(listeners.size === 0, 'no listener left behind', reports);
  return reports.length;
}

async function sentToDevice(connection: HidConnection, random: SeededRandom): Promise<number> {
  const reports = damagedReports(random);
  for (const report of reports) await settles(() => connection.write(report), transactionBound, reports);
  return reports.length;
}

/** The software key's side, which hears every damaged report of the run. */
function createDevice(): HidConnection {
  let state: SoftKeyState = emptySoftKeyState;
  const store = {
    read: () => state,
    write(next: SoftKeyState) {
      state = next;
    },
  };
  const sensor = createTouchSensor({ mode: 'automatic', limit: 20, automaticAfter: 0, onChange: () => {} });
  const device = createSoftKeyDevice(createSoftAuthenticator(store), sensor, {
    keepalive: 1_000,
    betweenPackets: 50,
  });
  return device.connect();
}

function damagedReports(random: SeededRandom): Uint8Array[] {
  const length = random.once(20) ? random.pick(boundaryLengths) : random.below(240);
  const encoded = encodeMessage({
    channel: random.once(10) ? random.pick([0, 1, broadcastChannel, random.below(2 ** 32)]) : channel,
    command: random.once(4) ? random.below(0x80) : random.pick(commands),
    payload: random.bytes(length),
  });
  const reports = encoded.ok ? [...encoded.value] : [];
  for (let changes = random.below(4); changes > 0 && reports.length > 0; changes--) {
    const at = random.below(reports.length);
    const report = reports[at] ?? new Uint8Array(64);
    switch (random.below(6)) {
      case 0:
        reports[at] = withHeadByte(report, random);
        break;
      case 1:
        reports.splice(at, 1);
        break;
      case 2:
        reports.splice(at, 0, report);
        break;
      case 3:
        reports.splice(random.below(reports.length), 0, random.bytes(64));
        break;
      case 4:
        reports[at] = mutated(report, random);
        break;
      default:
        reports.reverse();
    }
  }
  return reports;
}

function withHeadByte(report: Uint8Array, random: SeededRandom): Uint8Array {
  const changed = Uint8Array.from(report);
  changed[random.below(7)] = random.below(256);
  return changed;
}
