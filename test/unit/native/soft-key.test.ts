import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openKeySession } from '../../../native/client/key-session.ts';
import {
  changePin,
  getPinRetries,
  getTokenUsingPin,
  setPin,
  tokenPermission,
} from '../../../native/ctap/client-pin.ts';
import { getAssertion, getNextAssertion } from '../../../native/ctap/get-assertion.ts';
import { makeCredential } from '../../../native/ctap/make-credential.ts';
import { pinProtocolOne, pinProtocolTwo } from '../../../native/ctap/pin-protocol.ts';
import {
  assemble,
  broadcastChannel,
  type CtapHidMessage,
  ctapHidCommand,
  decodePacket,
  encodeMessage,
  type PartialMessage,
} from '../../../native/hid/ctap-hid-framing.ts';
import type { HidConnection } from '../../../native/hid/hid-port.ts';
import { standardTiming } from '../../../native/hid/hid-timing.ts';
import { createSoftKeyPort, type SoftKeyPort } from '../../../native/softkey/soft-key-port.ts';
import { rightPin, rpId, softKeys, temporaryFolder } from './soft-key-bench.ts';

async function sessionOn(port: SoftKeyPort) {
  const devices = await port.list();
  const session = await openKeySession(port, devices.ok ? devices.value[0]! : never(), standardTiming);
  if (!session.ok) throw new Error(session.error.code);
  return session.value;
}

