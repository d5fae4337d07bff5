import { once } from 'node:events';
import { createAgentConnection } from '../../main/electron/agent-connection.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { student } from './campus-directory.ts';

/** Sign-ins at a lab station's agent over its socket, without a window. */
export interface LabAgent {
  /** Signs the student in; milliseconds until the agent has answered with a session. Refuses other outcomes. */
  signIn(): Promise<{ readonly milliseconds: number; readonly offline: boolean }>;
  /** Signs them out, and waits until nothing of the session is left. */
  signOut(): Promise<void>;
  close(): void;
}

/** Below what the contract lets a face press. */
const betweenPressesMs = 600;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function connectLabAgent(runtimeFolder: string): Promise<LabAgent> {
  const states = new EventTarget();
  const connection = createAgentConnection({
    runtimeFolder,
    account: Promise.resolve(null),
    onEvent: () => undefined,
    onState: (state) => states.dispatchEvent(new Event(state)),
  });
  if (connection.state() !== 'connected') await once(states, 'connected');
  const call = async <T>(name: string, input: unknown): Promise<T> => {
    const answer = (await connection.call(name, input)) as Result<T>;
    if (!answer.ok) throw new Error(`${name}: ${answer.refusal.code}`);
    return answer.value;
  };
  return {
    async signIn() {
      await pause(betweenPressesMs);
      const startedMs = performance.now();
      const answer = await call<{ outcome: string; session?: { offline: boolean } }>('lab.signIn', {
        login: student.login,
        password: student.password,
      });
      const milliseconds = performance.now() - startedMs;
      if (answer.session === undefined) throw new Error(`the sign-in ended as ${answer.outcome}`);
      return { milliseconds, offline: answer.session.offline };
    },
    async signOut() {
      await pause(betweenPressesMs);
      await call('lab.signOut', {});
      for (;;) {
        const { state } = await call<{ state: string }>('lab.wipe', {});
        if (state === 'clean') return;
        if (state === 'failed') throw new Error('the session could not be wiped');
        await pause(50);
      }
    },
    close: () => connection.close(),
  };
}
