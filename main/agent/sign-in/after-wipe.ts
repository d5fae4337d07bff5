import { type Result, refuse } from '../../../preload/contract/errors.ts';
import type { SignInOutcome } from '../../../preload/contract/models/lab.ts';
import type { StationWipe } from '../session/wipe/station-wipe.ts';
import type { LabSignIn } from './lab-sign-in.ts';

/** How long a sign-in waits for what the last session left to be gone, in milliseconds. */
const patienceMs = 10_000;

/**
 * A sign-in that was pressed while the last session's traces still go waits for them: not longer than somebody stands
 * there, since a session that opens by itself later would be anybody's. Then nothing was checked, and the refusal is
 * `session/still-wiping` or `session/wipe-failed`; so it is when the person gives up waiting.
 */
export function createSignInAfterWipe(ports: {
  readonly wipe: Pick<StationWipe, 'settled'>;
  readonly signIn: Pick<LabSignIn, 'signIn' | 'cancel'>;
}): {
  signIn(typed: { readonly login: string; readonly password: string }): Promise<Result<SignInOutcome>>;
  cancel(): boolean;
} {
  const waiting = new Set<() => void>();
  return {
    async signIn(typed) {
      const clean = await new Promise<Result<null>>((resolve, reject) => {
        const giveUp = () => resolve(refuse('session/still-wiping'));
        waiting.add(giveUp);
        const end = () => waiting.delete(giveUp);
        ports.wipe.settled(patienceMs).then(resolve, reject).finally(end);
      });
      return clean.ok ? ports.signIn.signIn(typed) : clean;
    },
    cancel() {
      const any = waiting.size > 0;
      for (const giveUp of waiting) giveUp();
      waiting.clear();
      return ports.signIn.cancel() || any;
    },
  };
}
