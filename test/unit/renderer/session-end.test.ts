import { describe, expect, it } from 'vitest';
import type { LabSession } from '../../../preload/contract/models/lab.ts';
import { gridStep } from '../../../renderer/features/session/grid-step.ts';
import { comingEnd, endWarning } from '../../../renderer/features/session/session-end.ts';

const at = (minutes: number, seconds = 0) =>
  new Date(Date.UTC(2025, 10, 22, 1, minutes, seconds)).toISOString();
const session = (changes: Partial<LabSession>) =>
  ({
    endsAt: at(40),
    endsBecause: 'length',
    idleEndsAt: null,
    warnAt: at(38),
    extensionsLeft: 2,
    lockedUntil: null,
    ...changes,
  }) as LabSession;
const warned = (changes: Partial<LabSession>, minutes: number, seconds = 0) =>
  endWarning(session(changes), Date.parse(at(minutes, seconds)));

describe('the end of a session', () => {
  it('is the nearest one, with what puts it off', () => {
    expect(comingEnd(session({}))).toMatchObject({ kind: 'length', remedy: 'extend' });
    expect(comingEnd(session({ extensionsLeft: 0 }))).toMatchObject({ kind: 'length', remedy: null });
    expect(comingEnd(session({ endsBecause: 'closing' }))).toMatchObject({ kind: 'closing', remedy: null });
    expect(comingEnd(session({ idleEndsAt: at(20) }))).toMatchObject({ kind: 'idle', remedy: 'stay' });
    expect(comingEnd(session({ idleEndsAt: at(50) }))).toMatchObject({ kind: 'length' });
  });

  it('is warned of from its time on, urgently in the last 20 s', () => {
    expect(warned({}, 37, 59)).toBeNull();
    expect(warned({}, 38)).toMatchObject({ kind: 'length', seconds: 120, urgent: false });
    expect(warned({}, 39, 39)).toMatchObject({ seconds: 21, urgent: false });
    expect(warned({}, 39, 40)).toMatchObject({ seconds: 20, urgent: true });
    expect(warned({}, 41)).toMatchObject({ seconds: 0, urgent: true });
  });

  it('is not warned of behind the screen of a kept place, which says its own', () => {
    expect(warned({ lockedUntil: at(44) }, 39)).toBeNull();
  });
});

describe('gridStep', () => {
  it('follows the arrows within the grid and never out of it', () => {
    expect(gridStep('ArrowRight', 0, 3, 5)).toBe(1);
    expect(gridStep('ArrowDown', 1, 3, 5)).toBe(4);
    expect(gridStep('ArrowDown', 2, 3, 5)).toBeNull();
    expect(gridStep('ArrowUp', 4, 3, 5)).toBe(1);
    expect(gridStep('ArrowLeft', 0, 3, 5)).toBeNull();
    expect(gridStep('End', 0, 3, 5)).toBe(4);
    expect(gridStep('Home', 4, 3, 5)).toBe(0);
    expect(gridStep('a', 0, 3, 5)).toBeNull();
  });
});
