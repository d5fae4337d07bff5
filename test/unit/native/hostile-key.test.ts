import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { succeed } from '../../../native/client/fido-error.ts';
import { createHidFidoClient } from '../../../native/client/hid-fido-client.ts';
import { createKeyCare } from '../../../native/client/key-care.ts';
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from '../../../native/ctap/canonical-cbor.ts';
import { ctapCommand } from '../../../native/ctap/ctap-command.ts';
import type { HidConnection, HidPort } from '../../../native/hid/hid-port.ts';
import { standardTiming } from '../../../native/hid/hid-timing.ts';
import { createSoftAuthenticator } from '../../../native/softkey/soft-authenticator.ts';
import { createSoftKeyDevice } from '../../../native/softkey/soft-key-device.ts';
import { openSoftKeyStore } from '../../../native/softkey/soft-key-state.ts';
import { withPin } from '../../../native/softkey/soft-pin-verifier.ts';
import { createTouchSensor } from '../../../native/softkey/touch-sensor.ts';
import { scriptedDevice } from './scripted-device.ts';
import { origin, person, rpId, temporaryFolder } from './soft-key-bench.ts';

const pin = '1234';
const creation = {
  rp: { id: rpId, name: 'Madoguchi' },
  user: { id: 'b3A', name: 'op', displayName: 'Operator' },
  challenge: 'AAAA',
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
};

function portOf(connect: () => HidConnection): HidPort {
  const device = { path: 'p', product: 'key', vendorId: 1, productId: 1, simulated: true };
  return {
    list: async () => succeed([device]),
    open: async () => succeed(connect()),
    watch: () => () => {},
    close: () => {},
  };
}

const timing = {
  ...standardTiming,
  silence: 300,
  quickCommand: 300,
  touchCommand: 300,
  cancelGrace: 50,
  busyPause: 1,
};

/** A software key whose answers pass through `tamper` (command byte, answer) first. */
function tamperedKey(tamper: (command: number, answer: Uint8Array) => Uint8Array): HidPort {
  const opened = openSoftKeyStore(join(temporaryFolder(), 'key.json'));
  if (!opened.ok) throw new Error(opened.error.code);
  opened.value.write(withPin(opened.value.read(), Buffer.from(pin)));
  const authenticator = createSoftAuthenticator(opened.value);
  const sensor = createTouchSensor({
    mode: 'automatic',
    limit: 1_000,
    automaticAfter: 0,
    onChange: () => {},
  });
  const device = createSoftKeyDevice(
    {
      handle: async (request, presence) =>
        tamper(request[0] ?? 0, await authenticator.handle(request, presence)),
    },
    sensor,
    { keepalive: 20, betweenPackets: 1_000 },
  );
  return portOf(() => device.connect());
}

function clientOnTampered(tamper: (command: number, answer: Uint8Array) => Uint8Array) {
  return createHidFidoClient({ port: tamperedKey(tamper), timing });
}

/** Changes the map in a successful answer to one command. */
function changing(target: number, change: (answer: Map<string | number, CborValue>) => void) {
  return (command: number, answer: Uint8Array): Uint8Array => {
    if (command !== target || answer[0] !== 0) return answer;
    const decoded = decodeCbor(answer.subarray(1));
    const map = new Map(decoded.ok ? (decoded.value as CborMap) : []);
    change(map);
    return Uint8Array.of(0, ...encodeCbor(map));
  };
}

function changingData(change: (authenticatorData: Uint8Array) => Uint8Array) {
  return changing(ctapCommand.makeCredential, (answer) => {
    answer.set(0x02, change(Uint8Array.from(answer.get(0x02) as Uint8Array)));
  });
}

/** The same bytes with some of them replaced. */
function patched(data: Uint8Array, at: number, ...bytes: number[]): Uint8Array {
  data.set(bytes, at);
  return data;
}

async function register(client: ReturnType<typeof createHidFidoClient>) {
  return client.makeCredential(creation, { origin, interaction: person(Array(20).fill(pin)) });
}

