import { type AuthenticatorInfo, getAuthenticatorInfo } from '../ctap/authenticator-info.ts';
import { type CborExchange, openCtapHidChannel } from '../hid/ctap-hid-channel.ts';
import type { HidDeviceInfo, HidPort } from '../hid/hid-port.ts';
import type { HidTiming } from '../hid/hid-timing.ts';
import { type FidoResult, fail, succeed } from './fido-error.ts';

/** A key that is open, with a channel of our own, and known to speak CTAP2. Close it after use. */
export interface KeySession {
  readonly device: HidDeviceInfo;
  readonly info: AuthenticatorInfo;
  readonly authenticator: CborExchange;
  /** Calls once the key has been pulled out; returns the function that ends it. */
  onRemoved(listener: () => void): () => void;
  close(): void;
}

/**
 * Opens a key, allocates a channel and asks what it is. Fails with `key/u2f-only` if it has no CTAP2, and with what
 * opening, the channel or getInfo fail with. Closes what it opened when it fails.
 */
export async function openKeySession(
  port: HidPort,
  device: HidDeviceInfo,
  timing: HidTiming,
  signal?: AbortSignal,
): Promise<FidoResult<KeySession>> {
  const opened = await port.open(device.path);
  if (!opened.ok) return opened;
  const connection = opened.value;
  const channel = await openCtapHidChannel(connection, timing, signal);
  if (!channel.ok) {
    connection.close();
    return channel;
  }
  const info = channel.value.capabilities.cbor
    ? await getAuthenticatorInfo(channel.value, signal)
    : fail('key/u2f-only', 'no CBOR capability');
  if (!info.ok) {
    connection.close();
    return info;
  }
  if (!info.value.versions.some((version) => version.startsWith('FIDO_2_'))) {
    connection.close();
    return fail('key/u2f-only', 'getInfo names no CTAP2 version');
  }
  return succeed({
    device,
    info: info.value,
    authenticator: channel.value,
    onRemoved: (listener) => connection.onClosed(listener),
    close: () => connection.close(),
  });
}
