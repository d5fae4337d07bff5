import { peopleCountRequest, peopleCountResponse } from '../../exchange/hub-interface.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { HubClient } from './hub-client.ts';

/** How often one first copy asks: what is lost with a connection is asked for with a later part. */
const mostAskings = 3;

/**
 * Learns how many people a first copy of the directory will bring. The feed does not say it: a hub that knows nothing of the
 * question refuses it, and the copy arrives all the same, without an end that anybody could tell.
 */
export function createFirstCopy(ports: {
  readonly client: Pick<HubClient, 'ask'>;
  readonly people: Pick<PeopleReplica, 'status' | 'expect'>;
  /** The number has come. */
  readonly onExpected: () => void;
}): {
  /** A part has come, and others follow. Resolves when there is nothing more to learn by it. */
  partCame(signal: AbortSignal): Promise<void>;
} {
  let askings = 0;
  return {
    async partCame(signal) {
      const { receiving, expected } = ports.people.status();
      if (!receiving) askings = 0;
      if (!receiving || expected !== null || askings >= mostAskings) return;
      askings += 1;
      const asked = peopleCountRequest.parse({});
      const answer = await ports.client.ask('/v1/people/count', asked, peopleCountResponse, signal);
      if (!answer.ok) {
        if (answer.refusal.code !== 'hub/needed') askings = mostAskings;
        return;
      }
      // Late, when the copy is whole: nobody waits for it any more.
      if (!ports.people.status().receiving) return;
      ports.people.expect(answer.value.people);
      ports.onExpected();
    },
  };
}
