/** Why what was typed as the last characters of a document's number is not taken. */
export type CardNumberProblem =
  /** More than four: the rest of a number has no place here, so nothing of it is kept. */
  | 'too-long'
  /** Twelve digits, as a My Number has: nobody may note one, nor a part of it. */
  | 'my-number'
  | 'not-letters';

export type CardNumber =
  | { readonly ok: true; readonly lastFour: string }
  | { readonly ok: false; readonly problem: CardNumberProblem };

/**
 * The last characters of a document's number as they are recorded: at most four letters or digits (I7). Anything longer is
 * refused as a whole before it is kept anywhere; that its end would do is not for a program to decide.
 */
export function readCardNumber(typed: string): CardNumber {
  if (typed.length > 200) return { ok: false, problem: 'too-long' };
  const plain = typed.normalize('NFKC').replaceAll(/[\s\-‐‑–—−ー]/g, '');
  if (holdsMyNumber(plain)) return { ok: false, problem: 'my-number' };
  if (Array.from(plain).length > 4) return { ok: false, problem: 'too-long' };
  return /^[0-9A-Za-z]{0,4}$/.test(plain)
    ? { ok: true, lastFour: plain.toUpperCase() }
    : { ok: false, problem: 'not-letters' };
}

/** Whether a text contains twelve digits in a row and no more: a My Number, right or mistyped. */
export function holdsMyNumber(text: string): boolean {
  return /(?<!\d)\d{12}(?!\d)/.test(text.normalize('NFKC').replaceAll(/[\s-]/g, ''));
}
