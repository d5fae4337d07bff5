import { describe, expect, it } from 'vitest';
import { erasePerson } from '../../../main/agent/erasure/erase-person.ts';
import type { SupervisionResponse } from '../../../main/exchange/oversight-interface.ts';
import { codeOf, kinds, station, value } from '../counter/counter-desk.ts';
import { oversightOf } from './oversight-station.ts';

const alert = '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11';
const told: SupervisionResponse = {
  at: '2025-06-10T01:30:00.000Z',
  alerts: [
    {
      id: alert,
      kind: 'person',
      subject: 'S1003',
      count: 2,
      limit: 2,
      hours: 24,
      from: '2025-06-10T01:00:00.000Z',
      to: '2025-06-10T01:20:00.000Z',
      seen: null,
    },
  ],
  refused: [
    {
      commandId: alert,
      person: 'S9999',
      station: 'c2',
      operator: 'op-b',
      at: '2025-06-10T01:10:00.000Z',
      state: 'refused',
      code: 'hub/person-unknown',
    },
  ],
  repeated: [
    { person: 'S1003', suspensions: 2, refused: 0, stations: ['c2'], lastAt: '2025-06-10T01:20:00.000Z' },
  ],
  days: { refused: 30, repeated: 180 },
  failedChecks: [{ station: 'c2', count: 3 }],
  stations: { c2: { ja: '窓口2', en: 'Counter 2' } },
  operators: { 'op-b': { ja: 'び', en: 'B' } },
};

describe('the supervisors’ board', () => {
  it('names people from this counter’s own directory, and says whom it does not know', async () => {
    const { hub, parts } = oversightOf(station);
    hub.answers['/v1/supervision'] = told;
    const board = value(await parts.supervision.board());
    expect(board).toMatchObject({
      source: 'live',
      alerts: [{ name: { ja: '髙橋 花子' } }],
      refused: [
        { person: { number: null, name: null }, counter: { en: 'Counter 2' }, operator: { en: 'B' } },
      ],
      repeated: [{ person: { number: 'S1003' }, counters: [{ en: 'Counter 2' }] }],
      failedChecks: [{ counter: { en: 'Counter 2' }, count: 3 }],
    });
    expect(hub.asked).toMatchObject([
      { path: '/v1/supervision', body: { operator: 'op-a', proof: { grant: { by: 'key' } } } },
    ]);
  });

  it('is the last known one offline, with its age, and none where there was none (I10)', async () => {
    const { hub, parts } = oversightOf(station);
    expect(value(await parts.supervision.board())).toMatchObject({ source: 'unknown', at: null, alerts: [] });
    hub.answers['/v1/supervision'] = told;
    value(await parts.supervision.board());
    hub.answers = {};
    expect(value(await parts.supervision.board())).toMatchObject({
      source: 'last-known',
      at: told.at,
      refused: [{ code: 'hub/person-unknown' }],
    });
    expect(codeOf(await parts.supervision.seen({ alertId: alert }))).toBe('hub/needed');
  });

  it('forgets what it last knew with a person who is erased', async () => {
    const { hub, parts } = oversightOf(station);
    hub.answers['/v1/supervision'] = told;
    value(await parts.supervision.board());
    hub.answers = {};
    const { store, audit, people } = station.now;
    store.write((database) => erasePerson(database, { audit, people }, { person: 'S1003', known: true }));
    expect(value(await parts.supervision.board()).source).toBe('unknown');
  });

  it('is on record once a sign-in, and each alert that was seen (I8)', async () => {
    const { hub, parts } = oversightOf(station);
    hub.answers = { '/v1/supervision': told, '/v1/supervision/seen': told };
    for (let look = 0; look < 3; look += 1) value(await parts.supervision.board());
    value(await parts.supervision.seen({ alertId: alert }));
    expect(kinds().filter((kind) => ['supervision-viewed', 'alert-seen'].includes(kind))).toEqual([
      'supervision-viewed',
      'alert-seen',
    ]);
  });
});
