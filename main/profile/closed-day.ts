import type { LocalizedText } from '../../preload/contract/models/base.ts';
import type { Profile } from './profile.ts';
import { japaneseHoliday } from './shared/japanese-holidays.ts';

/** Why an institution's counters are closed on a date (`YYYY-MM-DD`) whatever the weekday; null when they are not. */
export function closureOn(closures: Profile['closures'], date: string): LocalizedText | null {
  const monthDay = date.slice(5);
  const yearly = closures.yearly.find(({ from, to }) =>
    from <= to ? from <= monthDay && monthDay <= to : from <= monthDay || monthDay <= to,
  );
  return yearly?.label ?? (closures.nationalHolidays ? japaneseHoliday(date) : null);
}
