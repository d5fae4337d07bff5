import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SuspendCommand } from '../../../main/exchange/command.ts';
import { localDate } from '../../../main/exchange/local-moment.ts';
import { checkSuspensionLimits } from '../../../main/exchange/suspension-limits.ts';
import { refuse } from '../../../preload/contract/errors.ts';
import type { CheckedDocument } from '../../../preload/contract/models/identity.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import { exampleSuspend } from './example-command.ts';

const policy = examplePolicy();
const issued = Date.parse(exampleSuspend().issuedAt);
const hour = 3_600_000;

function at(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function judge(changes: Partial<SuspendCommand> = {}, nowMs = issued, openWithinWindow = 0): string {
  const result = checkSuspensionLimits(exampleSuspend(changes), policy, {
    now: new Date(nowMs),
    openWithinWindow,
    role: 'student',
    approved: false,
  });
  return result.ok ? 'ok' : result.refusal.code;
}

function checked(changes: Partial<CheckedDocument>, checkedAt = exampleSuspend().check.checkedAt) {
  const [document] = exampleSuspend().check.documents;
  if (document === undefined) throw new Error('the example has a document');
  return { check: { documents: [{ ...document, ...changes }], outcome: 'passed' as const, checkedAt } };
}

test('the example keeps every limit', () => {
  expect(judge()).toBe('ok');
});

describe('the end (I2)', () => {
  test.each([
    [-1, 'case/until-past'],
    [0, 'case/until-past'],
    [1, 'ok'],
    [72 * hour, 'ok'],
    [72 * hour + 1, 'case/until-too-late'],
    [168 * hour, 'case/until-too-late'],
  ])('%d ms after issuing: %s', (after, expected) => {
    expect(judge({ until: at(issued + after) })).toBe(expected);
  });

  test('the refusal says how many hours there are', () => {
    const late = exampleSuspend({ until: at(issued + 73 * hour) });
    expect(
      checkSuspensionLimits(late, policy, {
        now: new Date(issued),
        openWithinWindow: 0,
        role: 'student',
        approved: false,
      }),
    ).toEqual(refuse('case/until-too-late', { hours: 72 }));
  });

  test('is never accepted beyond the maximum, whatever else the command says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 168 }),
        fc.integer({ min: 1, max: 10 * 365 * 24 * hour }),
        fc.integer({ min: -10 * 24 * hour, max: 10 * 24 * hour }),
        fc.nat({ max: 10 }),
        (maximumHours, beyond, nowAfter, openWithinWindow) => {
          const narrow = { ...policy, suspension: { ...policy.suspension, maximumHours } };
          const command = exampleSuspend({ until: at(issued + maximumHours * hour + beyond) });
          const now = new Date(issued + nowAfter);
          expect(
            checkSuspensionLimits(command, narrow, { now, openWithinWindow, role: 'student', approved: true })
              .ok,
          ).toBe(false);
        },
      ),
    );
  });
});

describe('the check (I1)', () => {
  test.each([
    ['another face', { photoMatches: false }],
    ['another name', { nameMatches: false }],
    ['a type that is not accepted', { type: 'passport' as const }],
    ['an expired document', { validUntil: '2025-06-09' }],
  ])('%s fails it, though it says that it passed', (_, changes) => {
    expect(judge(checked(changes))).toBe('case/check-failed');
  });

  test('that failed fails, though its documents are in order', () => {
    expect(judge({ check: { ...exampleSuspend().check, outcome: 'failed' } })).toBe('case/check-failed');
  });

  test('one bad document among good ones fails it', () => {
    const [document] = exampleSuspend().check.documents;
    if (document === undefined) throw new Error('the example has a document');
    const documents = [document, { ...document, nameMatches: false }];
    expect(judge({ check: { ...exampleSuspend().check, documents } })).toBe('case/check-failed');
  });

  test('comes before the signing', () => {
    expect(judge(checked({}, at(issued)))).toBe('ok');
    expect(judge(checked({}, at(issued + 1)))).toBe('case/no-check');
  });

  test('is not older than an hour: the visitor is still there', () => {
    expect(judge(checked({}, at(issued - hour)))).toBe('ok');
    expect(judge(checked({}, at(issued - hour - 1)))).toBe('case/no-check');
  });

  // Midnight in Tokyo is 15:00 UTC.
  test.each([
    ['2025-06-09', '2025-06-09T14:59:59.999Z', 'ok'],
    ['2025-06-09', '2025-06-09T15:00:00.000Z', 'case/check-failed'],
    ['2025-06-10', '2025-06-09T15:00:00.000Z', 'ok'],
    ['2025-06-10', '2025-06-09T23:59:59.999Z', 'ok'],
  ])('a document valid until %s, seen at %s: %s', (validUntil, checkedAt, expected) => {
    const decided = Date.parse(checkedAt) + 60_000;
    const command = {
      ...checked({ validUntil }, checkedAt),
      issuedAt: at(decided),
      until: at(decided + hour),
    };
    expect(judge(command, decided)).toBe(expected);
  });

  test('a document without a date passes on that point', () => {
    expect(judge(checked({ validUntil: null }))).toBe('ok');
  });
});

describe('the queue', () => {
  test.each([
    [24 * hour, 'ok'],
    [24 * hour + 1, 'hub/too-old'],
    [-5 * 60_000, 'ok'],
    [-5 * 60_000 - 1, 'clock/untrusted'],
  ])('arriving %d ms after it was issued: %s', (after, expected) => {
    expect(judge({}, issued + after)).toBe(expected);
  });
});

test.each([
  [0, 'ok'],
  [2, 'ok'],
  [3, 'case/second-approval-needed'],
  [4, 'case/second-approval-needed'],
])('after %d suspensions in the window: %s', (before, expected) => {
  expect(judge({}, issued, before)).toBe(expected);
});

test.each([
  ['2025-06-10T14:59:59.999Z', 'Asia/Tokyo', '2025-06-10'],
  ['2025-06-10T15:00:00.000Z', 'Asia/Tokyo', '2025-06-11'],
  ['2025-12-31T15:00:00.000Z', 'Asia/Tokyo', '2026-01-01'],
  ['2024-02-28T15:00:00.000Z', 'Asia/Tokyo', '2024-02-29'],
  ['2025-06-10T15:00:00.000Z', 'UTC', '2025-06-10'],
])('%s in %s is %s', (instant, timeZone, date) => {
  expect(localDate(instant, timeZone)).toBe(date);
});
