import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type KeySession, openKeySession } from '../../../native/client/key-session.ts';
import { getTokenUsingPin, tokenPermission } from '../../../native/ctap/client-pin.ts';
import {
  enumerateCredentials,
  enumerateRelyingParties,
  getCredentialsMetadata,
  rpIdHashOf,
} from '../../../native/ctap/credential-management.ts';
import { ctapCommand } from '../../../native/ctap/ctap-command.ts';
import { pinProtocolTwo } from '../../../native/ctap/pin-protocol.ts';
import {
  assemble,
  broadcastChannel,
  type CtapHidMessage,
  ctapHidCommand,
  decodePacket,
  encodeMessage,
  type PartialMessage,
} from '../../../native/hid/ctap-hid-framing.ts';
import { standardTiming } from '../../../native/hid/hid-timing.ts';
import { createSoftKeyPort, type SoftKeyPort } from '../../../native/softkey/soft-key-port.ts';
import { answerU2f } from '../../../native/softkey/soft-u2f.ts';
import { registered, rpId, softKeys, temporaryFolder } from './soft-key-bench.ts';

const pin = '1234';

async function sessionOn(port: SoftKeyPort): Promise<KeySession> {
  const devices = await port.list();
  const session = await openKeySession(port, (devices.ok ? devices.value[0] : undefined)!, standardTiming);
  if (!session.ok) throw new Error(session.error.code);
  return session.value;
}

