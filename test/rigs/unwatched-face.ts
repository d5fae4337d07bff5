import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FaceGround } from '../../main/cli/face-ground.ts';
import { faceEnvironment } from '../../main/cli/runtime/desktop-user.ts';
import { writeElectronWrapper } from '../../main/cli/runtime/face-process.ts';

/** What runs in the application's own main process. */
type Work<Input> = (electron: typeof import('electron'), input: Input) => unknown;

/**
 * A real face whose pages nobody debugs but the face itself: Playwright holds every frame of another process until it has
 * attached there, and beside a second debugger it never lets some of them go.
 */
export interface UnwatchedFace {
  /** Runs `work` in the application's main process; what it returns is awaited, and handed over as JSON. */
  evaluate<Input>(work: Work<Input>, input: Input): Promise<unknown>;
  close(): Promise<void>;
}

const listensWithinMs = 30_000;
const quitWithinMs = 10_000;
let opened = 0;

/** Opens it for a station's agent, with its sandbox on, and speaks with its main process by Node's inspector. */
export async function openUnwatchedFace(
  ground: FaceGround,
  options: { readonly runtimeFolder: string; readonly switches: readonly string[] },
): Promise<UnwatchedFace> {
  opened += 1;
  const executable = await writeElectronWrapper({
    file: join(ground.folder, `unwatched-${process.pid}-${opened}.sh`),
    executable: ground.runtime.executable,
    user: ground.user,
  });
  const home = ground.user?.home ?? ground.folder;
  const child = spawn(
    executable,
    [
      '--inspect=127.0.0.1:0',
      ...(ground.onVirtualDisplay ? ['--disable-gpu'] : []),
      '--lang=en',
      ...options.switches,
      ground.application,
      `--agent-runtime=${options.runtimeFolder}`,
      `--profile=${join(home, `unwatched-${process.pid}-${opened}`)}`,
    ],
    {
      env: { ...faceEnvironment(ground.user, process.env), ...ground.environment },
      cwd: home,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const ended = once(child, 'exit');
  const gone = ended.then(([code, signal]) => new Error(`the face ended: ${signal ?? code}`));
  const end = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    const address = await inspectorOf(child.stderr);
    const line = await speakTo(address, gone);
    return {
      evaluate: (work, input) => line.evaluate(work, input),
      async close() {
        const late = setTimeout(() => child.kill('SIGKILL'), quitWithinMs);
        // It would wait for whoever inspects it to let go.
        await line.evaluate(({ app }) => void setTimeout(() => app.quit(), 100), null).catch(() => undefined);
        line.close();
        await ended;
        clearTimeout(late);
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Node says on the standard error where its inspector listens. */
async function inspectorOf(output: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: output });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no inspector')), listensWithinMs);
    lines.on('line', (line) => {
      const [, address] = /^Debugger listening on (ws:\S+)$/.exec(line) ?? [];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
    lines.on('close', () => reject(new Error('the face ended')));
  });
}

interface Answer {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly result?: { readonly value?: unknown };
    readonly exceptionDetails?: {
      readonly exception?: { readonly description?: string };
      readonly text: string;
    };
  };
}

async function speakTo(address: string, gone: Promise<Error>) {
  const socket = new WebSocket(address);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('the inspector does not answer')));
  });
  socket.addEventListener('close', () => {
    void gone.then((error) => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
  });
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    const call = waiting.get(answer.id ?? -1);
    if (answer.id === undefined || call === undefined) return;
    waiting.delete(answer.id);
    const bad = answer.result?.exceptionDetails;
    if (answer.error !== undefined) call.reject(new Error(answer.error.message));
    else if (bad !== undefined) call.reject(new Error(bad.exception?.description ?? bad.text));
    else call.resolve(answer.result?.result?.value);
  });
  return {
    evaluate<Input>(work: Work<Input>, input: Input): Promise<unknown> {
      last += 1;
      const id = last;
      const expression = `Promise.resolve((${String(work)})(process.mainModule.require('electron'), ${JSON.stringify(input)}))`;
      const params = { expression, awaitPromise: true, returnByValue: true };
      return new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) return void gone.then(reject);
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
      });
    },
    close: () => socket.close(),
  };
}
