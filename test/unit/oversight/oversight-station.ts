import type { HubClient } from '../../../main/agent/hub-link/hub-client.ts';
import { createCaseLedger } from '../../../main/agent/oversight/case-ledger.ts';
import { createOversightParts } from '../../../main/agent/oversight-parts.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import type { CounterStation } from '../staff/counter-station.ts';

/** The rooms that look at a counter, over the services of a test's station; the hub answers what the test says. */
export function oversightOf(station: CounterStation) {
  const hub: { answers: Record<string, unknown>; readonly asked: { path: string; body: unknown }[] } = {
    answers: {},
    asked: [],
  };
  const ask: HubClient['ask'] = async (path, body, schema) => {
    hub.asked.push({ path, body });
    const answer = hub.answers[path];
    return answer === undefined ? refuse('hub/needed') : ok(schema.parse(answer));
  };
  const { store, identity, clock, audit, staff, key, people, outbox } = station.now;
  const ledger = createCaseLedger({ store });
  const policy = { current: () => station.policy.state };
  const parts = createOversightParts({
    store,
    identity,
    clock,
    audit,
    policy,
    client: { ask } as HubClient,
    outbox,
    people,
    staff: { key, sessions: staff },
    ledger,
  });
  return { hub, ledger, parts, ask, policy };
}