function never(): never {
  throw new Error('no device');
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the software key as demonstration material', () => {
  it('is refused in production before any file is touched', () => {
    const statePath = join(temporaryFolder(), 'key.json');
    const keys = [{ id: 'a', label: 'A', statePath, initialPin: rightPin }];
    const created = createSoftKeyPort({ production: true, keys, touch: 'manual' });
    expect(created).toEqual({ ok: false, error: { code: 'softkey/production' } });
    expect(existsSync(statePath)).toBe(false);
  });

  it('says in its listing that it is simulated', async () => {
    expect(await softKeys([{ id: 'a' }]).list()).toMatchObject({
      value: [{ product: 'Software security key (demonstration)', simulated: true }],
    });
  });

  it('keeps its state in a file that only the owner reads, without the PIN or its hash', () => {
    const statePath = join(temporaryFolder(), 'deep', 'key.json');
    softKeys([{ id: 'a', statePath, initialPin: '123456' }]);
    expect(statSync(statePath).mode & 0o777).toBe(0o600);
    const text = readFileSync(statePath, 'utf8');
    expect(text).not.toContain('123456');
    expect(text).not.toContain(Buffer.from('8d969eef6ecad3c29a3a629280e686cf', 'hex').toString('base64url'));
  });

  it('leaves a damaged state file alone', () => {
    const statePath = join(temporaryFolder(), 'key.json');
    for (const damaged of ['{', '{"version":1}', '{"version":2,"credentials":[]}']) {
      writeFileSync(statePath, damaged);
      const created = createSoftKeyPort({
        production: false,
        keys: [{ id: 'a', label: 'A', statePath }],
        touch: 'manual',
      });
      expect(created).toEqual({ ok: false, error: { code: 'softkey/state-unreadable' } });
      expect(readFileSync(statePath, 'utf8')).toBe(damaged);
    }
  });

  it('tells of plugging and touching', async () => {
    const port = softKeys([{ id: 'a', inserted: false }], 'manual');
    const seen: string[] = [];
    port.onChange(() => {
      const [key] = port.keys();
      seen.push(`${key?.inserted} ${key?.waitingForTouch}`);
    });
    expect([port.insert('a'), port.insert('a'), port.insert('x'), port.touch('a')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([port.remove('a'), port.remove('a')]).toEqual([true, false]);
    expect(seen).toEqual(['true false', 'false false']);
  });
});

describe.each([pinProtocolOne, pinProtocolTwo])(
  'PIN commands with protocol $version (CTAP 2.2 §6.5.5)',
  (protocol) => {
    it('set and change the PIN', async () => {
      const port = softKeys([{ id: 'a' }]);
      const { authenticator } = await sessionOn(port);
      expect((await setPin(authenticator, protocol, bytes('1234'))).ok).toBe(true);
      expect(await setPin(authenticator, protocol, bytes('9999'))).toMatchObject({
        error: { code: 'key/protocol' },
      });
      const wrong = await changePin(authenticator, protocol, { present: bytes('0000'), next: bytes('5678') });
      expect(wrong).toMatchObject({ error: { code: 'key/pin-wrong' } });
      expect(await getPinRetries(authenticator, protocol)).toEqual({
        ok: true,
        value: { retriesLeft: 7, replugNeeded: false },
      });
      const short = await changePin(authenticator, protocol, { present: bytes('1234'), next: bytes('567') });
      expect(short).toMatchObject({ error: { code: 'key/pin-not-allowed' } });
      expect(
        (await changePin(authenticator, protocol, { present: bytes('1234'), next: bytes('5678') })).ok,
      ).toBe(true);
      const scope = { permissions: tokenPermission.getAssertion, rpId };
      expect((await getTokenUsingPin(authenticator, protocol, bytes('5678'), scope)).ok).toBe(true);
      expect((await getTokenUsingPin(authenticator, protocol, bytes('5678'), null)).ok).toBe(true);
    });

    it('bind a token to its permissions, its RP and one use', async () => {
      const { authenticator } = await sessionOn(softKeys([{ id: 'a', initialPin: '1234' }]));
      const clientDataHash = new Uint8Array(32).fill(7);
      const make = async (permissions: number, tokenRp: string, uses = 1) => {
        const token = await getTokenUsingPin(authenticator, protocol, bytes('1234'), {
          permissions,
          rpId: tokenRp,
        });
        if (!token.ok) throw new Error(token.error.code);
        const parameter = protocol.authenticate(token.value.bytes, clientDataHash);
        const request = {
          clientDataHash,
          relyingParty: { id: rpId, name: 'M' },
          user: { id: bytes('u'), name: 'u', displayName: 'U' },
          algorithms: [-7],
          excludeCredentials: [],
          discoverable: false,
          builtInVerification: false,
          pinUvAuth: { parameter, protocol: protocol.version },
        };
        let last = await makeCredential(authenticator, request, {});
        for (let use = 1; use < uses; use++) last = await makeCredential(authenticator, request, {});
        return last.ok ? 'made' : last.error.status;
      };
      expect(await make(tokenPermission.makeCredential, rpId)).toBe('made');
      expect(await make(tokenPermission.makeCredential, rpId, 2)).toBe(0x33);
      expect(await make(tokenPermission.getAssertion, rpId)).toBe(0x33);
      expect(await make(tokenPermission.makeCredential, 'example.com')).toBe(0x33);
    });
  },
);

describe('several accounts on one key (CTAP 2.2 §6.3)', () => {
  it('answer one after the other, the newest first, with counters that rise', async () => {
    const { authenticator } = await sessionOn(softKeys([{ id: 'a' }]));
    const clientDataHash = new Uint8Array(32);
    for (const name of ['one', 'two', 'three', 'two'])
      await makeCredential(
        authenticator,
        {
          clientDataHash,
          relyingParty: { id: rpId, name: 'M' },
          user: { id: bytes(name), name, displayName: name },
          algorithms: [-7],
          excludeCredentials: [],
          discoverable: true,
          builtInVerification: false,
          pinUvAuth: null,
        },
        {},
      );
    const request = {
      rpId,
      clientDataHash,
      allowCredentials: [],
      userPresence: true,
      builtInVerification: false,
      pinUvAuth: null,
    };
    const first = await getAssertion(authenticator, request, {});
    const second = await getNextAssertion(authenticator);
    const third = await getNextAssertion(authenticator);
    const told = [first, second, third].map((answer) =>
      answer.ok
        ? [
            Buffer.from(answer.value.userId ?? []).toString(),
            answer.value.parsed.signatureCounter,
            answer.value.accounts,
          ]
        : answer.error.code,
    );
    expect(told).toEqual([
      ['two', 5, 3],
      ['three', 6, 1],
      ['one', 7, 1],
    ]);
    expect(await getNextAssertion(authenticator)).toMatchObject({ error: { status: 0x30 } });
  });
});

describe('the HID side of the software key (CTAP 2.2 §11.2)', () => {
  /** Sends raw messages and collects what comes back. */
  async function wire(touch: 'manual' | 'automatic' = 'manual') {
    const port = softKeys([{ id: 'a' }], touch);
    const opened = await port.open('software:a');
    if (!opened.ok) throw new Error(opened.error.code);
    const connection: HidConnection = opened.value;
    const heard: CtapHidMessage[] = [];
    const partials = new Map<number, PartialMessage>();
    connection.onReport((report) => {
      const packet = decodePacket(report)!;
      const step = assemble(partials.get(packet.channel) ?? null, packet);
      partials.delete(packet.channel);
      if (step.kind === 'partial') partials.set(packet.channel, step.partial);
      else if (step.kind === 'complete') heard.push(step.message);
    });
    const send = async (message: CtapHidMessage): Promise<void> => {
      const packets = encodeMessage(message);
      for (const packet of packets.ok ? packets.value : []) await connection.write(packet);
      await new Promise((resolve) => setImmediate(resolve));
    };
    const channel = async (): Promise<number> => {
      await send({ channel: broadcastChannel, command: ctapHidCommand.init, payload: new Uint8Array(8) });
      return Buffer.from(heard.pop()!.payload).readUInt32BE(8);
    };
    return { port, connection, heard, send, channel };
  }
  const message = (channel: number, command: number, ...payload: number[]): CtapHidMessage => ({
    channel,
    command,
    payload: Uint8Array.from(payload),
  });

  it('echoes pings of any length and answers winks', async () => {
    const { heard, send, channel } = await wire();
    const own = await channel();
    const ping = { channel: own, command: ctapHidCommand.ping, payload: new Uint8Array(7609).fill(6) };
    await send(ping);
    await send(message(own, ctapHidCommand.wink));
    expect(heard).toEqual([ping, message(own, ctapHidCommand.wink)]);
  });

  it('refuses channels that it did not give, U2F messages, empty commands and a broken sequence', async () => {
    const { connection, heard, send, channel } = await wire();
    const own = await channel();
    await send(message(own ^ 1, ctapHidCommand.ping, 1));
    await send(message(own, ctapHidCommand.message, 0));
    await send(message(own, ctapHidCommand.cbor));
    const packets = encodeMessage({
      channel: own,
      command: ctapHidCommand.ping,
      payload: new Uint8Array(200),
    });
    if (packets.ok) for (const index of [0, 2]) await connection.write(packets.value[index]!);
    await send(message(broadcastChannel, ctapHidCommand.ping));
    expect(heard.map(({ command, payload }) => [command, payload[0]])).toEqual([
      [ctapHidCommand.error, 0x0b],
      [ctapHidCommand.error, 0x01],
      [ctapHidCommand.error, 0x03],
      [ctapHidCommand.error, 0x04],
      [ctapHidCommand.error, 0x0b],
    ]);
  });

  it('is busy for others while it waits for a touch, and hears a cancel only from its own channel', async () => {
    const { port, heard, send, channel } = await wire();
    const [own, other] = [await channel(), await channel()];
    await send(message(own, ctapHidCommand.cbor, 0x0b));
    expect(port.waitingForTouch).toEqual(['a']);
    await send(message(other, ctapHidCommand.cbor, 0x04));
    await send(message(other, ctapHidCommand.cancel));
    expect(heard.find(({ channel: from }) => from === other)).toEqual(
      message(other, ctapHidCommand.error, 0x06),
    );
    expect(port.waitingForTouch).toEqual(['a']);
    await send(message(own, ctapHidCommand.cancel));
    expect(heard.at(-1)).toEqual(message(own, ctapHidCommand.cbor, 0x2d));
  });

  it('begins anew when its channel is initialised again', async () => {
    const { port, heard, send, channel } = await wire();
    const own = await channel();
    await send(message(own, ctapHidCommand.cbor, 0x0b));
    await send({ channel: own, command: ctapHidCommand.init, payload: new Uint8Array(8) });
    expect(port.waitingForTouch).toEqual([]);
    expect(heard.filter(({ command }) => command !== ctapHidCommand.keepalive)).toHaveLength(1);
    await send(message(own, ctapHidCommand.wink));
    expect(heard.at(-1)).toEqual(message(own, ctapHidCommand.wink));
  });
});
