import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { ClientWaits } from '../../../native/client/client-waits.ts';
import type { FidoClient } from '../../../native/client/fido-client.ts';
import { createHidFidoClient } from '../../../native/client/hid-fido-client.ts';
import { createKeyCare, type KeyCare } from '../../../native/client/key-care.ts';
import type { PinRequest, UserInteraction } from '../../../native/client/user-interaction.ts';
import type { PublicKeyCredentialCreationOptionsJSON } from '../../../native/client/webauthn-json.ts';
import { type HidTiming, standardTiming } from '../../../native/hid/hid-timing.ts';
import {
  createSoftKeyPort,
  type SoftKeyDescription,
  type SoftKeyPort,
  type SoftKeyTiming,
} from '../../../native/softkey/soft-key-port.ts';
import type { TouchMode } from '../../../native/softkey/touch-sensor.ts';

export const origin = 'https://madoguchi.example.ac.jp';
export const rpId = 'madoguchi.example.ac.jp';
export const rightPin = 'まどぐち2468';

type CreationExtensions = PublicKeyCredentialCreationOptionsJSON['extensions'];

const cleaning: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleaning.splice(0)) clean();
});

/** A folder of its own, removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'soft-key-'));
  cleaning.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Software keys with quick keepalives; state in a folder of their own. */
export function softKeys(
  keys: readonly (Partial<SoftKeyDescription> & { readonly id: string })[],
  touch: TouchMode = 'automatic',
  timing: Partial<SoftKeyTiming> = {},
  now: () => number = () => performance.now(),
): SoftKeyPort {
  const folder = temporaryFolder();
  const created = createSoftKeyPort({
    production: false,
    now,
    touch,
    timing: { keepalive: 5, betweenPackets: 3_000, touchLimit: 5_000, automaticTouchAfter: 1, ...timing },
    keys: keys.map((key) => ({ label: key.id, statePath: join(folder, `${key.id}.json`), ...key })),
  });
  if (!created.ok) throw new Error(created.error.code);
  cleaning.push(() => created.value.close());
  return created.value;
}

export function clientOn(
  port: SoftKeyPort,
  timing: Partial<HidTiming> = {},
  waits: Partial<ClientWaits> = {},
): FidoClient {
  return createHidFidoClient({
    port,
    timing: { ...standardTiming, cancelGrace: 500, busyPause: 5, ...timing },
    waits: { plugIn: 5_000, pin: 5_000, accessPause: 5, ...waits },
  });
}

export function careOf(
  port: SoftKeyPort,
  timing: Partial<HidTiming> = {},
  waits: Partial<ClientWaits> = {},
): KeyCare {
  return createKeyCare({
    port,
    timing: { ...standardTiming, cancelGrace: 500, busyPause: 5, ...timing },
    waits: { plugIn: 5_000, pin: 5_000, accessPause: 5, ...waits },
  });
}

/** Registers a discoverable account with the key and returns its credential id; fails the test if it cannot. */
export async function registered(
  port: SoftKeyPort,
  account: string,
  more: { readonly rpId?: string; readonly extensions?: CreationExtensions; readonly pin?: string } = {},
): Promise<string> {
  const host = more.rpId ?? rpId;
  const result = await clientOn(port).makeCredential(
    {
      rp: { id: host, name: 'Madoguchi' },
      user: { id: Buffer.from(account).toString('base64url'), name: account, displayName: account },
      challenge: 'AAAA',
      pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
      authenticatorSelection: { residentKey: 'required' },
      extensions: more.extensions,
    },
    { origin: `https://${host}`, interaction: person([more.pin ?? rightPin]) },
  );
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail}`);
  return result.value.id;
}

/** A person who answers PIN requests from a list and notes what they were told. */
export interface ScriptedPerson extends UserInteraction {
  readonly told: string[];
  readonly pinRequests: PinRequest[];
}

export function person(
  pins: readonly (string | null)[] = [rightPin],
  on: { readonly touchNeeded?: (serial: string) => void; readonly keyNeeded?: () => void } = {},
): ScriptedPerson {
  const told: string[] = [];
  const pinRequests: PinRequest[] = [];
  return {
    told,
    pinRequests,
    keyNeeded() {
      told.push('key');
      on.keyNeeded?.();
    },
    async requestPin(request) {
      pinRequests.push(request);
      told.push('pin');
      return pins[pinRequests.length - 1] ?? null;
    },
    touchNeeded(device) {
      told.push(`touch ${device.serial ?? ''}`);
      on.touchNeeded?.(device.serial ?? '');
    },
    done: () => void told.push('done'),
  };
}
