import { join } from 'node:path';
import { bootGuest } from './boot-guest.ts';
import type { GuestAnswer, GuestCallName, GuestCalls } from './guest-calls.ts';

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

/** Boots the guest; resolves when it is ready to be asked. `limitSeconds` bounds its whole life. */
export async function startKeyGuest(limitSeconds: number): Promise<KeyGuest> {
  const open = new Map<number, PromiseWithResolvers<unknown>>();
  const ready = Promise.withResolvers<unknown>();
  open.set(0, ready);
  const words = [
    join(project, 'node_modules/node/bin/node'),
    join(import.meta.dirname, 'guest/guest-agent.ts'),
  ];
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
    for (const { reject } of open.values()) reject(new Error(`the guest ended: ${text}`));
    open.clear();
  });
  let number = 0;
  await ready.promise;
  return {
    ask(call, input) {
      number += 1;
      const waiting = Promise.withResolvers<unknown>();
      open.set(number, waiting);
      guest.send(JSON.stringify({ number, call, input }));
      return waiting.promise as Promise<never>;
    },
    stop: () => guest.stop(),
  };
}
