/** The last four digits of a telephone number, never more than half of them. */
export function maskedNumber(number: string): string {
  const digits = number.replaceAll(/\D/g, '');
  const shown = Math.min(4, Math.floor(digits.length / 2));
  return `••••${shown === 0 ? '' : digits.slice(-shown)}`;
}

/** A mail address with one character before the @. */
export function maskedMail(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '••••' : `${[...address][0]}••••${address.slice(at)}`;
}

/** What a person named their own device: one line of at most 60 characters. */
export function shortLabel(text: string | null | undefined): string {
  return [...(text ?? '').replaceAll(/\p{Cc}+/gu, ' ').trim()].slice(0, 60).join('');
}
