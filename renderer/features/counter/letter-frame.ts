/** A frame that is later than this has missed its turn and is not waited for; a hidden window draws none at all. */
const longestMs = 6;

/** Resolves when the frame that draws what was just typed is done, or soon without it. */
export function letterFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, longestMs);
    requestAnimationFrame(() => {
      // A message that is sent from a frame arrives once it is painted: nothing of what follows holds the letter up.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        clearTimeout(timer);
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  });
}
