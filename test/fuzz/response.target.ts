import { succeed } from '../../native/client/fido-error.ts';
import { pinProtocolTwo } from '../../native/ctap/pin-protocol.ts';
import type { CborExchange } from '../../native/hid/ctap-hid-channel.ts';
import { type FuzzTarget, isTypedResult, promised, settles } from './fuzz-target.ts';
import { clientQuestions, recordExchanges } from './key-answers.ts';
import { mutated } from './mutation.ts';

const questionsInStep = 20;
/** A key may answer a listing for ever; each answer of the run is one packet, and no question takes more. */
const mostAnswers = 1_100;
const bound = 5_000;
const token = { protocol: pinProtocolTwo, bytes: new Uint8Array(32).fill(0x11) };

/** Damaged answers, valid ones out of place, and random bytes, to everything that the client asks a key. */
export async function createResponseTarget(): Promise<FuzzTarget> {
  const { answers } = await recordExchanges();
  return {
    async step(random) {
      let packets = 0;
      for (let count = 0; count < questionsInStep; count++) {
        const { ask } = random.pick(clientQuestions);
        const given: Uint8Array[] = [];
        const authenticator: CborExchange = {
          async exchange() {
            packets++;
            const valid = random.pick(answers);
            const answer = random.once(12) ? random.bytes(random.below(80)) : mutated(valid, random);
            if (given.length < 4) given.push(answer);
            promised(packets < questionsInStep * mostAnswers, 'a bounded number of questions', given);
            return succeed(answer);
          },
        };
        const result = await settles(() => ask(authenticator, token), bound, given);
        promised(isTypedResult(result), 'a typed result', given);
      }
      return packets;
    },
  };
}
