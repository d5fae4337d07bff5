import { waitForSelection } from '../ctap/selection.ts';
import type { HidDeviceInfo, HidPort } from '../hid/hid-port.ts';
import type { HidTiming } from '../hid/hid-timing.ts';
import { pause } from '../hid/pause.ts';
import type { ClientWaits } from './client-waits.ts';
import type { KeyContext } from './fido-client.ts';
import { type FidoErrorCode, type FidoFailure, type FidoResult, fail } from './fido-error.ts';
import { presentKeys } from './key-arrival.ts';
import { type KeySession, openKeySession } from './key-session.ts';

const accessTries = 4;

/**
 * Opens the key to use: the one that is plugged in or comes, or, with several, the one that the person touches. Keys
 * that cannot be opened are passed over while another can. The caller closes the session.
 */
export async function selectKey(
  port: HidPort,
  timing: HidTiming,
  waits: ClientWaits,
  context: KeyContext,
): Promise<FidoResult<KeySession>> {
  const { interaction, signal, devicePath } = context;
  const present = await presentKeys(port, {
    devicePath,
    signal,
    wait: waits.plugIn,
    keyNeeded: () => interaction.keyNeeded(),
  });
  if (!present.ok) return present;
  const tries = present.value.justArrived ? accessTries : 1;
  const opened = await Promise.all(
    present.value.devices.map((device) => openWithPatience(port, device, timing, waits, tries, signal)),
  );
  const sessions = opened.flatMap((result) => (result.ok ? [result.value] : []));
  if (signal?.aborted) {
    for (const session of sessions) session.close();
    return fail('key/cancelled', 'aborted while opening');
  }
  const [only, another] = sessions;
  if (only === undefined) return firstFailure(opened);
  return another === undefined ? { ok: true, value: only } : touchedOf(sessions, context);
}

async function openWithPatience(
  port: HidPort,
  device: HidDeviceInfo,
  timing: HidTiming,
  waits: ClientWaits,
  tries: number,
  signal: AbortSignal | undefined,
): Promise<FidoResult<KeySession>> {
  for (let attempt = 1; ; attempt++) {
    const session = await openKeySession(port, device, timing, signal);
    if (session.ok || session.error.code !== 'key/no-permission' || attempt >= tries || signal?.aborted)
      return session;
    await pause(waits.accessPause, signal);
  }
}

/** Lets all keys wait for a touch; keeps the first that is touched and closes the others. */
async function touchedOf(
  sessions: readonly KeySession[],
  context: KeyContext,
): Promise<FidoResult<KeySession>> {
  const decided = new AbortController();
  const signal = context.signal ? AbortSignal.any([context.signal, decided.signal]) : decided.signal;
  const touchedFirst: KeySession[] = [];
  const failures = await Promise.all(
    sessions.map(async (session) => {
      let told = false;
      const touched = await waitForSelection(session.authenticator, session.info, {
        signal,
        onTouchNeeded: () => {
          if (!told) context.interaction.touchNeeded(session.device);
          told = true;
        },
      });
      if (touched.ok && touchedFirst.length === 0) {
        touchedFirst.push(session);
        decided.abort();
      } else session.close();
      return touched;
    }),
  );
  const [chosen] = touchedFirst;
  if (chosen !== undefined) return { ok: true, value: chosen };
  return context.signal?.aborted ? fail('key/cancelled', 'aborted while choosing') : firstFailure(failures);
}

function firstFailure(results: readonly FidoResult<unknown>[]): FidoFailure {
  const failures = results.filter((result) => !result.ok);
  return (
    failures.find(({ error }) => error.code !== 'key/u2f-only') ??
    failures[0] ??
    fail('key/none', 'no key could be opened')
  );
}

/** Selects a key, uses it and lets it go; every prompt is closed, however it ends. */
export async function withSelectedKey<T, Code extends string>(
  port: HidPort,
  timing: HidTiming,
  waits: ClientWaits,
  context: KeyContext,
  use: (session: KeySession) => Promise<FidoResult<T, Code>>,
): Promise<FidoResult<T, Code | FidoErrorCode>> {
  try {
    const selected = await selectKey(port, timing, waits, context);
    if (!selected.ok) return selected;
    try {
      return await use(selected.value);
    } finally {
      selected.value.close();
    }
  } finally {
    context.interaction.done();
  }
}
