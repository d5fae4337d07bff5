import type { FidoClient, FidoContext } from '../../../../native/client/fido-client.ts';
import type { FidoResult } from '../../../../native/client/fido-error.ts';
import type { Ceremony, CeremonyOutcome } from '../guest-calls.ts';
import type { KeyShelf } from './key-shelf.ts';

/** Runs one operation of the client with a person who types one PIN and, asked for a touch, does what they were told. */
export async function runCeremony<T>(
  shelf: KeyShelf,
  { origin, pin, devicePath, whenTouchNeeded, pullOutAfter }: Ceremony,
  operate: (context: FidoContext) => ReturnType<FidoClient['makeCredential' | 'getAssertion']>,
): Promise<CeremonyOutcome<T>> {
  const told: string[] = [];
  const begun = performance.now();
  let pulledAt: number | null = null;
  const callOff =
    pullOutAfter &&
    shelf.pullOutAfter(pullOutAfter.keyId, pullOutAfter.reports, () => {
      pulledAt = performance.now();
    });
  const abort = new AbortController();
  const context: FidoContext = {
    origin,
    signal: abort.signal,
    ...(devicePath === undefined ? {} : { devicePath }),
    interaction: {
      keyNeeded: () => void told.push('key'),
      async requestPin({ retriesLeft }) {
        told.push(`pin ${retriesLeft}`);
        return told.filter((word) => word.startsWith('pin')).length === 1 ? pin : null;
      },
      touchNeeded(device) {
        told.push(`touch ${device.serial ?? ''}`);
        if (whenTouchNeeded === undefined) return;
        const { hands, keyId } = whenTouchNeeded;
        if (hands === 'touch') shelf.touch(keyId);
        else if (hands === 'give-up') abort.abort();
        else if (pulledAt === null) {
          pulledAt = performance.now();
          // Its rejection (the key is not in) would be a mistake of the test and ends the program.
          void shelf.pullOut(keyId);
        }
      },
      done: () => void told.push('done'),
    },
  };
  const result = (await operate(context)) as FidoResult<T>;
  const ended = performance.now();
  callOff?.();
  return {
    result,
    told,
    milliseconds: Math.round(ended - begun),
    sincePulledOut: pulledAt === null ? null : Math.round(ended - pulledAt),
    stillWaiting: shelf.waiting(),
  };
}
