import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { ReceiptOutlets, ReceiptSheet } from '../../../preload/contract/models/receipt.ts';
import type { OperationId } from '../../../preload/contract/models/triage.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { commandEnvelope } from '../../exchange/command.ts';
import { verifyDocument } from '../../exchange/signed-document.ts';
import { verificationKey } from '../../exchange/signing-key.ts';
import type { EnrolmentDocument } from '../../exchange/station-documents.ts';
import type { Profile } from '../../profile/profile.ts';
import { operationOf, profileOf } from '../../profile/profiles.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PolicySource, StationIdentity, TrustedClock } from '../ports.ts';
import { findCommand } from '../suspension/command-views.ts';

export interface ReceiptDesk {
  sheet(input: InputOf<'receipt.sheet'>): Result<ReceiptSheet>;
  /** The agent itself prints nothing; that it answers at all says that this is a counter with an operator signed in. */
  outlets(): Result<ReceiptOutlets>;
}

/** What a visitor takes home: the command's state as it is at this moment, and the institution's own words (I5). */
export function createReceiptDesk(ports: {
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly outbox: Outbox;
  readonly policy: PolicySource;
}): ReceiptDesk {
  return {
    sheet({ commandId }) {
      const enrolment = ports.identity.enrolment();
      if (enrolment === null) return refuse('station/not-enrolled');
      const command = findCommand(ports, commandId);
      if (command === null) return refuse('command/unknown');
      const profile = profileOf(enrolment.profile);
      const { id, reference, kind, state, ending, refusal, until, queuedAt, late, dueBy } = command;
      const operation = operations[kind] ?? requestedOf(ports.outbox.find(id)?.envelope, enrolment);
      const what =
        profile === null || operation === null ? null : (operationOf(profile, operation)?.label ?? null);
      const due = dueBy === undefined ? {} : { dueBy };
      return ok({
        institution: enrolment.institution.name,
        counter: enrolment.station.label,
        numberEnding: command.person.number.slice(-4),
        command: { id, reference, kind, state, ending, refusal, until, queuedAt, late, ...due },
        what,
        at: ports.clock.now().toISOString(),
        steps: profile === null ? [] : [...stepsOf(profile, command, operation)],
        propagation: profile === null || isOver(command) ? null : (profile.propagation?.words ?? null),
        centre: profile?.centre ?? enrolment.station.label,
        page: ports.policy.current().policy?.receipt?.page ?? (profile === null ? null : pageOf(profile)),
      });
    },

    outlets: () => ok({ printers: [], standard: null, folder: false }),
  };
}

/** Which of the institution's operations the provider carries out by this kind of command. */
const operations: Readonly<Partial<Record<CommandView['kind'], OperationId>>> = {
  suspend: 'suspend',
  'reset-factors': 'reset',
  'new-totp': 'initialise-totp',
  'temporary-code': 'temporary-code',
};

/** Whether it will not be, or is no more: steps for that would mislead. What was done once has its steps from then on. */
function isOver({ state, ending }: Pick<CommandView, 'state' | 'ending'>): boolean {
  return state === 'refused' || (state === 'ended' && ending !== 'done');
}

/** What the centre was asked for, as it was signed; null for a command that asks it for nothing. */
function requestedOf(envelope: string | undefined, enrolment: EnrolmentDocument): OperationId | null {
  if (envelope === undefined) return null;
  const opened = verifyDocument(
    'madoguchi-command+jws',
    envelope,
    verificationKey(enrolment.station.publicKey),
    commandEnvelope,
    'hub/envelope-refused',
  );
  return opened.ok && opened.value.command.kind === 'request' ? opened.value.command.operation : null;
}

function stepsOf(
  profile: Profile,
  command: CommandView,
  operation: OperationId | null,
): readonly LocalizedText[] {
  if (isOver(command) || operation === null) return [];
  return profile.handOuts.find((handOut) => handOut.operation === operation)?.steps ?? [];
}

/** The first address that the institution's profile knows; none is guessed. */
function pageOf(profile: Profile): ReceiptSheet['page'] {
  const link = profile.links.find(({ url }) => url !== null);
  return link === undefined || link.url === null ? null : { label: link.label, url: link.url };
}
