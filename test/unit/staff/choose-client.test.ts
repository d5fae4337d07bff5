import { expect, test } from 'vitest';
import { type ClientSigns, chooseClient } from '../../../main/agent/staff/choose-client.ts';

const windows: ClientSigns = {
  platform: 'win32',
  softwareKeys: false,
  hid: 'works',
  webAuthn: true,
  platformAuthenticator: true,
  platformCredential: false,
};

test.each<[string, Partial<ClientSigns>, string, string]>([
  ['Windows, the service reaches keys', {}, 'hid', 'hid-works'],
  ['Windows, Hello is registered here', { platformCredential: true }, 'webauthn', 'platform-credential'],
  [
    'Windows, Hello is registered but gone from the machine',
    { platformCredential: true, platformAuthenticator: false },
    'hid',
    'hid-works',
  ],
  ['Windows, keys are kept from the service', { hid: 'refused' }, 'webauthn', 'hid-refused'],
  ['Windows, HID cannot be listed', { hid: 'unavailable' }, 'webauthn', 'hid-unavailable'],
  ['macOS', { platform: 'darwin' }, 'hid', 'hid-works'],
  [
    'macOS, Touch ID is registered here',
    { platform: 'darwin', platformCredential: true },
    'webauthn',
    'platform-credential',
  ],
  ['Linux never chooses the dialog without a PIN', { platform: 'linux' }, 'hid', 'no-pin-dialog'],
  [
    'Linux without permission explains the key instead',
    { platform: 'linux', hid: 'refused' },
    'hid',
    'no-pin-dialog',
  ],
  ['a demonstration', { softwareKeys: true, platformCredential: true }, 'hid', 'software-keys'],
  ['a window without WebAuthn', { webAuthn: false, hid: 'refused' }, 'hid', 'no-webauthn'],
])('%s', (_, signs, chosen, reason) => {
  const clients = chooseClient({ ...windows, ...signs });
  expect(clients).toMatchObject({ chosen, reason });
  expect(clients.offered).toContain(chosen);
});

test('the operator may switch wherever the other way can work at all', () => {
  expect(chooseClient(windows).offered).toEqual(['hid', 'webauthn']);
  expect(chooseClient({ ...windows, webAuthn: false }).offered).toEqual(['hid']);
  expect(chooseClient({ ...windows, hid: 'unavailable' }).offered).toEqual(['webauthn']);
});
