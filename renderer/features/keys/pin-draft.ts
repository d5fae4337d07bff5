/** What stands against a new PIN before the key is asked; null for nothing. */
export type PinProblem = 'too-short' | 'too-long' | 'not-text';

/** The longest PIN in bytes of UTF-8 (CTAP 2.2 §6.5.1). */
const longestBytes = 63;

/** How keys count a PIN: Unicode code points after NFC (CTAP 2.2 §6.5.1). */
export function pinLength(typed: string): number {
  return [...typed.normalize('NFC')].length;
}

/** Judges a new PIN by the rules of the key, as the key itself will. */
export function pinProblem(
  typed: string,
  rules: { readonly minimumLength: number; readonly maximumLength: number },
): PinProblem | null {
  if (/\p{Surrogate}/u.test(typed) || typed.endsWith('\0')) return 'not-text';
  const length = pinLength(typed);
  if (length < rules.minimumLength) return 'too-short';
  const bytes = new TextEncoder().encode(typed.normalize('NFC')).length;
  return length > rules.maximumLength || bytes > longestBytes ? 'too-long' : null;
}

/** Whether a PIN holds full-width letters or digits: easy to type by accident, and another PIN than the plain ones. */
export function hasWideCharacters(typed: string): boolean {
  return /[\uFF01-\uFF5E\u3000]/.test(typed);
}

export type PinStrength = 'weak' | 'fair' | 'good';

/**
 * How hard a PIN is to guess within the few tries that a key allows, which is what counts here: not one of the patterns
 * that people try first, and long enough. It is shown, not enforced: the key's own minimum is the rule.
 */
export function pinStrength(typed: string): PinStrength {
  const characters = [...typed.normalize('NFC')];
  const distinct = new Set(characters).size;
  if (characters.length < 6 || distinct < 3 || isPattern(characters)) return 'weak';
  const kinds = [/\d/, /[a-z]/, /[A-Z]/, /[^\da-zA-Z]/].filter((kind) => kind.test(typed)).length;
  if (characters.length >= 10 && distinct >= 6) return 'good';
  return characters.length >= 8 && kinds >= 2 && distinct >= 5 ? 'good' : 'fair';
}

/** Runs such as 123456 or fedcba, one part repeated such as 246246, and dates written as eight digits. */
function isPattern(characters: readonly string[]): boolean {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)));
  if (steps.size === 1) return true;
  const text = characters.join('');
  if (/^(.{1,4})\1+$/u.test(text)) return true;
  return /^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(text);
}
