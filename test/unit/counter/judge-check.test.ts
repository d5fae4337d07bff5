import { describe, expect, test } from 'vitest';
import { judgeCheck } from '../../../main/agent/counter/judge-check.ts';
import { checkSuspensionLimits } from '../../../main/exchange/suspension-limits.ts';
import type { CheckedDocument } from '../../../preload/contract/models/identity.ts';
import { exampleSuspend } from '../exchange/example-command.ts';
import { examplePolicy } from '../policy/exempt-question.ts';

const good: CheckedDocument = {
  type: 'student-card',
  photoMatches: true,
  nameMatches: true,
  validUntil: '2025-06-10',
  lastFour: '1001',
};
const at = new Date('2025-06-10T01:30:00.000Z');

function outcome(
  changes: Partial<CheckedDocument>,
  when = at,
  more: readonly CheckedDocument[] = [],
): string {
  return judgeCheck([{ ...good, ...changes }, ...more], ['student-card', 'passport'], when, 'Asia/Tokyo')
    .outcome;
}

describe('a check (I1)', () => {
  test.each<readonly [string, Partial<CheckedDocument>, 'passed' | 'failed']>([
    ['all in order', {}, 'passed'],
    ['another accepted type', { type: 'passport' }, 'passed'],
    ['no date on the document', { validUntil: null }, 'passed'],
    ['another face', { photoMatches: false }, 'failed'],
    ['another name', { nameMatches: false }, 'failed'],
    ['a type that is not accepted', { type: 'my-number-card' }, 'failed'],
    ['expired yesterday', { validUntil: '2025-06-09' }, 'failed'],
  ])('%s: %s is %s', (_, changes, expected) => {
    expect(outcome(changes)).toBe(expected);
  });

  test('one bad document among good ones fails it', () => {
    expect(outcome({}, at, [{ ...good, photoMatches: false }])).toBe('failed');
  });

  test('the last valid day ends at midnight in Tokyo', () => {
    expect(outcome({}, new Date('2025-06-10T14:59:59.999Z'))).toBe('passed');
    expect(outcome({}, new Date('2025-06-10T15:00:00.000Z'))).toBe('failed');
  });

  test('leaves what was seen and when', () => {
    expect(judgeCheck([good], ['student-card'], at, 'Asia/Tokyo')).toEqual({
      documents: [good],
      outcome: 'passed',
      checkedAt: at.toISOString(),
    });
  });

  test('is judged alike by the limits that the hub applies (I10)', () => {
    const policy = examplePolicy();
    for (const photoMatches of [true, false])
      for (const nameMatches of [true, false])
        for (const type of ['student-card', 'passport'] as const)
          for (const validUntil of [null, '2025-06-09', '2025-06-10', '2025-06-11']) {
            const check = judgeCheck(
              [{ ...good, photoMatches, nameMatches, type, validUntil }],
              policy.suspension.documents,
              at,
              policy.exemption.timeZone,
            );
            const command = exampleSuspend({ check: { ...check, outcome: 'passed' } });
            const limits = checkSuspensionLimits(command, policy, {
              now: at,
              openWithinWindow: 0,
              role: 'student',
              approved: false,
            });
            expect(limits.ok).toBe(check.outcome === 'passed');
          }
  });
});
