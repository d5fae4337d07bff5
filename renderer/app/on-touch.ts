const touches = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const;

/** Calls `touched` whenever somebody touches the page, whatever takes the event. Returns what ends it. */
export function onTouch(touched: (event: Event) => void): () => void {
  for (const touch of touches) window.addEventListener(touch, touched, { passive: true, capture: true });
  return () => {
    for (const touch of touches) window.removeEventListener(touch, touched, { capture: true });
  };
}
