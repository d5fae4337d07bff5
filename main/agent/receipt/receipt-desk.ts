import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { ReceiptOutlets, ReceiptSheet } from '../../../preload/contract/models/receipt.ts';
import type { OperationId } from '../../../preload/contract/models/triage.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import type { Profile } from '../../profile/profile.ts';
import { profileOf } from '../../profile/profiles.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { StationIdentity, TrustedClock } from '../ports.ts';
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
}): ReceiptDesk {
  return {
    sheet({ commandId }) {
      const enrolment = ports.identity.enrolment();
      if (enrolment === null) return refuse('station/not-enrolled');
      const command = findCommand(ports, commandId);
      if (command === null) return refuse('command/unknown');
      const profile = profileOf(enrolment.profile);
      const { id, reference, kind, state, ending, refusal, until, queuedAt, late } = command;
      return ok({
        institution: enrolment.institution.name,
        counter: enrolment.station.label,
        numberEnding: command.person.number.slice(-4),
        command: { id, reference, kind, state, ending, refusal, until, queuedAt, late },
        at: ports.clock.now().toISOString(),
        steps: profile === null ? [] : stepsOf(profile, command),
        propagation: profile === null || isOver(command) ? null : (profile.propagation?.words ?? null),
        centre: profile?.centre ?? enrolment.station.label,
        page: profile === null ? null : pageOf(profile),
      });
    },

    outlets: () => ok({ printers: [], standard: null, folder: false }),
  };
}

/** Which of the institution's operations a command asks for; null for those that leave the visitor nothing to do. */
const operations: Readonly<Record<string, OperationId>> = {
  suspend: 'suspend',
  'reset-factors': 'reset',
  'new-totp': 'initialise-totp',
  'temporary-code': 'temporary-code',
};

/** Whether nothing more comes of it: steps for what will not be would mislead. */
function isOver({ state }: Pick<CommandView, 'state'>): boolean {
  return state === 'refused' || state === 'ended';
}

function stepsOf(profile: Profile, command: CommandView): ReceiptSheet['steps'] {
  if (isOver(command)) return [];
  const operation = operations[command.kind];
  return profile.handOuts.find((handOut) => handOut.operation === operation)?.steps ?? [];
}

/** The first address that the institution's profile knows; none is guessed. */
function pageOf(profile: Profile): ReceiptSheet['page'] {
  const link = profile.links.find(({ url }) => url !== null);
  return link === undefined || link.url === null ? null : { label: link.label, url: link.url };
}