describe('a token for managing a software key (CTAP 2.2 §6.8)', () => {
  it('serves everything when it is bound to no RP, and only its own RP when it is bound', async () => {
    const port = softKeys([{ id: 'a', initialPin: pin }]);
    await registered(port, 'op', { pin });
    await registered(port, 'op', { pin, rpId: 'example.com' });
    const { authenticator } = await sessionOn(port);
    const outcomes = async (permissions: number, boundTo: string | null) => {
      const token = await getTokenUsingPin(authenticator, pinProtocolTwo, Buffer.from(pin), {
        permissions,
        rpId: boundTo,
      });
      if (!token.ok) return token.error.status;
      const command = ctapCommand.credentialManagement;
      const management = { authenticator, command, token: token.value };
      const results = [
        await getCredentialsMetadata(management),
        await enumerateRelyingParties(management),
        await enumerateCredentials(management, rpIdHashOf(rpId)),
        await enumerateCredentials(management, rpIdHashOf('example.com')),
      ];
      return results.map((result) => (result.ok ? 'ok' : result.error.status));
    };
    const { credentialManagement, getAssertion } = tokenPermission;
    expect(await outcomes(credentialManagement, null)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(await outcomes(credentialManagement, rpId)).toEqual([0x33, 0x33, 'ok', 0x33]);
    expect(await outcomes(getAssertion, rpId)).toEqual([0x33, 0x33, 0x33, 0x33]);
    expect(await outcomes(0x80, null)).toBe(0x40);
    expect(await outcomes(0x100000001, null)).toBe(0x40);
    expect(await outcomes(getAssertion, null)).toBe(0x14);
  });

  it('is not needed to go on with a listing, which nothing may interrupt', async () => {
    const port = softKeys([{ id: 'a', initialPin: pin }]);
    const { authenticator } = await sessionOn(port);
    const send = async (...bytes: number[]) => {
      const answer = await authenticator.exchange(Uint8Array.from(bytes), { limit: 'quick' });
      return answer.ok ? answer.value[0] : answer.error.code;
    };
    expect(await send(0x0a, 0xa1, 0x01, 0x03)).toBe(0x30);
    expect(await send(0x0a, 0xa1, 0x01, 0x05)).toBe(0x30);
    expect(await send(0x0a, 0xa1, 0x01, 0x01)).toBe(0x36);
    expect(await send(0x41, 0xa1, 0x01, 0x01)).toBe(0x36);
  });
});

describe('a state file of an older version', () => {
  it('opens with what its key knew then', async () => {
    const statePath = join(temporaryFolder(), 'key.json');
    const port = softKeys([{ id: 'a', statePath, initialPin: pin }]);
    const id = await registered(port, 'op', { pin });
    port.close();
    const {
      version,
      pin: kept,
      pinRetries,
      signatureCounter,
      credentials,
    } = JSON.parse(readFileSync(statePath, 'utf8'));
    const { codePoints: _length, ...olderPin } = kept;
    const olderCredentials = credentials.map(
      ({ protection: _level, ...older }: object & { protection: number }) => older,
    );
    const older = { version, pin: olderPin, pinRetries, signatureCounter, credentials: olderCredentials };
    writeFileSync(statePath, JSON.stringify(older));
    const again = softKeys([{ id: 'a', statePath }]);
    expect(await registered(again, 'second', { pin })).not.toBe(id);
    expect(JSON.parse(readFileSync(statePath, 'utf8'))).toMatchObject({
      minimumPinLength: 4,
      alwaysVerifies: false,
      credentials: [{ id, protection: 1 }, { protection: 1 }],
    });
  });

  it.each(['minimumPinLength', 'alwaysVerifies', 'pinLengthReaders', 'sensorRetries'])(
    'with a damaged %s is left alone',
    (field) => {
      const statePath = join(temporaryFolder(), 'key.json');
      softKeys([{ id: 'a', statePath, initialPin: pin }]).close();
      const damaged = JSON.stringify({ ...JSON.parse(readFileSync(statePath, 'utf8')), [field]: -1.5 });
      writeFileSync(statePath, damaged);
      const keys = [{ id: 'a', label: 'A', statePath }];
      expect(createSoftKeyPort({ production: false, touch: 'manual', keys })).toMatchObject({
        error: { code: 'softkey/state-unreadable' },
      });
      expect(readFileSync(statePath, 'utf8')).toBe(damaged);
    },
  );
});

describe('a software key that speaks only U2F', () => {
  it('says so when a channel is asked for, answers raw messages and knows no CBOR', async () => {
    const port = softKeys([{ id: 'u', generation: 'u2f' }]);
    const opened = await port.open('software:u');
    if (!opened.ok) throw new Error(opened.error.code);
    const heard: CtapHidMessage[] = [];
    let partial: PartialMessage | null = null;
    opened.value.onReport((report) => {
      const step = assemble(partial, decodePacket(report)!);
      partial = step.kind === 'partial' ? step.partial : null;
      if (step.kind === 'complete') heard.push(step.message);
    });
    const send = async (channel: number, command: number, ...payload: number[]) => {
      const packets = encodeMessage({ channel, command, payload: Uint8Array.from(payload) });
      for (const packet of packets.ok ? packets.value : []) await opened.value.write(packet);
      await new Promise((resolve) => setImmediate(resolve));
      return heard.pop();
    };
    const init = await send(broadcastChannel, ctapHidCommand.init, ...new Uint8Array(8));
    expect(init?.payload[16]).toBe(0x01);
    const channel = Buffer.from(init?.payload ?? []).readUInt32BE(8);
    const version = await send(channel, ctapHidCommand.message, 0, 3, 0, 0, 0, 0, 0);
    expect(Buffer.from(version?.payload ?? []).toString('latin1')).toBe('U2F_V2\x90\x00');
    expect(await send(channel, ctapHidCommand.cbor, 4)).toMatchObject({
      command: ctapHidCommand.error,
      payload: Uint8Array.of(0x01),
    });
  });

  it.each([
    ['a register request', [0, 1, 3, 0], '6985'],
    ['an authenticate request', [0, 2, 3, 0], '6a80'],
    ['an unknown instruction', [0, 9, 0, 0], '6d00'],
    ['another class', [0x80, 3, 0, 0], '6e00'],
    ['too short a message', [0, 3], '6700'],
  ])('answers %s with its status word', (_name, message, expected) => {
    expect(Buffer.from(answerU2f(Uint8Array.from(message))).toString('hex')).toBe(expected);
  });
});
