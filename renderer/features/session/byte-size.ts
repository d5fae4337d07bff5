import type { Language } from '../../../preload/contract/models/base.ts';

/** `850 kB`, `12.3 MB`, in decimal units; what there is, is at least `1 kB`. */
export function byteSize(bytes: number, language: Language): string {
  const [unit, size] =
    bytes < 1_000_000
      ? (['kilobyte', 1000] as const)
      : bytes < 1_000_000_000
        ? (['megabyte', 1_000_000] as const)
        : (['gigabyte', 1_000_000_000] as const);
  return new Intl.NumberFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'kilobyte' ? 0 : 1,
  }).format(bytes === 0 ? 0 : Math.max(1, bytes / size));
}
