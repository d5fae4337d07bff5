/** 100 ns between 1601, where Active Directory's times begin (MS-DTYP 2.3.3), and 1970. */
const before1970 = 116_444_736_000_000_000n;
/** What Active Directory writes where there is no such time (MS-ADA1 2.2). */
const neverUnits = '9223372036854775807';
const generalizedTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:[.,]\d+)?)?Z$/;

/**
 * A directory's moment as ISO 8601 with milliseconds: ISO itself, GeneralizedTime in UTC (RFC 4517, 3.3.13), or Active
 * Directory's count of 100 ns. `never` for none (empty, `0`), null for what is no moment.
 */
export function moment(text: string): string | 'never' | null {
  const value = text.trim();
  if (value === '' || value === '0' || value === neverUnits) return 'never';
  const general = generalizedTime.exec(value);
  if (general !== null) {
    const [, year, month, day, hour, minute, second = '00'] = general;
    return iso(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
  }
  if (/^\d{17,19}$/.test(value)) {
    const ms = (BigInt(value) - before1970) / 10_000n;
    return ms < 0n || ms > 253_402_300_799_999n ? null : new Date(Number(ms)).toISOString();
  }
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(value) ? iso(value) : null;
}

function iso(text: string): string | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
