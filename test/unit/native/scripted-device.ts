import {
  broadcastChannel,
  type CtapHidMessage,
  ctapHidCommand,
  decodePacket,
  encodeMessage,
} from '../../../native/hid/ctap-hid-framing.ts';
import type { HidConnection } from '../../../native/hid/hid-port.ts';

/** A connection to a device that answers as the test says. Notes the first packet of each message that it got. */
export interface ScriptedDevice {
  readonly connection: HidConnection;
  readonly received: CtapHidMessage[];
  send(message: CtapHidMessage): void;
  sendReport(report: Uint8Array): void;
  unplug(): void;
}

export const allocatedChannel = 0x0a0b0c0d;

/** `respond` is called for each beginning of a message, after CTAPHID_INIT was answered unless `respond` does it. */
export function scriptedDevice(
  respond: (message: CtapHidMessage, device: ScriptedDevice) => void,
  options: { readonly answersInit?: boolean; readonly capabilities?: number } = {},
): ScriptedDevice {
  const reports = new Set<(report: Uint8Array) => void>();
  const closings = new Set<() => void>();
  const received: CtapHidMessage[] = [];
  const device: ScriptedDevice = {
    received,
    sendReport(report) {
      for (const listener of [...reports]) listener(report);
    },
    send(message) {
      const packets = encodeMessage(message);
      if (packets.ok) for (const packet of packets.value) device.sendReport(packet);
    },
    unplug() {
      for (const listener of [...closings]) listener();
    },
    connection: {
      async write(report) {
        const packet = decodePacket(report);
        if (packet?.kind !== 'init') return;
        const message = {
          channel: packet.channel,
          command: packet.command,
          payload: packet.data.slice(0, packet.length),
        };
        received.push(message);
        queueMicrotask(() => {
          if (message.command === ctapHidCommand.init && options.answersInit !== false)
            device.send(initAnswer(message.payload, options.capabilities));
          else respond(message, device);
        });
      },
      onReport(listener) {
        reports.add(listener);
        return () => reports.delete(listener);
      },
      onClosed(listener) {
        closings.add(listener);
        return () => closings.delete(listener);
      },
      close: () => reports.clear(),
    },
  };
  return device;
}

export function initAnswer(
  nonce: Uint8Array,
  capabilities = 0x04,
  channel = allocatedChannel,
): CtapHidMessage {
  const payload = new Uint8Array(17);
  payload.set(nonce.subarray(0, 8));
  new DataView(payload.buffer).setUint32(8, channel);
  payload.set([2, 1, 0, 0, capabilities], 12);
  return { channel: broadcastChannel, command: ctapHidCommand.init, payload };
}
