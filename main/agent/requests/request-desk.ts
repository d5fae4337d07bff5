import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CentreRequest } from '../../../preload/contract/models/acts.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { WebAuthnRequest } from '../../../preload/contract/models/staff.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import type { SettleRequestCommand } from '../../exchange/command.ts';
import { requestsResponse } from '../../exchange/issue-interface.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { Caller, PolicySource, StationIdentity, TrustedClock } from '../ports.ts';
import type { OperatorKey } from '../staff/operator-key.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import { boardGround, type PreparedCommand } from '../suspension/board-command.ts';
import { createBoardSigning } from '../suspension/board-signing.ts';
import type { SignedCommands } from '../suspension/signed-commands.ts';

export interface RequestDesk {
  /** What the centre still has to do by hand, from every counter, as the hub tells at this moment. */
  list(): Promise<Result<CentreRequest[]>>;
  /** Says what became of a request: a command of its own, signed by the operator's key and queued. */
  settle(input: InputOf<'requests.settle'>): Promise<Result<CommandView>>;
  /** The same through a window's WebAuthn. */
  settleOptions(input: InputOf<'requests.settleOptions'>, caller: Caller): Result<WebAuthnRequest>;
  settleWith(answer: InputOf<'requests.settleWith'>, caller: Caller): Promise<Result<CommandView>>;
}

/** The centre's side of requests. Whose request it is was told by the hub when it was last asked, in this process. */
export function createRequestDesk(ports: {
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly identity: StationIdentity;
  readonly staff: StaffSessions;
  readonly people: PeopleReplica;
  readonly client: Pick<HubClient, 'ask'>;
  readonly commands: SignedCommands;
  readonly key: OperatorKey;
}): RequestDesk {
  const told = new Map<string, string>();
  const signing = createBoardSigning(ports);

  const prepare = ({
    requestId,
    outcome,
    signer,
  }: InputOf<'requests.settle'>): Result<PreparedCommand<SettleRequestCommand>> => {
    const ground = boardGround(ports, signer);
    if (!ground.ok) return ground;
    const personId = told.get(requestId);
    if (personId === undefined) return refuse('request/unknown');
    const begun = ground.value.begin(personId);
    if (!begun.ok) return begun;
    const { common, ...prepared } = begun.value;
    return ok({ ...prepared, command: { ...common, kind: 'settle-request', request: requestId, outcome } });
  };

  return {
    async list() {
      const request = ports.staff.proven('/v1/requests', {});
      if (!request.ok) return request;
      const answer = await ports.client.ask('/v1/requests', request.value, requestsResponse);
      if (!answer.ok) return answer;
      told.clear();
      for (const { id, person } of answer.value.requests) told.set(id, person.id);
      return ok(answer.value.requests);
    },

    settle: (input) => signing.sign(prepare(input)),
    settleOptions: (input, caller) => signing.request(prepare(input), caller),
    settleWith: (answer, caller) =>
      signing.answer('settle-request', answer, caller, ({ request, outcome, operator }) =>
        prepare({ requestId: request, outcome, signer: operator }),
      ),
  };
}
