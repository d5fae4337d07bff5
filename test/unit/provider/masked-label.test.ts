import { expect, test } from 'vitest';
import { maskedMail, maskedNumber, shortLabel } from '../../../main/provider/masked-label.ts';

test.each([
  ['+81 90-1234-1337', '••••1337'],
  ['123456', '••••456'],
  ['12', '••••2'],
  ['1', '••••'],
  ['', '••••'],
  ['XXX-XXX-1337', '••••37'],
])('I7: the number %s shows at most four digits, and half of them', (number, shown) => {
  expect(maskedNumber(number)).toBe(shown);
});

test.each([
  ['sakura@example.test', 's••••@example.test'],
  ['@example.test', '••••'],
  ['nonsense', '••••'],
  ['', '••••'],
])('the address %s', (address, shown) => {
  expect(maskedMail(address)).toBe(shown);
});

test('a device’s own name is one short line', () => {
  expect(shortLabel(' さくらの\n電話 ')).toBe('さくらの 電話');
  expect([...shortLabel('𠮷'.repeat(100))]).toHaveLength(60);
  expect(shortLabel(null)).toBe('');
});
