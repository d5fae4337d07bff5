import { describe, expect, it } from 'vitest';
import { type ImportFindings, judgeImport } from '../../../main/hub/imports/judge-import.ts';

const limits = { removedPercent: 20, badPercent: 10 };
const judge = (found: Partial<ImportFindings>, forced = false) =>
  judgeImport(
    { mode: 'full', rows: 100, bad: 0, unknown: 0, present: 100, missing: 0, ...found },
    limits,
    forced,
  );
const goesOn = (remove: boolean) => ({ ok: true, remove });
const refused = (problem: string) => ({ ok: false, problem });

describe('an import that was read', () => {
  it.each([
    [{ missing: 20 }, goesOn(true)],
    [{ missing: 21 }, refused('too-many-removed')],
    [{ present: 10, missing: 4, rows: 6 }, goesOn(true)],
    [{ present: 10, missing: 5, rows: 5 }, refused('too-many-removed')],
    [{ present: 1, missing: 1 }, refused('too-many-removed')],
    [{ present: 0, missing: 0 }, goesOn(true)],
    [{ rows: 0, missing: 100 }, refused('nobody')],
    [{ bad: 10 }, goesOn(true)],
    [{ bad: 11 }, refused('too-many-bad')],
    [{ rows: 2, bad: 2 }, refused('too-many-bad')],
    [{ bad: 1, unknown: 1, missing: 90 }, goesOn(false)],
    [{ mode: 'changes', rows: 0, missing: 90 } as const, goesOn(false)],
  ])('%o', (found, verdict) => {
    expect(judge(found)).toEqual(verdict);
  });

  it('goes on when it is forced, whatever is missing', () => {
    expect(judge({ rows: 0, missing: 100 }, true)).toEqual(goesOn(true));
    expect(judge({ bad: 90, unknown: 90, missing: 90 }, true)).toEqual(goesOn(true));
    expect(judge({ mode: 'changes', missing: 90 }, true)).toEqual(goesOn(false));
  });
});
