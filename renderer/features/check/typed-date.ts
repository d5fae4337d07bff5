/** Why what was typed is no date that can be recorded. */
export type DateProblem =
  | 'empty'
  | 'unreadable'
  /** A year of one or two digits without its era, which may be western. */
  | 'which-year'
  /** An era and a year that it did not have. */
  | 'no-such-year'
  /** A western year and, in brackets, an era’s that is another. */
  | 'eras-differ'
  | 'no-such-day'
  /** A year that no document shows as its last. */
  | 'year-out-of-range';

export type TypedDate =
  | { readonly ok: true /** `YYYY-MM-DD`. */; readonly date: string }
  | { readonly ok: false; readonly problem: DateProblem };

interface Era {
  readonly letter: string;
  readonly name: string;
  /** The western year before its first. */
  readonly before: number;
  readonly begins: string;
  /** The last year that documents write in it: those from before an era’s end name years that it never had. */
  readonly lastYear: number;
}

const eras: readonly Era[] = [
  { letter: 'M', name: '明治', before: 1867, begins: '1868-01-25', lastYear: 45 },
  { letter: 'T', name: '大正', before: 1911, begins: '1912-07-30', lastYear: 15 },
  { letter: 'S', name: '昭和', before: 1925, begins: '1926-12-25', lastYear: 64 },
  { letter: 'H', name: '平成', before: 1988, begins: '1989-01-08', lastYear: 50 },
  { letter: 'R', name: '令和', before: 2018, begins: '2019-05-01', lastYear: 81 },
];

/** Without an era a short year is Reiwa up to this one: no document is valid for longer, and `26` may mean 2026. */
const lastBareYear = 20;
const firstYear = 1900;
const lastYear = 2099;

/**
 * Reads a date as it stands on a card, and as people copy it: `令和8年3月31日`, `R8.3.31`, `8.3.31`, `2026-03-31`,
 * `20260331`, `2029年（令和11年）3月31日まで有効`; full-width digits, 元年 and every usual separator too. The year always comes
 * first, so that no setting of a machine can turn day and month around. Never guesses: what can be read in two ways is a
 * problem with its name.
 */
export function readTypedDate(typed: string): TypedDate {
  if (typed.length > 60) return problem('unreadable');
  const plain = typed
    .normalize('NFKC')
    .replaceAll(/\s+/g, '')
    .replace(/(?:まで(?:有効)?|有効)$/, '')
    .replaceAll('元年', '1年')
    .toUpperCase();
  if (plain === '') return problem('empty');
  const eight = /^(\d{4})(\d\d)(\d\d)$/.exec(plain);
  if (eight !== null) return dateOf(Number(eight[1]), eight[2], eight[3]);
  const parts =
    /^(明治|大正|昭和|平成|令和|[MTSHR])?\.?(\d{1,4})(?:年|[-/.・])(?:\((明治|大正|昭和|平成|令和|[MTSHR])\.?(\d{1,2})年?\))?(\d{1,2})(?:月|[-/.・])(\d{1,2})日?$/.exec(
      plain,
    );
  if (parts === null) return problem('unreadable');
  const [, eraName, year = '', otherEra, otherYear = '', month, day] = parts;
  if (eraName !== undefined)
    return year.length > 2 ? problem('no-such-year') : dateInEra(eraName, year, month, day);
  if (year.length === 4) {
    const western = dateOf(Number(year), month, day);
    if (otherEra === undefined || !western.ok) return western;
    const japanese = dateInEra(otherEra, otherYear, month, day);
    return japanese.ok && japanese.date === western.date ? western : problem('eras-differ');
  }
  if (year.length === 3 || otherEra !== undefined) return problem('unreadable');
  return Number(year) > lastBareYear ? problem('which-year') : dateInEra('令和', year, month, day);
}

function dateInEra(named: string, year: string, month = '', day = ''): TypedDate {
  const era = eras.find(({ letter, name }) => letter === named || name === named);
  const count = Number(year);
  if (era === undefined || count < 1 || count > era.lastYear) return problem('no-such-year');
  const read = dateOf(era.before + count, month, day);
  return read.ok && read.date < era.begins ? problem('no-such-year') : read;
}

function dateOf(year: number, month = '', day = ''): TypedDate {
  if (year < firstYear || year > lastYear) return problem('year-out-of-range');
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${date}T00:00:00.000Z`);
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
  return exists ? { ok: true, date } : problem('no-such-day');
}

function problem(name: DateProblem): TypedDate {
  return { ok: false, problem: name };
}

/** The year of a date (`YYYY-MM-DD`) as Japanese cards print it: `令和13年`, `平成元年`; empty before the first era. */
export function eraYear(date: string): string {
  const era = eras.findLast(({ begins }) => begins <= date);
  if (era === undefined) return '';
  const year = Number(date.slice(0, 4)) - era.before;
  return `${era.name}${year === 1 ? '元' : year}年`;
}
