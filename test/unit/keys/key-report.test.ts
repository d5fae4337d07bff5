import { expect, test } from 'vitest';
import { deviceText, reportKey } from '../../../main/agent/keys/key-report.ts';
import { fail } from '../../../native/client/fido-error.ts';
import { pluggedKey } from '../../../preload/contract/models/keys.ts';

const id = '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11';
const device = { path: '/dev/hidraw7', product: 'Key', vendorId: 1, productId: 2, simulated: false };

test.each([
  ['key/no-permission', 'no-permission'],
  ['key/busy', 'in-use'],
  ['key/u2f-only', 'u2f-only'],
  ['key/protocol', 'unreadable'],
  ['key/timeout', 'unreadable'],
  ['key/removed', 'unreadable'],
] as const)('%s is %s, and the path stays with the agent', (code, trouble) => {
  const told = reportKey(id, { device, condition: fail(code, 'words for the log') });
  expect(told).toEqual({ id, product: 'Key', simulated: false, condition: null, trouble });
  expect(JSON.stringify(told)).not.toMatch(/hidraw|words/);
});

test('what a hostile device calls itself fits the screen, and says nothing else', () => {
  const product = `Key\u202Eyek\u0000\n\u2028${'x'.repeat(500)}`;
  const told = reportKey(id, { device: { ...device, product }, condition: fail('key/protocol') });
  expect(pluggedKey.safeParse(told).success).toBe(true);
  expect(told.product).toMatch(/^Key yek x+$/);
  expect(told.product.length).toBeLessThanOrEqual(100);
});

test('texts are cut between characters', () => {
  expect(deviceText('𠮷'.repeat(100), 99)).toBe('𠮷'.repeat(49));
  expect(deviceText('  a\t\tb  ', 10)).toBe('a b');
});
