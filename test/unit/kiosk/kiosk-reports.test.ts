import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKioskReports } from '../../../main/agent/kiosk/kiosk-reports.ts';
import type { KioskFact } from '../../../preload/contract/models/kiosk.ts';
import { procedures } from '../../../preload/contract/procedures.ts';
import {
  type CounterStation,
  createCounterStation,
  minute,
  signingClient,
  start,
} from '../staff/counter-station.ts';

let station: CounterStation;
beforeEach(() => {
  station = createCounterStation({ client: signingClient(), operators: [] });
});
afterEach(() => station.remove());

const reports = () => createKioskReports(station.now);
const holding: KioskFact[] = [{ name: 'screen-primary', standing: 'holding' }];
const missing: KioskFact[] = [{ name: 'screen-primary', standing: 'missing' }];
const at = (minutes: number) => new Date(start + minutes * minute).toISOString();

test('nothing was reported yet', () => expect(reports().last()).toBeNull());

test('the last report is kept across restarts, with the time at which it first said so', () => {
  reports().report({ facts: holding });
  station.pass(5 * minute);
  expect(reports().report({ facts: holding })).toEqual({ ok: true, value: {} });
  expect(reports().last()).toEqual({ reportedAt: at(0), facts: holding });
  reports().report({ facts: missing });
  expect(reports().last()).toEqual({ reportedAt: at(5), facts: missing });
});

test.each([
  ['too much', Array.from({ length: 61 }, (_, index) => ({ name: `fact-${index}`, standing: 'holding' }))],
  ['a sentence', [{ name: 'all is well', standing: 'holding' }]],
  ['a standing of its own', [{ name: 'screen-primary', standing: 'perfect' }]],
  ['more than it may', [{ name: 'screen-primary', standing: 'holding', detail: 'x' }]],
])('a report that says %s does not parse (I9)', (_, facts) => {
  expect(procedures['kiosk.report'].input.safeParse({ facts }).success).toBe(false);
});
