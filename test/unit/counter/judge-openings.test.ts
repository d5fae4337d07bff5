import { expect, it } from 'vitest';
import {
  judgeOpenings,
  mostOpenedPerHour,
  notedOpenedPerHour,
} from '../../../main/agent/counter/judge-openings.ts';

const now = new Date('2026-11-22T03:00:00.000Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const openings = (count: number, minutes = 10) => Array.from({ length: count }, () => minutesAgo(minutes));

it('lets an operator open records as they come, and notes the opening that makes it unusual', () => {
  expect(judgeOpenings([], now)).toEqual({ may: true, unusual: null });
  expect(judgeOpenings(openings(notedOpenedPerHour - 2), now)).toEqual({ may: true, unusual: null });
  expect(judgeOpenings(openings(notedOpenedPerHour - 1), now)).toEqual({
    may: true,
    unusual: notedOpenedPerHour,
  });
  expect(judgeOpenings(openings(notedOpenedPerHour), now)).toEqual({ may: true, unusual: null });
});

it('refuses more than a visitor a minute, and says when one more may be opened', () => {
  expect(judgeOpenings(openings(mostOpenedPerHour - 1), now)).toMatchObject({ may: true });
  expect(judgeOpenings(openings(mostOpenedPerHour, 10), now)).toEqual({ may: false, minutes: 50 });
  expect(judgeOpenings([...openings(mostOpenedPerHour - 1), minutesAgo(59)], now)).toEqual({
    may: false,
    minutes: 1,
  });
});

it('forgets what is more than an hour ago', () => {
  expect(judgeOpenings(openings(500, 60), now)).toEqual({ may: true, unusual: null });
});