describe('a key that cheats', () => {
  it('is believed when it does not', async () => {
    expect(await register(clientOnTampered((_command, answer) => answer))).toMatchObject({ ok: true });
  });

  it.each<[string, (command: number, answer: Uint8Array) => Uint8Array]>([
    ['answers for another RP', changingData((data) => patched(data, 0, data[0]! ^ 1))],
    ['signs without a touch', changingData((data) => patched(data, 32, data[32]! & ~0x01))],
    ['signs without verification', changingData((data) => patched(data, 32, data[32]! & ~0x04))],
    ['leaves the credential out', changingData((data) => data.slice(0, 37))],
    ['claims a credential id longer than the data', changingData((data) => patched(data, 53, 0xff, 0xff))],
    ['claims an empty credential id', changingData((data) => patched(data, 53, 0, 0))],
    ['adds bytes', changingData((data) => Buffer.concat([data, Buffer.of(0)]))],
    [
      'uses an algorithm that was not offered',
      changingData((data) => patched(data, data.indexOf(0x26, 87), 0x27)),
    ],
    ['leaves out the format', changing(ctapCommand.makeCredential, (answer) => answer.delete(1))],
    ['answers nothing at all', () => new Uint8Array(0)],
    ['says nothing about itself', changing(ctapCommand.getInfo, (answer) => answer.clear())],
    [
      'has a model id of 15 bytes',
      changing(ctapCommand.getInfo, (answer) => answer.set(3, new Uint8Array(15))),
    ],
    ['answers in CBOR that is not canonical', (_command, answer) => Buffer.concat([answer, Buffer.of(0)])],
    [
      'sends a key agreement off the curve',
      changing(ctapCommand.clientPin, (answer) => {
        const key = answer.get(1);
        if (key instanceof Map) answer.set(1, new Map([...key, [-2, new Uint8Array(32).fill(1)]]));
      }),
    ],
    [
      'sends a token of 16 bytes under protocol 2',
      changing(ctapCommand.clientPin, (answer) => {
        const token = answer.get(2);
        if (token instanceof Uint8Array) answer.set(2, token.slice(0, 32));
      }),
    ],
  ])('is refused when it %s', async (_name, tamper) => {
    expect(await register(clientOnTampered(tamper))).toMatchObject({
      ok: false,
      error: { code: 'key/protocol' },
    });
  });

  it('that answers PIN retries for ever cannot make the client ask for ever', async () => {
    const tamper = (command: number, answer: Uint8Array): Uint8Array =>
      command === ctapCommand.clientPin && answer.length > 40 && answer.length < 70
        ? Uint8Array.of(0x31)
        : changing(ctapCommand.clientPin, (map) => map.has(3) && map.set(3, 8))(command, answer);
    expect(await register(clientOnTampered(tamper))).toMatchObject({
      ok: false,
      error: { code: 'key/pin-wrong', retriesLeft: 8 },
    });
  });

  it('gets a coded failure or a result whatever its answers are, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.nat(400),
        fc.integer({ min: 1, max: 255 }),
        async (turn, at, change) => {
          let answers = 0;
          const client = clientOnTampered((_command, answer) => {
            if (answers++ !== turn % 6) return answer;
            const changed = Uint8Array.from(answer);
            changed[at % changed.length]! ^= change;
            return changed;
          });
          const result = await register(client);
          if (!result.ok) expect(result.error.code).toMatch(/^key\//);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the care of a key that cheats', () => {
  const careOn = (tamper: (command: number, answer: Uint8Array) => Uint8Array) =>
    createKeyCare({ port: tamperedKey(tamper), timing });
  const context = () => ({ interaction: person(Array(20).fill(pin)) });

  it.each<[string, (answer: Map<string | number, CborValue>) => void]>([
    ['claims more credentials than there are', (answer) => answer.has(5) && answer.set(5, 900)],
    ['claims impossibly many credentials', (answer) => answer.has(5) && answer.set(5, 1e9)],
    ['names an RP by a short hash', (answer) => answer.has(4) && answer.set(4, new Uint8Array(20))],
    ['counts nothing', (answer) => answer.delete(1)],
  ])('is refused when it %s', async (_name, change) => {
    const port = tamperedKey(changing(ctapCommand.credentialManagement, change));
    const made = await createHidFidoClient({ port, timing }).makeCredential(
      { ...creation, authenticatorSelection: { residentKey: 'required' } },
      { origin, ...context() },
    );
    expect(made.ok).toBe(true);
    expect(await createKeyCare({ port, timing }).listCredentials(rpId, context())).toMatchObject({
      error: { code: 'key/protocol' },
    });
  });

  it('sends no reset to a key that takes none over USB', async () => {
    let resets = 0;
    const tamper = changing(ctapCommand.getInfo, (answer) => answer.set(0x1a, ['nfc']));
    const care = careOn((command, answer) => {
      if (command === ctapCommand.reset) resets++;
      return tamper(command, answer);
    });
    expect(await care.reset({ devicePath: 'p', ...context() })).toMatchObject({
      error: { code: 'key/not-supported' },
    });
    expect(resets).toBe(0);
  });

  it('describes a key whatever it answers, one by one, never with an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(400), fc.integer({ min: 1, max: 255 }), async (turn, at, change) => {
        let answers = 0;
        const described = await careOn((_command, answer) => {
          if (answers++ !== turn) return answer;
          const changed = Uint8Array.from(answer);
          changed[at % changed.length]! ^= change;
          return changed;
        }).describeKeys();
        expect(described.ok && described.value).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a key that is no CTAP2 key', () => {
  it('is told apart when it speaks only U2F', async () => {
    const u2f = scriptedDevice(() => {}, { capabilities: 0x01 });
    const result = await register(createHidFidoClient({ port: portOf(() => u2f.connection), timing }));
    expect(result).toMatchObject({ ok: false, error: { code: 'key/u2f-only' } });
  });

  it('ends the operation within bounds when it is silent', async () => {
    const silent = scriptedDevice(() => {}, { answersInit: false });
    const interaction = person();
    const client = createHidFidoClient({ port: portOf(() => silent.connection), timing });
    const result = await client.makeCredential(creation, { origin, interaction });
    expect(result).toMatchObject({ ok: false, error: { code: 'key/timeout' } });
    expect(interaction.told).toEqual(['done']);
  });
});
