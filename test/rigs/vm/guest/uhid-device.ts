import { writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { HidConnection } from '../../../../native/hid/hid-port.ts';

/** How the kernel and its users see the device. */
export interface UhidIdentity {
  readonly name: string;
  /** The serial number. */
  readonly unique: string;
  readonly vendorId: number;
  readonly productId: number;
}

export interface UhidDevice {
  /** Resolves when the kernel has taken the device away from everyone who had it open. */
  unplug(): Promise<void>;
}

/** Event types of linux/uhid.h. */
const event = {
  destroy: 1,
  start: 2,
  stop: 3,
  output: 6,
  getReport: 9,
  getReportReply: 10,
  create2: 11,
  input2: 12,
  setReport: 13,
  setReportReply: 14,
} as const;

/** struct uhid_event: a 32-bit type and the largest member, uhid_create2_req; packed, little-endian. */
const eventSize = 4 + 128 + 64 + 64 + 2 + 2 + 4 * 4 + 4096;
const outputSizeAt = 4 + 4096;
const busUsb = 3;
const ioError = 5;

/** The report descriptor of CTAP 2.2 §11.2.8.1: usage page 0xF1D0, 64 bytes in, 64 bytes out, no report id. */
const reportDescriptor = Buffer.from(
  '06d0f10901a1010920150026ff007508954081020921150026ff00750895409102c0',
  'hex',
);

/**
 * Plugs one end of a wire into the kernel: what programs write to the hidraw device goes to `connection`, and its reports
 * come out there. Needs root and the module uhid. When the connection ends, so does the device. `onReport` is called after
 * each report that passed, either way.
 */
export async function createUhidDevice(
  connection: HidConnection,
  identity: UhidIdentity,
  onReport: () => void = () => {},
): Promise<UhidDevice> {
  const file = await open('/dev/uhid', 'r+');
  writeSync(file.fd, createEvent(identity));
  const carry = async (report: Uint8Array): Promise<void> => {
    await connection.write(report);
    onReport();
  };
  await readUntil(file, carry, event.start);
  const stopped = readUntil(file, carry, event.stop).then(() => file.close());
  let destroyed = false;
  const destroy = (): void => {
    if (!destroyed) writeSync(file.fd, header(event.destroy, 0));
    destroyed = true;
  };
  connection.onReport((report) => {
    if (destroyed) return;
    const input = header(event.input2, 2 + report.length);
    input.writeUInt16LE(report.length, 4);
    input.set(report, 6);
    writeSync(file.fd, input);
    onReport();
  });
  connection.onClosed(destroy);
  return {
    async unplug() {
      destroy();
      await stopped;
    },
  };
}

/** Serves the kernel's requests until one of this type has come. */
async function readUntil(
  file: FileHandle,
  carry: (report: Uint8Array) => Promise<void>,
  last: number,
): Promise<void> {
  const buffer = Buffer.alloc(eventSize);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, eventSize, null);
    if (bytesRead < 4) throw new Error('/dev/uhid gave no event');
    const type = buffer.readUInt32LE(0);
    if (type === event.output) {
      // The first byte is the report id, zero for a device without ids.
      const end = 4 + buffer.readUInt16LE(outputSizeAt);
      await carry(Uint8Array.from(buffer.subarray(5, end)));
    } else if (type === event.getReport) refuse(file, event.getReportReply, buffer.readUInt32LE(4));
    else if (type === event.setReport) refuse(file, event.setReportReply, buffer.readUInt32LE(4));
    if (type === last) return;
  }
}

/** Feature reports do not exist here; without an answer the kernel would wait five seconds. */
function refuse(file: FileHandle, reply: number, requestId: number): void {
  const answer = header(reply, 8);
  answer.writeUInt32LE(requestId, 4);
  answer.writeUInt16LE(ioError, 8);
  writeSync(file.fd, answer);
}

function createEvent({ name, unique, vendorId, productId }: UhidIdentity): Buffer {
  const create = header(event.create2, eventSize - 4);
  create.write(name.slice(0, 127), 4, 'utf8');
  create.write(unique.slice(0, 63), 4 + 128 + 64, 'utf8');
  const numbers = 4 + 128 + 64 + 64;
  create.writeUInt16LE(reportDescriptor.length, numbers);
  create.writeUInt16LE(busUsb, numbers + 2);
  create.writeUInt32LE(vendorId, numbers + 4);
  create.writeUInt32LE(productId, numbers + 8);
  create.set(reportDescriptor, numbers + 20);
  return create;
}

function header(type: number, length: number): Buffer {
  const bytes = Buffer.alloc(4 + length);
  bytes.writeUInt32LE(type, 0);
  return bytes;
}
