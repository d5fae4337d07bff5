/** A frame that is later than this has missed its turn and is not waited for; a hidden window draws none at all. */
const longestMs = 6;

/** Resolves within the frame that draws what was just typed, or soon without it. */
export function letterFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, longestMs);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
