import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCtapHidChannel } from '../../../native/hid/ctap-hid-channel.ts';
import {
  broadcastChannel,
  type CtapHidMessage,
  ctapHidCommand,
} from '../../../native/hid/ctap-hid-framing.ts';
import { standardTiming } from '../../../native/hid/hid-timing.ts';
import { allocatedChannel, initAnswer, type ScriptedDevice, scriptedDevice } from './scripted-device.ts';

const cbor = (...payload: number[]): CtapHidMessage => ({
  channel: allocatedChannel,
  command: ctapHidCommand.cbor,
  payload: Uint8Array.from(payload),
});
const keepalive = (status: number): CtapHidMessage => ({
  channel: allocatedChannel,
  command: ctapHidCommand.keepalive,
  payload: Uint8Array.of(status),
});
const error = (code: number, channel = allocatedChannel): CtapHidMessage => ({
  channel,
  command: ctapHidCommand.error,
  payload: Uint8Array.of(code),
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function exchangeWith(
  device: ScriptedDevice,
  options: { readonly signal?: AbortSignal; readonly onTouchNeeded?: () => void } = {},
) {
  const channel = await openCtapHidChannel(device.connection, standardTiming);
  if (!channel.ok) throw new Error(channel.error.code);
  return {
    channel: channel.value,
    result: channel.value.exchange(Uint8Array.of(4), { limit: 'touch', ...options }),
  };
}

/** Lets fake time pass in small steps, so that what a timer starts is seen to the end. */
async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

describe('allocating a channel (CTAP 2.2 §11.2.9.1.3)', () => {
  it('passes over answers that are for other programs', async () => {
    const device = scriptedDevice(
      (message, self) => {
        self.send(initAnswer(new Uint8Array(8), 0x04, 0x11111111));
        self.send({ ...initAnswer(message.payload, 0x04, 0x22222222), channel: 0x33333333 });
        self.send(initAnswer(message.payload, 0x0d));
      },
      { answersInit: false },
    );
    const channel = await openCtapHidChannel(device.connection, standardTiming);
    expect(channel).toMatchObject({
      ok: true,
      value: { capabilities: { wink: true, cbor: true, message: false } },
    });
  });

  it.each([0, broadcastChannel])('refuses the reserved channel %i', async (reserved) => {
    const device = scriptedDevice((message, self) => self.send(initAnswer(message.payload, 4, reserved)), {
      answersInit: false,
    });
    const channel = await openCtapHidChannel(device.connection, standardTiming);
    expect(channel).toMatchObject({ ok: false, error: { code: 'key/protocol' } });
  });

  it('gives up on a silent device after three seconds', async () => {
    const device = scriptedDevice(() => {}, { answersInit: false });
    const opening = openCtapHidChannel(device.connection, standardTiming);
    await pass(3_000);
    expect(await opening).toMatchObject({ ok: false, error: { code: 'key/timeout' } });
  });

  it('tries a busy device again, but not for ever', async () => {
    const busy = scriptedDevice((_message, self) => self.send(error(6, broadcastChannel)), {
      answersInit: false,
    });
    const opening = openCtapHidChannel(busy.connection, standardTiming);
    await pass(60_000);
    expect(busy.received).toHaveLength(1 + standardTiming.busyRetries);
    expect(await opening).toMatchObject({ ok: false, error: { code: 'key/busy' } });
  });
});

describe('an exchange', () => {
  it('returns the answer, and tells of keepalives', async () => {
    const touched = vi.fn();
    const device = scriptedDevice((message, self) => {
      self.send(keepalive(1));
      self.send(keepalive(2));
      self.send(keepalive(9));
      self.send(cbor(0, ...message.payload));
    });
    const { result } = await exchangeWith(device, { onTouchNeeded: touched });
    expect(await result).toEqual({ ok: true, value: Uint8Array.of(0, 4) });
    expect(touched).toHaveBeenCalledTimes(1);
  });

  it('ignores packets of other channels, stray continuations and reports of a wrong size', async () => {
    const device = scriptedDevice((_message, self) => {
      self.send({ ...cbor(1), channel: 0x77777777 });
      self.sendReport(new Uint8Array(64));
      self.sendReport(new Uint8Array(63).fill(0xff));
      self.sendReport(Uint8Array.from([0x0a, 0x0b, 0x0c, 0x0d, 3, ...new Array(59).fill(0)]));
      self.send(cbor(0));
    });
    const { result } = await exchangeWith(device);
    expect(await result).toEqual({ ok: true, value: Uint8Array.of(0) });
  });

  it('ends after three seconds of silence, and does not use the channel again', async () => {
    const device = scriptedDevice(() => {});
    const { channel, result } = await exchangeWith(device);
    await pass(3_000);
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/timeout' } });
    expect(await channel.exchange(Uint8Array.of(4), { limit: 'quick' })).toMatchObject({
      error: { code: 'key/protocol' },
    });
  });

  it('ends when an answer stops in the middle', async () => {
    const device = scriptedDevice((_message, self) => {
      const long = cbor(...new Array(200).fill(1));
      const first = new Uint8Array(64);
      first.set([0x0a, 0x0b, 0x0c, 0x0d, 0x90, 0, long.payload.length]);
      self.sendReport(first);
    });
    const { result } = await exchangeWith(device);
    await pass(3_000);
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/timeout' } });
  });

  it('ends although keepalives never end, and tells the key to stop', async () => {
    const device = scriptedDevice((message, self) => {
      if (message.command === ctapHidCommand.cbor) setInterval(() => self.send(keepalive(1)), 100);
    });
    const { result } = await exchangeWith(device);
    await pass(standardTiming.touchCommand);
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/timeout' } });
    await pass(0);
    expect(device.received.at(-1)?.command).toBe(ctapHidCommand.cancel);
  });

  it('refuses a broken sequence', async () => {
    const device = scriptedDevice((_message, self) => {
      const head = [0x0a, 0x0b, 0x0c, 0x0d];
      self.sendReport(Uint8Array.from([...head, 0x90, 0, 200, ...new Array(57).fill(0)]));
      self.sendReport(Uint8Array.from([...head, 1, ...new Array(59).fill(0)]));
    });
    const { result } = await exchangeWith(device);
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/protocol' } });
  });

  /** The beginning of an answer of `length` bytes; `channel` and `command` as they should be, unless said otherwise. */
  const beginning = (length: number, channel = allocatedChannel): Uint8Array => {
    const report = new Uint8Array(64);
    new DataView(report.buffer).setUint32(0, channel);
    report.set([0x90, length >> 8, length & 0xff], 4);
    return report;
  };
  const continuation = (sequence: number, channel = allocatedChannel): Uint8Array => {
    const report = new Uint8Array(64);
    new DataView(report.buffer).setUint32(0, channel);
    report[4] = sequence;
    return report;
  };

  it.each([7610, 0xffff])(
    'refuses an answer that announces %i bytes, and keeps nothing of it',
    async (length) => {
      const device = scriptedDevice((_message, self) => self.sendReport(beginning(length)));
      const { channel, result } = await exchangeWith(device);
      expect(await result).toMatchObject({ ok: false, error: { code: 'key/protocol' } });
      expect(await channel.exchange(Uint8Array.of(4), { limit: 'quick' })).toMatchObject({
        error: { code: 'key/protocol' },
      });
    },
  );

  it('does not follow an answer that goes on under another channel', async () => {
    const device = scriptedDevice((_message, self) => {
      self.sendReport(beginning(100));
      self.sendReport(continuation(0, allocatedChannel + 1));
    });
    const { result } = await exchangeWith(device);
    await pass(3_000);
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/timeout' } });
  });

  it('refuses a second beginning within an answer', async () => {
    const device = scriptedDevice((_message, self) => {
      self.sendReport(beginning(100));
      self.sendReport(beginning(100));
    });
    expect(await (await exchangeWith(device)).result).toMatchObject({ error: { code: 'key/protocol' } });
  });

  it.each<[string, (turn: number) => Uint8Array]>([
    ['stray continuations', (turn) => continuation(turn & 0x7f)],
    ['packets of other channels', () => beginning(1, 0x77777777)],
    ['reports of a wrong size', () => new Uint8Array(63).fill(0xff)],
  ])('is not kept waiting by a flood of %s', async (_name, report) => {
    const device = scriptedDevice((message, self) => {
      let turn = 0;
      if (message.command === ctapHidCommand.cbor) setInterval(() => self.sendReport(report(turn++)), 10);
    });
    const { result } = await exchangeWith(device);
    await pass(standardTiming.silence);
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/timeout' } });
  });

  it('ends an answer that drips in, each packet just before the silence would end it', async () => {
    const device = scriptedDevice((message, self) => {
      if (message.command !== ctapHidCommand.cbor) return;
      self.sendReport(beginning(7609));
      let sequence = 0;
      setInterval(() => self.sendReport(continuation(sequence++)), standardTiming.silence - 100);
    });
    const { result } = await exchangeWith(device);
    await pass(standardTiming.touchCommand);
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/timeout' } });
  });

  it.each(['quick', 'touch'] as const)('ends endless keepalives in time for a %s command', async (limit) => {
    const device = scriptedDevice((message, self) => {
      if (message.command === ctapHidCommand.cbor) setInterval(() => self.send(keepalive(2)), 100);
    });
    const channel = await openCtapHidChannel(device.connection, standardTiming);
    if (!channel.ok) throw new Error(channel.error.code);
    const result = channel.value.exchange(Uint8Array.of(4), { limit });
    await pass(limit === 'quick' ? standardTiming.quickCommand : standardTiming.touchCommand);
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/timeout' } });
  });

  it.each([0x06, 0x0a])('gives up on a key that is busy or locked for ever (0x%s)', async (code) => {
    const device = scriptedDevice((_message, self) => self.send(error(code)));
    const { result } = await exchangeWith(device);
    await pass(standardTiming.busyPause * standardTiming.busyRetries);
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/busy' } });
    expect(device.received).toHaveLength(2 + standardTiming.busyRetries);
  });

  it('takes the answer to an earlier command for no answer to the next', async () => {
    const device = scriptedDevice((message, self) => {
      self.send(cbor(0, message.payload[0] ?? 0));
      self.send(cbor(0, 0xee));
    });
    const { channel, result } = await exchangeWith(device);
    expect(await result).toEqual({ ok: true, value: Uint8Array.of(0, 4) });
    expect(await channel.exchange(Uint8Array.of(5), { limit: 'quick' })).toEqual({
      ok: true,
      value: Uint8Array.of(0, 5),
    });
  });

  it.each([
    [0x01, 'key/not-supported'],
    [0x04, 'key/protocol'],
    [0x05, 'key/timeout'],
    [0x0b, 'key/protocol'],
    [0x7f, 'key/protocol'],
  ])('turns CTAPHID error 0x%s into %s', async (code, expected) => {
    const { result } = await exchangeWith(scriptedDevice((_message, self) => self.send(error(code))));
    expect(await result).toMatchObject({ ok: false, error: { code: expected } });
  });

  it.each([0x06, 0x0a])('tries again while the key is busy or locked (0x%s)', async (code) => {
    let answers = 0;
    const device = scriptedDevice((_message, self) => self.send(++answers < 3 ? error(code) : cbor(0)));
    const { result } = await exchangeWith(device);
    await pass(500);
    expect(await result).toEqual({ ok: true, value: Uint8Array.of(0) });
  });

  it('sends CTAPHID_CANCEL when aborted, and the channel stays usable', async () => {
    const caller = new AbortController();
    const device = scriptedDevice((message, self) => {
      if (message.command === ctapHidCommand.cancel) self.send(cbor(0x2d));
      else if (message.payload[0] === 4) caller.abort();
      else self.send(cbor(0));
    });
    const { channel, result } = await exchangeWith(device, { signal: caller.signal });
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/cancelled' } });
    expect((await channel.exchange(Uint8Array.of(5), { limit: 'quick' })).ok).toBe(true);
  });

  it('does not wait for a key that ignores a cancel', async () => {
    const caller = new AbortController();
    const device = scriptedDevice((message, self) => {
      caller.abort();
      if (message.command === ctapHidCommand.cancel) setInterval(() => self.send(keepalive(2)), 100);
    });
    const { result } = await exchangeWith(device, { signal: caller.signal });
    await pass(standardTiming.cancelGrace);
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/cancelled' } });
  });

  it('ends when the key is pulled out', async () => {
    const { result } = await exchangeWith(scriptedDevice((_message, self) => self.unplug()));
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/removed' } });
  });

  it('sends nothing when it was aborted before', async () => {
    const device = scriptedDevice(() => {});
    const { result } = await exchangeWith(device, { signal: AbortSignal.abort() });
    expect(await result).toMatchObject({ ok: false, error: { code: 'key/cancelled' } });
    expect(device.received.map(({ command }) => command)).toEqual([ctapHidCommand.init]);
  });
});
