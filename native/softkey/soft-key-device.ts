import { randomInt } from 'node:crypto';
import {
  assemble,
  broadcastChannel,
  type CtapHidMessage,
  type CtapHidPacket,
  ctapHidCommand,
  decodePacket,
  encodeMessage,
  type PartialMessage,
} from '../hid/ctap-hid-framing.ts';
import type { HidConnection } from '../hid/hid-port.ts';
import type { SoftAuthenticator } from './soft-authenticator.ts';
import { answerU2f } from './soft-u2f.ts';
import type { TouchOutcome, TouchSensor } from './touch-sensor.ts';

/** Error codes of CTAPHID_ERROR (CTAP 2.2 §11.2.9.1.6) that this device sends. */
const hidError = {
  invalidCommand: 0x01,
  invalidLength: 0x03,
  invalidSequence: 0x04,
  messageTimeout: 0x05,
  channelBusy: 0x06,
  invalidChannel: 0x0b,
  other: 0x7f,
} as const;

/** What it says it can do (CTAP 2.2 §11.2.9.1.3): WINK, and either CBOR but no U2F messages, or those only. */
const capabilitiesOf = { ctap2: 0x01 | 0x04 | 0x08, u2f: 0x01 } as const;
const protocolVersion = 2;
const deviceVersion = [1, 0, 0];
const maximumChannels = 64;
const nonceLength = 8;

/** Milliseconds. */
export interface SoftKeyDeviceTiming {
  readonly keepalive: number;
  readonly betweenPackets: number;
}

/** A plugged-in software key as the HID layer sees it. */
export interface SoftKeyDevice {
  /** Everyone who is connected hears all reports, as with hidraw. */
  connect(): HidConnection;
  /** Pulled out: connections end, what runs is cancelled. The device is not used again. */
  unplug(): void;
}

interface Running {
  readonly channel: number;
  readonly cancelled: AbortController;
  /** The host began the channel anew and wants no answer any more. */
  abandoned: boolean;
}

