import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const moments = z.strictObject({
  /** The page's own beginning: before it, only the runtime and the main process were at work. */
  beganAt: z.number(),
  /** The first text on the screen. */
  paintedAt: z.number(),
  /** The root was marked ready, and a frame had been made since. */
  readyAt: z.number(),
});
/** Moments of a window's page, in Unix milliseconds. */
export type WindowMoments = z.infer<typeof moments>;

const attached = z.object({
  method: z.literal('Target.attachedToTarget'),
  params: z.object({ sessionId: z.string(), targetInfo: z.object({ type: z.string() }) }),
});
const observed = z.object({ result: z.object({ result: z.object({ value: moments }) }) });
const failed = z.object({ error: z.object({ message: z.string() }), sessionId: z.string() });

/** Runs in the page: looks with every frame, and resolves after the one that shows the mark `data-ready`. */
const observer = `new Promise((resolve) => {
  const look = () => {
    if (document.documentElement?.dataset.ready === undefined) {
      requestAnimationFrame(look);
      return;
    }
    setTimeout(() => {
      const now = performance.now();
      const { timeOrigin } = performance;
      const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? now;
      resolve({ beganAt: timeOrigin, paintedAt: timeOrigin + painted, readyAt: timeOrigin + now });
    }, 0);
  };
  requestAnimationFrame(look);
})`;

/**
 * Watches an Electron that was started with `--remote-debugging-port=0` and its standard error piped, until its page is
 * marked ready. One promise is all that is asked of the page, alike for every application.
 */
export async function whenWindowIsReady(electron: ChildProcess): Promise<WindowMoments> {
  const socket = new WebSocket(await debuggerAddress(electron));
  let count = 0;
  const ask = (method: string, params: object, sessionId?: string) => {
    count += 1;
    socket.send(JSON.stringify({ id: count, method, params, sessionId }));
  };
  const observe = (sessionId: string) =>
    ask('Runtime.evaluate', { expression: observer, awaitPromise: true, returnByValue: true }, sessionId);
  try {
    return await new Promise((resolve, reject) => {
      socket.addEventListener('open', () =>
        ask('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true }),
      );
      socket.addEventListener('close', () => reject(new Error('the window closed before it was ready')));
      socket.addEventListener('message', ({ data }) => {
        const message: unknown = JSON.parse(String(data));
        const event = attached.safeParse(message);
        if (event.success && event.data.params.targetInfo.type === 'page')
          observe(event.data.params.sessionId);
        const answer = observed.safeParse(message);
        if (answer.success) resolve(answer.data.result.result.value);
        // The document that was asked has made way for the page itself.
        const failure = failed.safeParse(message);
        if (failure.success) observe(failure.data.sessionId);
      });
    });
  } finally {
    socket.close();
  }
}

function debuggerAddress(electron: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const { stderr } = electron;
    if (stderr === null) throw new Error('standard error of the window is not piped');
    let said = '';
    createInterface({ input: stderr }).on('line', (line) => {
      said = `${said}\n${line}`.slice(-2000);
      const address = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    electron.once('exit', () => reject(new Error(`the window ended at once:${said}`)));
  });
}
