import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootGuest } from './boot-guest.ts';
import type { GuestAnswer, GuestCallName, GuestCalls } from './guest-calls.ts';
import { buildGuestPrograms } from './guest-programs.ts';

const project = join(import.meta.dirname, '../../..');

/** A machine of its own with Debian's kernel, into which software keys can be plugged. */
export interface KeyGuest {
  /** Has something done in the guest; rejects if it failed there, with the guest's own words. */
  ask<Name extends GuestCallName>(
    call: Name,
    input: GuestCalls[Name]['input'],
  ): Promise<GuestCalls[Name]['output']>;
  stop(): Promise<void>;
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Boots the guest; resolves when it is ready to be asked. `limitSeconds` bounds its whole life. */
export async function startKeyGuest(limitSeconds: number): Promise<KeyGuest> {
  const open = new Map<number, Waiting>();
  const waitFor = (number: number): Promise<unknown> =>
    new Promise((resolve, reject) => open.set(number, { resolve, reject }));
  const ready = waitFor(0);
  const folder = mkdtempSync(join(tmpdir(), 'guest-programs-'));
  const { agent } = await buildGuestPrograms(folder);
  const words = [join(project, 'node_modules/node/bin/node'), agent];
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const guest = bootGuest({
    // Each key occupies a thread that waits for the kernel.
    job: `export PATH=/usr/sbin:/usr/bin:/sbin:/bin UV_THREADPOOL_SIZE=16; exec ${quoted}`,
    limitSeconds,
    onLine(line) {
      const answer = JSON.parse(line) as GuestAnswer;
      const waiting = open.get(answer.number);
      open.delete(answer.number);
      if ('problem' in answer) waiting?.reject(new Error(`in the guest: ${answer.problem}`));
      else waiting?.resolve(answer.output);
    },
  });
  void guest.ended.then((text) => {
    rmSync(folder, { recursive: true, force: true });
    for (const { reject } of open.values()) reject(new Error(`the guest ended: ${text}`));
    open.clear();
  });
  try {
    await ready;
  } catch (error) {
    await guest.stop();
    throw error;
  }
  let number = 0;
  return {
    ask(call, input) {
      number += 1;
      guest.send(JSON.stringify({ number, call, input }));
      const answer = waitFor(number);
      // A test that failed may leave its question open; the guest's end is then no news to anybody.
      answer.catch(() => {});
      return answer as Promise<never>;
    },
    stop: () => guest.stop(),
  };
}
