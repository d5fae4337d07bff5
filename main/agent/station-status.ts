import type { Result } from '../../preload/contract/errors.ts';
import type { Surface } from '../../preload/contract/models/base.ts';
import type { NotRecording, StationStatus } from '../../preload/contract/models/station.ts';
import { saidPlainly } from '../profile/plain-texts.ts';
import { roomsOfStation } from './policy/rooms-of-station.ts';
import type { HubLink, PolicySource, StationIdentity, TrustedClock } from './ports.ts';

/** The surfaces that this station offers: from its signed enrolment, and none without one. */
export function stationSurfaces(identity: StationIdentity, softwareKey: boolean): Surface[] {
  const enrolment = identity.enrolment();
  if (enrolment === null) return [];
  const { kind } = enrolment.station;
  return softwareKey && !enrolment.production ? [kind, 'key-simulator'] : [kind];
}

/** Whether this station's face is to hold every screen: as IT set it, otherwise at a lab station in production. */
export function stationKiosk(identity: StationIdentity, setting: boolean | undefined): boolean {
  const enrolment = identity.enrolment();
  return setting ?? (enrolment?.production === true && enrolment.station.kind === 'lab');
}

/** What every window may know of its station. */
export function stationStatus(ports: {
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly link: HubLink;
  readonly policy: PolicySource;
  readonly softwareKey: boolean;
  readonly updatePending: boolean;
  readonly notRecording: NotRecording | null;
  /** Whether the operators' registry may be used. */
  readonly registry: Result<null>;
}): StationStatus {
  const enrolment = ports.identity.enrolment();
  const current = ports.policy.current();
  const policy = current.state === 'valid' ? current.policy : null;
  const plainly = <Text>(text: Text): Text =>
    enrolment === null ? text : saidPlainly(enrolment.profile, text);
  const rooms = policy === null || enrolment === null ? [] : roomsOfStation(policy, enrolment.station.name);
  return {
    demonstration: enrolment !== null && !enrolment.production,
    enrolled: enrolment !== null,
    institution: plainly(enrolment?.institution.name ?? null),
    station:
      enrolment === null
        ? null
        : { id: enrolment.station.id, name: enrolment.station.name, label: enrolment.station.label },
    room: plainly(rooms[0]?.label ?? null),
    surfaces: stationSurfaces(ports.identity, ports.softwareKey),
    clock: ports.clock.status(),
    hub: ports.link.status(),
    policy: policy === null ? null : { version: policy.version, validUntil: policy.validUntil },
    provider: enrolment?.provider ?? null,
    softwareKey: ports.softwareKey,
    ...(ports.updatePending ? { updatePending: true } : {}),
    ...(ports.notRecording === null ? {} : { notRecording: ports.notRecording }),
    ...(ports.registry.ok || enrolment?.station.kind !== 'counter'
      ? {}
      : { noStaff: ports.registry.refusal }),
  };
}
