import { describe, expect, it } from 'vitest';
import { erasePerson } from '../../../main/agent/erasure/erase-person.ts';
import { createPushTallies } from '../../../main/agent/oversight/push-tallies.ts';
import { noteUnusualLook, untoldLooks } from '../../../main/agent/oversight/unusual-looks.ts';
import type { UnusualLook } from '../../../main/exchange/unusual-look.ts';
import { checked, counter, opened, signed, station, value } from '../counter/counter-desk.ts';
import { hour, minute } from '../staff/counter-station.ts';
import { oversightOf } from './oversight-station.ts';

const today = '2025-06-10';
const close = () => value(counter().close({ caseId: value(counter().current())!.id }));
const list = () => value(oversightOf(station).parts.dayList.day({ day: null }));

/** Advice, a command that is applied, one that waits, and one that nobody wanted after all. */
async function aDay(): Promise<void> {
  const done = await signed('S1001');
  close();
  station.pass(5 * minute);
  const { store, outbox, audit } = station.now;
  const commandId = done.command!.id;
  store.write((database) => {
    outbox.recordOutcome(database, {
      commandId,
      state: 'applied',
      ending: null,
      refusal: null,
      at: new Date(station.time.wall).toISOString(),
    });
    audit.append(database, {
      kind: 'command-state',
      actor: { type: 'station', id: null },
      subject: 'S1001',
      facts: { command: commandId, state: 'applied', ending: null, code: null },
      detail: null,
    });
  });
  await signed('S1003');
  close();
  opened('S1003');
  station.pass(2 * minute);
  close();
  checked('S1003');
}

describe('the day’s list', () => {
  it('has every case of the trail with its outcome, and nobody’s name (I7)', async () => {
    await aDay();
    const { day, cases, more } = list();
    expect([day, more]).toEqual([today, false]);
    expect(cases.map(({ outcome, numberEnding }) => `${outcome} ${numberEnding}`).toSorted()).toEqual([
      'closed 1003',
      'open 1003',
      'queued 1001',
      'queued 1003',
    ]);
    expect(JSON.stringify(cases)).not.toContain('髙橋');
    const applied = cases.find(({ numberEnding }) => numberEnding === '1001');
    expect(applied?.command).toMatchObject({ state: 'applied' });
    expect(cases.find(({ outcome }) => outcome === 'closed')?.minutes).toBe(2);
  });

  it('goes on where it was after a restart, each case once', async () => {
    opened('S1003');
    expect(list().cases).toHaveLength(1);
    station.restart();
    value(await station.now.staff.signIn());
    close();
    expect(list().cases.map(({ outcome }) => outcome)).toEqual(['closed']);
  });

  it('no longer knows of whom a case was, once they are erased', async () => {
    await signed('S1003');
    close();
    const { store, audit, people } = station.now;
    store.write((database) => erasePerson(database, { audit, people }, { person: 'S1003', known: true }));
    expect(list().cases).toMatchObject([{ outcome: 'queued', numberEnding: null }]);
  });
});

describe('figures of this counter', () => {
  it('count cases, minutes, time to applied and the queue, and hold nobody (I7)', async () => {
    await aDay();
    const { hub, parts } = oversightOf(station);
    const { here, everywhere, from, to } = value(await parts.insight.plots({ days: 7 }));
    expect([from, to]).toEqual(['2025-06-04', today]);
    expect(everywhere).toEqual({ source: 'unknown', at: null, part: null });
    expect(here.days).toMatchObject([
      {
        day: today,
        reasons: { forgotten: 3 },
        outcomes: { queued: 2, closed: 1, advised: 0, checkFailed: 0 },
      },
    ]);
    expect(here.applied).toEqual([{ day: today, count: 1, p50: 300, p95: 300 }]);
    expect(here.depth?.depths[10]).toBe(1);
    expect(JSON.stringify(here)).not.toMatch(/S100|op-/);
    expect(hub.asked).toMatchObject([{ path: '/v1/insight', body: { operator: 'op-a', from, to } }]);
  });

  it('keep what the hub last said of all counters, with its age', async () => {
    const { hub, parts } = oversightOf(station);
    const part = { counters: 3, days: [], applied: [], depth: null };
    hub.answers['/v1/insight'] = { at: '2025-06-10T01:31:00.000Z', part };
    expect(value(await parts.insight.plots({ days: 30 })).everywhere.source).toBe('live');
    hub.answers = {};
    expect(value(await parts.insight.plots({ days: 30 })).everywhere).toEqual({
      source: 'last-known',
      at: '2025-06-10T01:31:00.000Z',
      part,
    });
  });

  it('are told to the hub when they changed, at most once a minute, without anybody’s name', async () => {
    const { hub, ledger, ask, policy } = oversightOf(station);
    const { store, identity, clock } = station.now;
    const push = createPushTallies({
      store,
      identity,
      clock,
      policy,
      client: { ask },
      ledger,
      monotonicMs: () => station.time.monotonic,
    });
    const signal = new AbortController().signal;
    hub.answers['/v1/tallies'] = { taken: true };
    expect(await push(signal)).toBe('idle');
    expect(hub.asked).toEqual([]);
    await aDay();
    await push(signal);
    expect(hub.asked).toHaveLength(1);
    expect(JSON.stringify(hub.asked)).not.toMatch(/S100|op-a|髙橋/);
    station.pass(2 * minute);
    await push(signal);
    expect(hub.asked).toHaveLength(1);
    close();
    await push(signal);
    expect(hub.asked).toHaveLength(1);
    station.pass(hour / 60);
    await push(signal);
    expect(hub.asked).toHaveLength(2);
  });

  it('tell of an operator who looked at unusually many people until the hub has taken it, and once (I8)', async () => {
    const { hub, ledger, ask, policy } = oversightOf(station);
    const { store, identity, clock, audit } = station.now;
    const push = createPushTallies({
      store,
      identity,
      clock,
      policy,
      client: { ask },
      ledger,
      monotonicMs: () => station.time.monotonic,
    });
    const look = (minutes: number): UnusualLook => ({
      kind: 'openings',
      operator: 'op-a',
      at: new Date(station.time.wall - minutes * minute).toISOString(),
      count: 30,
      limit: 30,
    });
    const signal = new AbortController().signal;
    store.write((database) => noteUnusualLook(database, audit, look(3)));
    expect(await push(signal)).toBe('unreachable');
    store.write((database) => noteUnusualLook(database, audit, look(1)));
    hub.answers['/v1/tallies'] = { taken: true };
    station.pass(2 * minute);
    await push(signal);
    expect(hub.asked.at(-1)?.body).toMatchObject({ looks: [{ operator: 'op-a' }, { count: 30 }] });
    const asked = hub.asked.length;
    station.pass(2 * minute);
    await push(signal);
    expect(hub.asked).toHaveLength(asked);
    expect(station.audited().filter(({ kind }) => kind === 'openings-many')).toHaveLength(2);
    for (let count = 0; count < 60; count += 1)
      store.write((database) => noteUnusualLook(database, audit, look(0)));
    expect(untoldLooks(store.read)).toHaveLength(50);
  });
});
