/** The way on and the way back that a screen offers at this moment, as its own buttons. */
export interface PresentStep {
  readonly next: HTMLButtonElement | null;
  readonly back: HTMLButtonElement | null;
  /** Answers that carry numbers, in their order. */
  readonly answers: readonly HTMLButtonElement[];
}

/**
 * Read off the screen, because "the next step is the only strong button" holds for all of them: what cannot be pressed
 * there cannot be pressed by a key either.
 */
export function presentStep(room: ParentNode): PresentStep {
  const strong = pressable(room, '.button-strong');
  const back = pressable(room, '[data-way=back]');
  return {
    next: strong.length === 1 ? (strong[0] ?? null) : null,
    back: back.length === 1 ? (back[0] ?? null) : null,
    answers: pressable(room, '.press-option'),
  };
}

function pressable(room: ParentNode, selector: string): HTMLButtonElement[] {
  return [...room.querySelectorAll<HTMLButtonElement>(`button${selector}`)].filter(
    (button) =>
      !button.disabled &&
      button.getAttribute('aria-disabled') === null &&
      button.checkVisibility({ checkVisibilityCSS: true }) &&
      button.closest('[inert], [aria-hidden=true]') === null,
  );
}
