import { expect, test } from 'vitest';
import { closingTime } from '../../../main/agent/policy/closing-time.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';

type Exemption = PolicyDocument['exemption'];
const everyDay = [1, 2, 3, 4, 5, 6, 7];

function rules(changes: Partial<Exemption>): Exemption {
  return { roles: [], timeZone: 'Asia/Tokyo', hours: [], closedDays: [], alwaysAsked: [], ...changes };
}

const at = (text: string) => new Date(text);
const closing = (exemption: Exemption, moment: string) =>
  closingTime(exemption, at(moment))?.toISOString() ?? null;

test('is the end of the span that covers the moment, on the minute', () => {
  const open = rules({ hours: [{ days: everyDay, from: '09:00', to: '17:00' }] });
  expect(closing(open, '2025-06-10T01:30:12.345Z')).toBe('2025-06-10T08:00:00.000Z');
});

test('is null where none covers it', () => {
  const open = rules({ hours: [{ days: everyDay, from: '09:00', to: '17:00' }] });
  expect(closing(open, '2025-06-10T08:00:00Z')).toBeNull();
  expect(closing({ ...open, closedDays: ['2025-06-10'] }, '2025-06-10T01:30:00Z')).toBeNull();
  expect(closing({ ...open, timeZone: 'Nowhere/None' }, '2025-06-10T01:30:00Z')).toBeNull();
});

test('takes spans without a gap as one, past midnight too, until a closed day', () => {
  const hours = [
    { days: everyDay, from: '09:00', to: '12:00' },
    { days: everyDay, from: '12:00', to: '24:00' },
    { days: everyDay, from: '00:00', to: '02:00' },
  ];
  expect(closing(rules({ hours }), '2025-06-10T01:30:00Z')).toBe('2025-06-10T17:00:00.000Z');
  expect(closing(rules({ hours, closedDays: ['2025-06-11'] }), '2025-06-10T01:30:00Z')).toBe(
    '2025-06-10T15:00:00.000Z',
  );
});

test('is null for a room that never closes', () => {
  const hours = [{ days: everyDay, from: '00:00', to: '24:00' }];
  expect(closing(rules({ hours }), '2025-06-10T01:30:00Z')).toBeNull();
});

test('follows the wall clock over a change of the clocks', () => {
  const hours = [{ days: everyDay, from: '00:00', to: '06:00' }];
  const berlin = rules({ hours, timeZone: 'Europe/Berlin' });
  // Forward at 02:00 on 30 March 2025: 06:00 is 04:00 UTC, not 05:00.
  expect(closing(berlin, '2025-03-29T23:30:00Z')).toBe('2025-03-30T04:00:00.000Z');
  // Back at 03:00 on 26 October 2025.
  expect(closing(berlin, '2025-10-25T22:30:00Z')).toBe('2025-10-26T05:00:00.000Z');
});
