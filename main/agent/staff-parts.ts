import { createHidFidoClient } from '../../native/client/hid-fido-client.ts';
import { createKeyCare } from '../../native/client/key-care.ts';
import type { HidPort } from '../../native/hid/hid-port.ts';
import { createNodeHidPort } from '../../native/hid/node-hid-port.ts';
import { createKeyKeeper, type KeyKeeper } from './keys/key-keeper.ts';
import { stationUdevRule } from './keys/station-udev-rule.ts';
import { createKeyRegistration, type KeyRegistration } from './operators/key-registration.ts';
import type { AuditTrail, EventSink, PolicySource, StationIdentity, Store, TrustedClock } from './ports.ts';
import type { AgentSettings } from './settings.ts';
import { createKeySimulator, type KeySimulator } from './simulator/key-simulator.ts';
import { createKeyPresence } from './staff/key-presence.ts';
import { createKeyPrompts, type KeyPrompts } from './staff/key-prompts.ts';
import { createOperatorKey, type OperatorKey } from './staff/operator-key.ts';
import { createStaffClients, type StaffClientChoice } from './staff/staff-clients.ts';
import { createStaffSessions, type StaffSessions } from './staff/staff-session.ts';
import { openSoftKeys, productionObjection } from './station-parts.ts';

/** The operators' keys and their sign-in, as the rest of the agent sees them. */
export interface StaffParts {
  /** This station runs on software keys: a demonstration. */
  readonly softwareKey: boolean;
  readonly simulator: KeySimulator;
  readonly prompts: KeyPrompts;
  readonly key: OperatorKey;
  readonly sessions: StaffSessions;
  readonly keeper: KeyKeeper;
  readonly clients: StaffClientChoice;
  readonly registration: KeyRegistration;
  /** Ends the watch of the keys and the sign-in; the keys themselves stay in reach until `closeKeys`. */
  close(): void;
  closeKeys(): void;
}

/** Ties keys and sign-in of the operators. Throws where a production station is set up as a demonstration. */
export function createStaffParts(ports: {
  readonly settings: AgentSettings;
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly policy: PolicySource;
  readonly sink: EventSink;
}): StaffParts {
  const { settings, store, identity, clock, audit, policy, sink } = ports;
  const production = identity.enrolment()?.production ?? false;
  const standsAgainst = productionObjection(settings, production);
  if (standsAgainst !== null) throw new Error(standsAgainst);
  const softKeys = openSoftKeys(settings, production);
  const hid: HidPort = softKeys ?? createNodeHidPort();
  const labels = new Map((settings.softwareKeys ?? []).map((key) => [key.id, key.label]));
  const simulator = createKeySimulator({ port: softKeys, labels, sink });
  const prompts = createKeyPrompts(sink);
  const fido = createHidFidoClient({ port: hid });
  const key = createOperatorKey({ store, identity, policy, audit, prompts, client: fido });
  const sessions = createStaffSessions({
    store,
    clock,
    policy,
    audit,
    sink,
    key,
    identity,
    presence: createKeyPresence(hid),
  });
  const keeper = createKeyKeeper({
    store,
    audit,
    identity,
    sink,
    prompts,
    care: createKeyCare({ port: hid }),
    port: hid,
    operatorId: () => sessions.current()?.operator.id ?? null,
    udevRule: stationUdevRule,
  });
  const clients = createStaffClients({
    store,
    identity,
    policy,
    care: keeper,
    softwareKeys: softKeys !== null,
    platform: process.platform,
  });
  return {
    softwareKey: softKeys !== null,
    simulator,
    prompts,
    key,
    sessions,
    keeper,
    clients,
    registration: createKeyRegistration({ identity, prompts, client: fido }),
    close() {
      keeper.close();
      sessions.close();
    },
    closeKeys: () => hid.close(),
  };
}
