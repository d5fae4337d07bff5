import type { CardFault, ScanEnding } from '../../../preload/contract/models/scan.ts';
import type { CardScanner } from './card-scanner.ts';
import { checkDigitHolds } from './check-digit.ts';

/** What a scan says: the number on the card, or why it says none. */
export type CardReading =
  | { readonly kind: 'number'; readonly number: string }
  | {
      readonly kind: 'fault';
      readonly fault: CardFault;
      readonly parameters: Readonly<Record<string, number>>;
    };

/**
 * Reads what a scanner sent, by the format of the institution's cards: what stands around the code, how long it is, and
 * its check character. Widths and spaces at the ends don't count. Which person bears the number is not known here.
 */
export function readCard(scanner: CardScanner, scanned: string, ending: ScanEnding): CardReading {
  const text = scanned.normalize('NFKC').trim();
  const { prefix, suffix, length } = scanner;
  const whole = length === null ? null : prefix.length + length + suffix.length;
  // A code that is as long as it should be was not cut, even when the key after it was lost.
  if (ending === 'pause' && scanner.terminator !== 'none' && (whole === null || text.length < whole))
    return fault('cut-off', { received: text.length });
  if (!same(text.slice(0, prefix.length), prefix)) return fault('other-card');
  if (text.length < prefix.length + suffix.length) return fault('too-short', lengths(text, whole));
  if (!same(text.slice(text.length - suffix.length), suffix))
    return whole !== null && text.length < whole
      ? fault('cut-off', { received: text.length })
      : fault('other-card');
  const data = text.slice(prefix.length, text.length - suffix.length);
  if (length !== null && data.length !== length) {
    return fault(data.length < length ? 'too-short' : 'too-long', {
      expected: length,
      received: data.length,
    });
  }
  if (!checkDigitHolds(scanner.checkDigit, data, [prefix, suffix])) return fault('check-digit');
  const code = scanner.checkDigit === 'none' ? data : data.slice(0, -1);
  const number =
    scanner.number === null
      ? code
      : code.slice(scanner.number.from - 1, scanner.number.from - 1 + scanner.number.length);
  return number === '' ? fault('too-short', lengths(text, whole)) : { kind: 'number', number };
}

function fault(kind: CardFault, parameters: Readonly<Record<string, number>> = {}): CardReading {
  return { kind: 'fault', fault: kind, parameters };
}

function lengths(text: string, whole: number | null): Readonly<Record<string, number>> {
  return { expected: whole ?? 0, received: text.length };
}

/** Scanners and keyboards disagree on case: NW-7 start letters come as A or a. */
function same(left: string, right: string): boolean {
  return left.toUpperCase() === right.toUpperCase();
}
