import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let idleSeconds = 0;
vi.mock('electron', () => ({ powerMonitor: { getSystemIdleTime: () => idleSeconds } }));
const { createSessionActivity } = await import('../../../main/electron/desk/session-activity.ts');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells of a touch at once, then at most every 15 s, the last one included, and then nothing', () => {
  const reports: number[] = [];
  const startedMs = Date.now();
  const activity = createSessionActivity(() => reports.push((Date.now() - startedMs) / 1000));
  for (let second = 0; second < 40; second += 1) {
    activity.note();
    vi.advanceTimersByTime(1000);
  }
  vi.advanceTimersByTime(120_000);
  expect(reports).toEqual([0, 15, 30, 45]);
  expect(vi.getTimerCount()).toBe(0);
});

it('asks the system only while programs run, and believes it only for the time since it was last asked', () => {
  let reports = 0;
  const activity = createSessionActivity(() => {
    reports += 1;
  });
  expect(vi.getTimerCount()).toBe(0);
  activity.watchSystem(true);
  idleSeconds = 3;
  vi.advanceTimersByTime(15_000);
  expect(reports).toBe(1);
  idleSeconds = 15;
  vi.advanceTimersByTime(60_000);
  expect(reports).toBe(1);
  activity.watchSystem(false);
  idleSeconds = 0;
  vi.advanceTimersByTime(60_000);
  expect(reports).toBe(1);
  activity.stop();
  expect(vi.getTimerCount()).toBe(0);
});