/** The HID side of a software key (CTAP 2.2 §11.2): channels, framing, keepalives, cancel. */
export function createSoftKeyDevice(
  authenticator: SoftAuthenticator,
  sensor: TouchSensor,
  timing: SoftKeyDeviceTiming,
  speaks: keyof typeof capabilitiesOf = 'ctap2',
): SoftKeyDevice {
  const connections = new Set<{ report(bytes: Uint8Array): void; gone(): void }>();
  const channels = new Set<number>();
  let plugged = true;
  let partial: PartialMessage | null = null;
  let packetTimer: NodeJS.Timeout | undefined;
  let running: Running | null = null;

  function send(message: CtapHidMessage): void {
    const packets = encodeMessage(message);
    if (!packets.ok || !plugged) return;
    for (const packet of packets.value)
      for (const connection of [...connections]) connection.report(Uint8Array.from(packet));
  }

  function sendError(channel: number, code: number): void {
    send({ channel, command: ctapHidCommand.error, payload: Uint8Array.of(code) });
  }

  function receive(report: Uint8Array): void {
    const packet = decodePacket(report);
    if (packet === null || packet.channel === 0 || !plugged) return;
    const { channel } = packet;
    const begins = packet.kind === 'init';
    if (begins && packet.command === ctapHidCommand.init) {
      initialise(packet);
      return;
    }
    if (!channels.has(channel)) {
      if (begins) sendError(channel, hidError.invalidChannel);
      return;
    }
    if (begins && packet.command === ctapHidCommand.cancel) {
      if (running?.channel === channel) running.cancelled.abort();
      return;
    }
    const servedChannel = running?.channel ?? partial?.channel;
    if (running !== null || (servedChannel !== undefined && servedChannel !== channel)) {
      if (begins) sendError(channel, hidError.channelBusy);
      return;
    }
    if (partial === null && !begins) return;
    collect(packet);
  }

  function collect(packet: CtapHidPacket): void {
    const step = assemble(partial, packet);
    dropPartial();
    if (step.kind === 'violation')
      sendError(
        packet.channel,
        step.reason === 'too-long' ? hidError.invalidLength : hidError.invalidSequence,
      );
    else if (step.kind === 'complete') serve(step.message);
    else {
      partial = step.partial;
      packetTimer = setTimeout(() => {
        partial = null;
        sendError(packet.channel, hidError.messageTimeout);
      }, timing.betweenPackets);
    }
  }

  function dropPartial(): void {
    clearTimeout(packetTimer);
    partial = null;
  }

  /** CTAPHID_INIT (§11.2.9.1.3): a new channel on the broadcast channel, a fresh start on one that exists. */
  function initialise({ channel, length, data }: CtapHidPacket & { readonly kind: 'init' }): void {
    const known = channel === broadcastChannel || channels.has(channel);
    if (length !== nonceLength || !known) {
      sendError(channel, known ? hidError.invalidLength : hidError.invalidChannel);
      return;
    }
    if (running?.channel === channel) {
      running.abandoned = true;
      running.cancelled.abort();
    }
    if (partial?.channel === channel) dropPartial();
    const payload = new Uint8Array(17);
    payload.set(data.subarray(0, nonceLength));
    const allocated = channel === broadcastChannel ? allocateChannel() : channel;
    new DataView(payload.buffer).setUint32(nonceLength, allocated);
    payload.set([protocolVersion, ...deviceVersion, capabilitiesOf[speaks]], nonceLength + 4);
    send({ channel, command: ctapHidCommand.init, payload });
  }

  /** Nobody hands a channel back: when there are many, the oldest is forgotten. */
  function allocateChannel(): number {
    const [oldest] = channels;
    if (oldest !== undefined && channels.size >= maximumChannels) channels.delete(oldest);
    let channel = 0;
    do channel = randomInt(1, broadcastChannel);
    while (channels.has(channel));
    channels.add(channel);
    return channel;
  }

  function serve(message: CtapHidMessage): void {
    const { channel, command, payload } = message;
    if (command === ctapHidCommand.ping) send(message);
    else if (command === ctapHidCommand.wink) send({ channel, command, payload: new Uint8Array(0) });
    else if (command === ctapHidCommand.message && speaks === 'u2f')
      send({ channel, command, payload: answerU2f(payload) });
    else if (command !== ctapHidCommand.cbor || speaks === 'u2f') sendError(channel, hidError.invalidCommand);
    else if (payload.length === 0) sendError(channel, hidError.invalidLength);
    else void run(message);
  }

  async function run({ channel, command, payload }: CtapHidMessage): Promise<void> {
    const current: Running = { channel, cancelled: new AbortController(), abandoned: false };
    running = current;
    let status = 1;
    const answer = (answering: CtapHidMessage): void => {
      if (!current.abandoned) send(answering);
    };
    const keepalive = (): void =>
      answer({ channel, command: ctapHidCommand.keepalive, payload: Uint8Array.of(status) });
    const repeated = setInterval(keepalive, timing.keepalive);
    const waitForTouch = async (): Promise<TouchOutcome> => {
      status = 2;
      keepalive();
      const outcome = await sensor.wait(current.cancelled.signal);
      status = 1;
      return outcome;
    };
    try {
      const payloadOut = await authenticator.handle(payload, { waitForTouch });
      running = null;
      answer({ channel, command, payload: payloadOut });
    } catch {
      // The state could not be stored, say: the host is told that the key failed.
      running = null;
      answer({ channel, command: ctapHidCommand.error, payload: Uint8Array.of(hidError.other) });
    } finally {
      clearInterval(repeated);
    }
  }

  return {
    connect: () => connectTo(connections, receive, () => plugged),
    unplug() {
      plugged = false;
      clearTimeout(packetTimer);
      running?.cancelled.abort();
      for (const connection of [...connections]) connection.gone();
      connections.clear();
    },
  };
}

/** One end of the wire; reports arrive in order and never within the call that caused them. */
function connectTo(
  connections: Set<{ report(bytes: Uint8Array): void; gone(): void }>,
  receive: (report: Uint8Array) => void,
  isPlugged: () => boolean,
): HidConnection {
  const reportListeners = new Set<(report: Uint8Array) => void>();
  const closedListeners = new Set<() => void>();
  let open = true;
  const end = {
    report(bytes: Uint8Array): void {
      queueMicrotask(() => {
        if (open) for (const listener of [...reportListeners]) listener(bytes);
      });
    },
    gone(): void {
      for (const listener of [...closedListeners]) listener();
      reportListeners.clear();
      closedListeners.clear();
    },
  };
  connections.add(end);
  return {
    async write(report) {
      if (open && isPlugged()) receive(Uint8Array.from(report));
    },
    onReport(listener) {
      reportListeners.add(listener);
      return () => reportListeners.delete(listener);
    },
    onClosed(listener) {
      if (open && !isPlugged()) listener();
      else closedListeners.add(listener);
      return () => closedListeners.delete(listener);
    },
    close() {
      open = false;
      connections.delete(end);
      reportListeners.clear();
      closedListeners.clear();
    },
  };
}
