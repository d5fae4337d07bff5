const storageKey = 'madoguchi.question-mark';

/** Whether `?` alone opens the list of keys. It can be switched off, for those who speak to their computer (WCAG 2.1.4). */
export function questionMarkWanted(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

/** Remembers it for this computer's window. */
export function wantQuestionMark(wanted: boolean): void {
  try {
    if (wanted) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
  } catch {
    // A window without storage forgets it at its end; Ctrl+/ works in any case.
  }
}
