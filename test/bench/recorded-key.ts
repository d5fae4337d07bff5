import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { succeed } from '../../native/client/fido-error.ts';
import { createHidFidoClient } from '../../native/client/hid-fido-client.ts';
import type { UserInteraction } from '../../native/client/user-interaction.ts';
import {
  assemble,
  type CtapHidMessage,
  ctapHidCommand,
  decodePacket,
  encodeMessage,
  type PartialMessage,
} from '../../native/hid/ctap-hid-framing.ts';
import type { HidConnection, HidPort } from '../../native/hid/hid-port.ts';
import { createSoftKeyPort } from '../../native/softkey/soft-key-port.ts';

export const rpId = 'madoguchi.example.ac.jp';
export const origin = `https://${rpId}`;
export const pin = '246810';
export const signIn = { challenge: 'q80B'.repeat(10), rpId, userVerification: 'required' } as const;

/** A person who is quick: the PIN is there at once. */
export const quickPerson: UserInteraction = {
  keyNeeded: () => {},
  requestPin: async () => pin,
  touchNeeded: () => {},
  done: () => {},
};

/** One message of the client and the answer that a key gave, both as the reports that went over the wire. */
export interface RecordedExchange {
  readonly asked: readonly Uint8Array[];
  readonly answered: readonly Uint8Array[];
}

const nonceStart = 7;
const nonceLength = 8;

/** Registers and then signs in once with a software key, and keeps what went over the wire while signing in. */
export async function recordSignIn(): Promise<readonly RecordedExchange[]> {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-key-'));
  try {
    const created = createSoftKeyPort({
      production: false,
      touch: 'automatic',
      timing: { keepalive: 1_000, betweenPackets: 3_000, touchLimit: 5_000, automaticTouchAfter: 0 },
      keys: [{ id: 'a', label: 'a', statePath: join(folder, 'a.json'), initialPin: pin }],
    });
    if (!created.ok) throw new Error(created.error.code);
    const context = { origin, interaction: quickPerson };
    const creation = {
      rp: { id: rpId, name: 'Madoguchi' },
      user: { id: 'b3A', name: 'op', displayName: 'Operator' },
      challenge: signIn.challenge,
      pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
      authenticatorSelection: { residentKey: 'required' },
    };
    const made = await createHidFidoClient({ port: created.value }).makeCredential(creation, context);
    if (!made.ok) throw new Error(made.error.code);
    const exchanges: RecordedExchange[] = [];
    const port = listeningTo(created.value, exchanges);
    const signed = await createHidFidoClient({ port }).getAssertion(signIn, context);
    if (!signed.ok) throw new Error(signed.error.code);
    created.value.close();
    return exchanges;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A key that answers the exchanges of a recording in their order, whatever it is asked, over and over; only the nonce of
 * CTAPHID_INIT is given back as it came. Signature and token are those of the recording, which no client can tell.
 */
export function recordedKey(exchanges: readonly RecordedExchange[]): HidConnection {
  const listeners = new Set<(report: Uint8Array) => void>();
  let turn = 0;
  let heard = 0;
  return {
    async write(report) {
      const exchange = exchanges[turn];
      if (exchange === undefined) throw new Error('the recording is empty');
      heard++;
      if (heard < exchange.asked.length) return;
      heard = 0;
      turn = (turn + 1) % exchanges.length;
      const answered = turn === 1 ? withNonce(exchange.answered, report) : exchange.answered;
      queueMicrotask(() => {
        for (const answer of answered) for (const listener of [...listeners]) listener(answer);
      });
    },
    onReport(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClosed: () => () => {},
    close: () => listeners.clear(),
  };
}

/** A port with one key, whose connection is made anew each time it is opened. */
export function portWith(connect: () => HidConnection): HidPort {
  const device = { path: 'recorded', product: 'recording', vendorId: 1, productId: 1, simulated: true };
  return {
    list: async () => succeed([device]),
    open: async () => succeed(connect()),
    watch: () => () => {},
    close: () => {},
  };
}

function withNonce(answered: readonly Uint8Array[], asked: Uint8Array): readonly Uint8Array[] {
  return answered.map((report) => {
    const own = Uint8Array.from(report);
    own.set(asked.subarray(nonceStart, nonceStart + nonceLength), nonceStart);
    return own;
  });
}

/** Passes everything on and keeps whole messages, keepalives left out. */
function listeningTo(port: HidPort, exchanges: RecordedExchange[]): HidPort {
  let asked: Uint8Array[] = [];
  let partial: PartialMessage | null = null;

  function hear(report: Uint8Array): void {
    const packet = decodePacket(report);
    if (packet === null) return;
    const step = assemble(partial, packet);
    partial = step.kind === 'partial' ? step.partial : null;
    if (step.kind === 'complete') keep(step.message);
  }

  function keep(message: CtapHidMessage): void {
    if (message.command === ctapHidCommand.keepalive) return;
    const answered = encodeMessage(message);
    if (answered.ok) exchanges.push({ asked, answered: answered.value });
    asked = [];
  }

  return {
    ...port,
    async open(path) {
      const opened = await port.open(path);
      if (!opened.ok) return opened;
      const connection = opened.value;
      connection.onReport(hear);
      return succeed({
        ...connection,
        write(report: Uint8Array) {
          asked.push(Uint8Array.from(report));
          return connection.write(report);
        },
      });
    },
  };
}
