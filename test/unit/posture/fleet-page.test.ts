import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fleetPage } from '../../../main/cli/doctor/fleet-page.ts';
import type { FleetStation } from '../../../main/hub/fleet/posture-table.ts';
import en from '../../../preload/contract/messages/fleet-en.json';
import ja from '../../../preload/contract/messages/fleet-ja.json';

const now = new Date('2026-11-22T03:00:00.000Z');
const station = (name: string, change: Partial<FleetStation> = {}): FleetStation => ({
  id: `st-${name}`,
  name,
  kind: 'lab',
  enrolledAt: now.toISOString(),
  reportedAt: new Date(now.getTime() - 5 * 60_000).toISOString(),
  report: { version: '0.1.0', node: 'v24.9.0', electron: '45.4.1', checks: [{ id: 'kiosk', state: 'pass' }] },
  past: 'as-known',
  rollbacks: 0,
  ...change,
});
const failing = { version: '0.1.1', node: 'v24.9.0', electron: null } as const;
const fleet = [
  station('lab-101-01'),
  station('lab-101-02', { report: { ...failing, checks: [{ id: 'kiosk', state: 'fail' }] } }),
  station('lab-101-03', {
    report: { ...failing, checks: [{ id: 'disk-space', state: 'warn' }] },
    past: 'rolled-back',
    rollbacks: 3,
  }),
  station('lab-101-04', { reportedAt: new Date(now.getTime() - 3 * 3_600_000).toISOString() }),
  station('counter-01', { kind: 'counter', report: null, reportedAt: null }),
  station('<img src=x>', { past: 'contested' }),
];

it.each(['ja', 'en'] as const)(
  'shows versions, failing checks and last contact with plots, in %s',
  (language) => {
    const page = fleetPage(fleet, { now, language, timeZone: 'Asia/Tokyo' });
    const words = language === 'ja' ? ja : en;
    const folder = join(import.meta.dirname, '..', '..', '..', 'out', 'fleet');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${language}.html`), page);
    expect(page.match(/<svg /g)).toHaveLength(3);
    expect(page).toContain(words['checks.note'].replace('{fail}', '1').replace('{warn}', '0'));
    expect(page).toContain(words['past.rolled-back'].replace('{rollbacks}', '3'));
    expect(page).toContain('12:00');
    // The worst stand first, and each station once.
    const order = [...page.matchAll(/<tr class="(\w+)">/g)].map((found) => found[1]);
    expect(order).toEqual(['fail', 'fail', 'warn', 'silent', 'silent', 'pass']);
    expect(page).not.toMatch(/\{\w+\}/);
  },
);

it('takes a station’s name as a name, and loads nothing', () => {
  const page = fleetPage(fleet, { now, language: 'en', timeZone: 'Asia/Tokyo' });
  expect(page).not.toContain('<img');
  expect(page).toContain('&lt;img src=x&gt;');
  expect(page).toContain('default-src &apos;none&apos;');
  expect(page).not.toMatch(/https?:|<script|<link/);
});

it('says the same in both languages, with the same places', () => {
  expect(Object.keys(en)).toEqual(Object.keys(ja));
  const places = (text: string) => [...(text.match(/\{\w+\}/g) ?? [])].toSorted();
  for (const [key, text] of Object.entries(ja))
    expect(places((en as Record<string, string>)[key] ?? '')).toEqual(places(text));
});
