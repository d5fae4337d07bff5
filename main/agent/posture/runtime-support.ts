/**
 * Until when the makers of the runtimes mend them, as their release schedules said on `asOf`. A major that is missing is
 * unknown, never supported.
 */
export const runtimeSupport = {
  asOf: '2026-11-01',
  node: { 18: '2025-04-30', 20: '2026-04-30', 22: '2027-04-30', 24: '2028-04-30' },
  // releases.electronjs.org/schedule
  electron: {
    22: '2023-10-10',
    23: '2023-08-08',
    24: '2023-10-03',
    25: '2023-12-05',
    40: '2026-06-30',
    41: '2026-08-25',
    42: '2026-10-20',
    43: '2027-01-05',
    44: '2027-03-02',
    45: '2027-04-27',
  },
} as const;

/** The day on which support of a version ends, ISO 8601; null where the table does not say. */
export function supportEnd(runtime: 'node' | 'electron', version: string): string | null {
  const major = /^v?(\d+)\./.exec(version)?.[1];
  const table: Readonly<Record<string, string>> = runtimeSupport[runtime];
  return major !== undefined && Object.hasOwn(table, major) ? (table[major] ?? null) : null;
}
