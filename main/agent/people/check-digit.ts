/** How the last character of a card's code proves the others. */
export type CheckDigit = 'none' | 'luhn' | 'modulus-10' | 'modulus-11' | 'modulus-16' | 'modulus-43' | '7dr';

const code39 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';
const codabar = '0123456789-$:/.+ABCD';

/**
 * Whether the last character of `data` is its check character. `around` is what stands before and after the data on the
 * card: the start and stop letters of NW-7, which its modulus 16 counts too. False for characters that the method doesn't know.
 */
export function checkDigitHolds(
  method: CheckDigit,
  data: string,
  around: readonly [string, string],
): boolean {
  switch (method) {
    case 'none':
      return true;
    case 'luhn':
      // ISO/IEC 7812-1 annex B
      return isDigits(data) && weighted(data, (place) => (place % 2 === 0 ? 1 : 2), digitSum) % 10 === 0;
    case 'modulus-10':
      // ISO/IEC 15420 (EAN, JAN), annex A: weights 3 and 1
      return isDigits(data) && weighted(data, (place) => (place % 2 === 0 ? 1 : 3)) % 10 === 0;
    case 'modulus-11': {
      // Weights 2 to 7 from the right, as in JIS X 0076; a remainder of 0 or 1 gives 0.
      if (!isDigits(data) || data.length < 2) return false;
      const remainder = weighted(data.slice(0, -1), (place) => (place % 6) + 2) % 11;
      return Number(data.at(-1)) === (remainder < 2 ? 0 : 11 - remainder);
    }
    case 'modulus-16': {
      // NW-7 (Codabar): everything, start and stop included, adds up to a multiple of 16
      const values = Array.from(`${around[0]}${data}${around[1]}`.toUpperCase(), (one) =>
        codabar.indexOf(one),
      );
      return !values.includes(-1) && values.reduce((sum, value) => sum + value, 0) % 16 === 0;
    }
    case 'modulus-43': {
      // ISO/IEC 16388 (Code 39) annex A
      const values = Array.from(data.toUpperCase(), (one) => code39.indexOf(one));
      if (values.includes(-1) || values.length < 2) return false;
      return values.slice(0, -1).reduce((sum, value) => sum + value, 0) % 43 === values.at(-1);
    }
    case '7dr':
      // The remainder of the number divided by seven
      return (
        isDigits(data) &&
        data.length > 1 &&
        Array.from(data.slice(0, -1)).reduce((rest, digit) => (rest * 10 + Number(digit)) % 7, 0) ===
          Number(data.at(-1))
      );
  }
}

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

function digitSum(value: number): number {
  return value > 9 ? value - 9 : value;
}

/** The digits times their weights, places counted from the right. */
function weighted(
  digits: string,
  weightOf: (place: number) => number,
  fold: (value: number) => number = (value) => value,
): number {
  return Array.from(digits)
    .reverse()
    .reduce((sum, digit, place) => sum + fold(Number(digit) * weightOf(place)), 0);
}
