import type { ExemptionDecision } from '../../../preload/contract/models/lab.ts';
import type { PolicySource, StationIdentity, TrustedClock } from '../ports.ts';
import { decideExemption, type ExemptionPerson } from './decide-exemption.ts';
import { stationAddresses } from './station-addresses.ts';

export interface Exemption {
  /** Decides now: for this person at this place, or with null for the place alone. */
  decide(person: ExemptionPerson | null): ExemptionDecision;
}

/** Gathers what {@link decideExemption} needs, anew at each question. */
export function createExemption(ports: {
  readonly policy: PolicySource;
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  /** The machine's addresses; its interfaces unless said otherwise. */
  readonly addresses?: () => readonly string[];
}): Exemption {
  return {
    decide(person) {
      const station = ports.identity.enrolment()?.station;
      return decideExemption({
        policy: ports.policy.current(),
        station: station === undefined ? null : { name: station.name, kind: station.kind },
        addresses: (ports.addresses ?? stationAddresses)(),
        clock: ports.clock.status(),
        person,
      });
    },
  };
}
