import { performance } from 'node:perf_hooks';
import { resetAuthenticator, resetWindow } from '../ctap/reset-authenticator.ts';
import type { HidDeviceInfo, HidPort } from '../hid/hid-port.ts';
import type { HidTiming } from '../hid/hid-timing.ts';
import { pause } from '../hid/pause.ts';
import type { ClientWaits } from './client-waits.ts';
import type { KeyContext } from './fido-client.ts';
import { type FidoResult, fail, type KeyCareResult } from './fido-error.ts';
import { selectKey } from './key-selection.ts';
import { type KeySession, openKeySession } from './key-session.ts';
import { untilInterrupted } from './session-interruption.ts';

/**
 * Resets one named key (CTAP 2.2 §6.6): at once if it was just plugged in, else after the person has pulled it out and
 * plugged it in again, which `replugNeeded` asks for. The key then waits for a touch. What comes back must be of the
 * same model and serial number; two keys of a model without serial numbers cannot be told apart, save by the touch.
 */
export async function resetKey(
  port: HidPort,
  timing: HidTiming,
  waits: ClientWaits,
  context: KeyContext & { readonly devicePath: string },
): Promise<KeyCareResult<null>> {
  const { interaction, signal } = context;
  const listed = await port.list();
  if (!listed.ok) return listed;
  const others = new Set(listed.value.map(({ path }) => path).filter((path) => path !== context.devicePath));
  const selected = await selectKey(port, timing, waits, context);
  if (!selected.ok) return selected;
  const session = selected.value;
  try {
    const { resetTransports } = session.info;
    if (resetTransports.length > 0 && !resetTransports.includes('usb'))
      return fail('key/not-supported', 'the key takes no reset over USB');
    const atOnce = await touchToReset(session, context);
    if (atOnce.ok || atOnce.error.code !== 'key/reset-window-over' || !interaction.replugNeeded)
      return atOnce;
    interaction.replugNeeded({ device: session.device, window: resetWindow });
    const removed = await untilRemoved(session, waits.plugIn, signal);
    if (!removed.ok) return removed;
  } finally {
    session.close();
  }
  const again = await reopened(port, timing, waits, others, signal);
  if (!again.ok) return again;
  try {
    return isSameModel(session, again.value)
      ? await touchToReset(again.value, context)
      : { ok: false, error: { code: 'key/other-key', detail: 'another model was plugged in' } };
  } finally {
    again.value.close();
  }
}

function touchToReset(
  { authenticator, device }: KeySession,
  { interaction, signal }: KeyContext,
): Promise<KeyCareResult<null>> {
  let told = false;
  return resetAuthenticator(authenticator, {
    signal,
    onTouchNeeded: () => {
      if (!told) interaction.touchNeeded(device);
      told = true;
    },
  });
}

/** The open connection notices even a key that comes back at once under the same path. */
async function untilRemoved(
  session: KeySession,
  wait: number,
  signal: AbortSignal | undefined,
): Promise<FidoResult<null>> {
  const never = new Promise<null>(() => {});
  const interrupted = await untilInterrupted(never, session, wait, signal);
  return interrupted.ok || interrupted.error.code === 'key/removed' ? { ok: true, value: null } : interrupted;
}

/** Waits for a key that was not there before. Looks often: the time that a key takes a reset is short. */
async function reopened(
  port: HidPort,
  timing: HidTiming,
  waits: ClientWaits,
  others: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<FidoResult<KeySession>> {
  for (const until = performance.now() + waits.plugIn; performance.now() < until; ) {
    const listed = await port.list();
    const arrived: HidDeviceInfo | undefined = listed.ok
      ? listed.value.find(({ path }) => !others.has(path))
      : undefined;
    const session = arrived === undefined ? null : await openKeySession(port, arrived, timing, signal);
    if (session?.ok) return session;
    if ((await pause(waits.accessPause, signal)) === 'aborted')
      return fail('key/cancelled', 'aborted while waiting for the key');
  }
  return fail('key/none', 'the key was not plugged in again');
}

function isSameModel(before: KeySession, after: KeySession): boolean {
  const [one, other] = [before.device, after.device];
  return (
    Buffer.compare(before.info.aaguid, after.info.aaguid) === 0 &&
    one.vendorId === other.vendorId &&
    one.productId === other.productId &&
    one.serial === other.serial
  );
}
