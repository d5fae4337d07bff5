import { describe, expect, it } from 'vitest';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { ExemptionReason } from '../../../preload/contract/models/lab.ts';
import type { StationStatus } from '../../../preload/contract/models/station.ts';
import { screenFor } from '../../../renderer/app/surface.ts';
import { followWishes, nextIndex } from '../../../renderer/features/counter/active-option.ts';
import { canGoBackTo, stepOf } from '../../../renderer/features/counter/case-step.ts';
import { reasonDetail } from '../../../renderer/features/lock/reason-detail.ts';
import { arrangeBoard, canResume } from '../../../renderer/features/queue/board-order.ts';

const status = (enrolled: boolean, surfaces: StationStatus['surfaces']) =>
  ({ enrolled, surfaces }) as StationStatus;

describe('screenFor', () => {
  it('shows no operator screen and no lab form that the station does not offer', () => {
    expect(screenFor(status(true, ['lab']), 'counter', true)).toBe('lab');
    expect(screenFor(status(true, ['counter', 'key-simulator']), 'lab', false)).toBe('staff');
    expect(screenFor(status(false, ['lab', 'counter']), 'lab', true)).toBe('setup');
    expect(screenFor(status(true, []), 'lab', false)).toBe('setup');
    expect(screenFor(status(true, ['lab', 'counter']), null, false)).toBe('lab');
    expect(screenFor(status(true, ['lab', 'counter']), null, true)).toBe('staff');
  });

  it('paints the lock screen before the agent has answered, unless this was a counter', () => {
    expect(screenFor(null, null, false)).toBe('lab');
    expect(screenFor(null, 'counter', false)).toBe('opening');
  });
});

describe('stepOf', () => {
  const open = (changes: Partial<CounterCase>) =>
    ({ state: 'opened', check: null, decision: null, ...changes }) as CounterCase;
  const check = (outcome: 'passed' | 'failed') => ({
    documents: [],
    outcome,
    checkedAt: '2025-11-21T04:05:00.000Z',
  });
  const signer = { ja: '', en: '' };
  const act = { kind: 'suspend', extends: null } as const;
  const decision = { until: '', act, commandId: '', signer, digest: '', canonical: '' };

  it('I1: leads past the check only when it passed', () => {
    expect(stepOf(open({}))).toBe('check');
    expect(stepOf(open({ state: 'checked', check: check('failed') }))).toBe('check');
    expect(stepOf(open({ state: 'decided', check: null, decision }))).toBe('check');
    expect(stepOf(open({ state: 'checked', check: check('passed') }))).toBe('decide');
    expect(stepOf(open({ state: 'decided', check: check('passed'), decision }))).toBe('read');
    expect(stepOf(open({ state: 'signed', check: check('passed'), decision }))).toBe('receipt');
  });

  it('goes back but never ahead, and never once signed', () => {
    expect(canGoBackTo('check', 'read')).toBe(true);
    expect(canGoBackTo('read', 'decide')).toBe(false);
    expect(canGoBackTo('check', 'receipt')).toBe(false);
  });
});

describe('the board', () => {
  const command = (id: string, changes: Partial<CommandView>) =>
    ({
      id,
      kind: 'suspend',
      state: 'applied',
      late: false,
      queuedAt: `2025-11-2${id}T00:00:00.000Z`,
      ...changes,
    }) as CommandView;

  it('I2: puts what is late first and keeps it open even when it is said to have ended', () => {
    const board = arrangeBoard([
      command('1', { state: 'ended' }),
      command('2', {}),
      command('3', { state: 'refused' }),
      command('4', { state: 'ended', late: true }),
      command('5', {}),
    ]);
    expect(board.open.map((each) => each.id)).toEqual(['4', '5', '2']);
    expect(board.closed.map((each) => each.id)).toEqual(['3', '1']);
  });

  it('offers an early end only to suspensions that can have one', () => {
    expect(canResume(command('1', {}))).toBe(true);
    expect(canResume(command('1', { kind: 'resume' }))).toBe(false);
    expect(canResume(command('1', { state: 'ended' }))).toBe(false);
    expect(canResume(command('1', { state: 'refused' }))).toBe(false);
    expect(canResume(command('1', { late: true }))).toBe(false);
  });
});

describe('reasonDetail', () => {
  const speech = {
    language: 'ja',
    localized: (text: { ja: string }) => text.ja,
    text: (key: string, parameters?: object) => `${key} ${JSON.stringify(parameters ?? {})}`,
  } as Parameters<typeof reasonDetail>[1];
  const detail = (code: ExemptionReason['code'], parameters: ExemptionReason['parameters']) =>
    reasonDetail({ code, holds: true, parameters }, speech);

  it('names rooms, ends and roles, and keeps machine names to itself', () => {
    expect(detail('room-known', { room: { ja: '101教室', en: 'Room 101' } })).toBe('101教室');
    expect(detail('within-hours', { until: '21:00', timeZone: 'Asia/Tokyo' })).toContain('21:00');
    expect(detail('role-exempt', { roles: 'student staff' })).toBe('role.student {} / role.staff {}');
    expect(detail('policy-valid', { version: 3, validUntil: '2026-03-31T14:59:59.000Z' })).toContain('23:59');
    expect(detail('station-enrolled', { station: 'lab-101-07' })).toBe('');
    expect(detail('clock-untrusted', { reason: 'never-confirmed' })).toBe('');
  });
});

describe('followWishes', () => {
  const people = ['a', 'b', 'c'].map((id) => ({ id }));
  const keys = (...wanted: readonly string[]) => wanted.map((key) => ({ key }));

  it('moves and chooses, one wish after the other, and ends with the first choice', () => {
    expect(followWishes(keys('ArrowDown', 'ArrowDown'), null, people)).toEqual({
      activeId: 'b',
      chosen: null,
    });
    expect(followWishes(keys('ArrowDown', 'Enter', 'ArrowDown'), null, people)).toEqual({
      activeId: 'a',
      chosen: { id: 'a' },
    });
    expect(followWishes(keys('Escape'), 'b', people).activeId).toBeNull();
  });

  it('chooses nobody by Enter alone, nobody who is gone, and nobody of nobody', () => {
    expect(followWishes(keys('Enter'), null, people).chosen).toBeNull();
    expect(followWishes(keys('Enter'), 'gone', people)).toEqual({ activeId: null, chosen: null });
    expect(followWishes([{ id: 'gone' }], 'b', people)).toEqual({ activeId: 'b', chosen: null });
    expect(followWishes(keys('ArrowDown', 'Enter'), null, [])).toEqual({ activeId: null, chosen: null });
  });

  it('chooses whom a press named', () => {
    expect(followWishes([{ id: 'c' }], 'a', people).chosen).toEqual({ id: 'c' });
  });
});

describe('nextIndex', () => {
  it('starts nowhere, goes around the ends and leaves other keys alone', () => {
    expect(nextIndex('ArrowDown', -1, 3)).toBe(0);
    expect(nextIndex('ArrowDown', 2, 3)).toBe(0);
    expect(nextIndex('ArrowUp', -1, 3)).toBe(2);
    expect(nextIndex('ArrowUp', 1, 3)).toBe(0);
    expect(nextIndex('Escape', 1, 3)).toBe(-1);
    expect(nextIndex('Enter', 1, 3)).toBeNull();
    expect(nextIndex('ArrowDown', -1, 0)).toBeNull();
  });
});
