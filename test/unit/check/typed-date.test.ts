import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eraYear, readTypedDate } from '../../../renderer/features/check/typed-date.ts';

describe('a date on a card', () => {
  it.each([
    ['令和8年3月31日', '2026-03-31'],
    ['R8.3.31', '2026-03-31'],
    ['r8.3.31', '2026-03-31'],
    ['R.8.3.31', '2026-03-31'],
    ['8.3.31', '2026-03-31'],
    ['08.03.31', '2026-03-31'],
    ['8年3月31日', '2026-03-31'],
    ['2026-03-31', '2026-03-31'],
    ['2026/3/31', '2026-03-31'],
    ['2026.3.31', '2026-03-31'],
    ['20260331', '2026-03-31'],
    ['２０２６年３月３１日', '2026-03-31'],
    ['Ｒ８．３．３１', '2026-03-31'],
    [' 2026 年 3 月 31 日 ', '2026-03-31'],
    ['令和8年3月31日まで有効', '2026-03-31'],
    ['2029年（令和11年）03月31日まで有効', '2029-03-31'],
    ['令和元年5月1日', '2019-05-01'],
    ['平成31年4月30日', '2019-04-30'],
    // Printed before anybody knew that the era would end.
    ['平成35年6月1日', '2023-06-01'],
    ['昭和64年1月7日', '1989-01-07'],
    ['S55.12.3', '1980-12-03'],
    ['令和10年2月29日', '2028-02-29'],
  ])('%s is %s', (typed, date) => expect(readTypedDate(typed)).toEqual({ ok: true, date }));

  it.each([
    ['', 'empty'],
    ['　', 'empty'],
    ['2026', 'unreadable'],
    ['03/31/2026', 'unreadable'],
    ['2026-03-31x', 'unreadable'],
    ['202603311', 'unreadable'],
    ['期限なし', 'unreadable'],
    ['x'.repeat(10_000), 'unreadable'],
    ['26.3.31', 'which-year'],
    ['21.1.1', 'which-year'],
    ['令和0年1月1日', 'no-such-year'],
    ['令和82年1月1日', 'no-such-year'],
    ['平成51年1月1日', 'no-such-year'],
    ['R2026.3.31', 'no-such-year'],
    ['令和元年4月30日', 'no-such-year'],
    ['昭和元年12月24日', 'no-such-year'],
    ['2029年(令和10年)3月31日', 'eras-differ'],
    ['2025-02-29', 'no-such-day'],
    ['令和7年2月29日', 'no-such-day'],
    ['2026-13-01', 'no-such-day'],
    ['2026-00-10', 'no-such-day'],
    ['20260431', 'no-such-day'],
    ['1899-12-31', 'year-out-of-range'],
    ['2100-01-01', 'year-out-of-range'],
  ])('%s is refused: %s', (typed, problem) => expect(readTypedDate(typed)).toEqual({ ok: false, problem }));

  it('every day from 2019-05-01 to 2038 reads alike in every spelling', () => {
    const from = Date.UTC(2019, 4, 1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7000 }), (days) => {
        const date = new Date(from + days * 86_400_000).toISOString().slice(0, 10);
        const [year = 0, month, day] = date.split('-').map(Number);
        const era = year - 2018;
        for (const typed of [
          `${year}-${month}-${day}`,
          `令和${era}年${month}月${day}日`,
          `R${era}.${month}.${day}`,
          date.replaceAll('-', ''),
          `${year}年(令和${era}年)${month}月${day}日`,
          ...(era <= 20 ? [`${era}.${month}.${day}`] : []),
        ])
          expect(readTypedDate(typed), typed).toEqual({ ok: true, date });
      }),
    );
  });

  it('never throws, and gives no day that the calendar has not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (typed) => {
        const read = readTypedDate(typed);
        if (read.ok) expect(new Date(`${read.date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(read.date);
      }),
    );
  });

  it('is shown again with the year that the card prints', () => {
    expect(eraYear('2031-03-31')).toBe('令和13年');
    expect(eraYear('2019-05-01')).toBe('令和元年');
    expect(eraYear('2019-04-30')).toBe('平成31年');
    expect(eraYear('1867-12-31')).toBe('');
  });
});
