import { createHidFidoClient } from '../../native/client/hid-fido-client.ts';
import { createKeyCare } from '../../native/client/key-care.ts';
import type { HidPort } from '../../native/hid/hid-port.ts';
import { createNodeHidPort } from '../../native/hid/node-hid-port.ts';
import { ok } from '../../preload/contract/errors.ts';
import { createAuditTrail } from './audit/audit-trail.ts';
import { createTrustedClock } from './clock/trusted-clock.ts';
import { createCounter } from './counter/counter.ts';
import { enrolWhenReachable } from './enrolment/enrol-when-reachable.ts';
import { readStationIdentity } from './enrolment/station-identity.ts';
import { type FaceServer, startFaceServer } from './face-server.ts';
import { applyFeed, type FeedChanges } from './hub-link/apply-feed.ts';
import { createHubClient } from './hub-link/hub-client.ts';
import { createHubLink } from './hub-link/hub-link.ts';
import { createPushCommands } from './hub-link/push-commands.ts';
import { createKeyKeeper } from './keys/key-keeper.ts';
import { stationUdevRule } from './keys/station-udev-rule.ts';
import { createKeyRegistration } from './operators/key-registration.ts';
import { createOperatorApp } from './operators/operator-app.ts';
import { createOperatorEnrolment } from './operators/operator-enrolment.ts';
import { createOperatorStatements } from './operators/operator-statements.ts';
import { createOperators } from './operators/operators.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createPeopleReplica } from './people/people-replica.ts';
import { createExemption } from './policy/exemption.ts';
import { createPolicyBundle } from './policy/policy-bundle.ts';
import type { EventSink } from './ports.ts';
import { createRouter } from './router.ts';
import { createStationBoot } from './session/boot-moment.ts';
import { createLabSessions } from './session/lab-session.ts';
import type { AgentSettings } from './settings.ts';
import { createFailureLedger } from './sign-in/failure-ledger.ts';
import { createLabSignIn } from './sign-in/lab-sign-in.ts';
import { createKeySimulator } from './simulator/key-simulator.ts';
import { createKeyPresence } from './staff/key-presence.ts';
import { createKeyPrompts } from './staff/key-prompts.ts';
import { createOperatorKey } from './staff/operator-key.ts';
import { createStaffClients } from './staff/staff-clients.ts';
import { createStaffSessions } from './staff/staff-session.ts';
import { openDirectory, openSoftKeys, productionObjection } from './station-parts.ts';
import { stationStatus, stationSurfaces } from './station-status.ts';
import { openStore } from './store/open-store.ts';
import { createSignedCommands } from './suspension/signed-commands.ts';
import { createSuspensions } from './suspension/suspensions.ts';

export interface RunningAgent {
  /** Identity of the enrolled station, or null. */
  readonly station: () => string | null;
  stop(): Promise<void>;
}

/** Ties the agent's rooms together and starts it. `log` gets lines without personal data or secrets. */
export async function startAgent(
  settings: AgentSettings,
  log: (line: string) => void,
): Promise<RunningAgent> {
  const store = openStore(settings.stateFolder);
  const identity = readStationIdentity(store);
  const clock = createTrustedClock({
    store,
    maximumAgeHours: () => {
      const current = policy.current();
      return current.state === 'valid' ? current.policy.clock.maximumAgeHours : null;
    },
  });
  const audit = createAuditTrail({ store, clock, identity });
  const policy = createPolicyBundle({ store, audit, clock, identity });
  let server: FaceServer | null = null;
  const sink: EventSink = { emit: (name, event) => server?.emit(name, event) };

  // the lab
  const boot = createStationBoot();
  const directory = openDirectory(settings);
  const exemption = createExemption({ policy, identity, clock });
  const sessions = createLabSessions({ store, audit, clock, policy, sink, boot });
  const failures = createFailureLedger({ store, clock, boot });
  const signIn = createLabSignIn({ store, audit, directory, exemption, failures, sessions });

  // the counter
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
  const staff = createStaffSessions({
    store,
    clock,
    policy,
    audit,
    sink,
    key,
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
    operatorId: () => staff.current()?.operator.id ?? null,
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
  const people = createPeopleReplica({ store, clock });
  const outbox = createOutbox({ store, clock });

  // the hub
  const status = () => stationStatus({ identity, clock, link, policy, softwareKey: softKeys !== null });
  const tellStatus = () => {
    sink.emit('station', status());
    sink.emit('outbox', outboxStatus());
  };
  const outboxStatus = () => ({
    waiting: outbox.depth(),
    oldestQueuedAt: outbox.oldest(),
    hub: link.status(),
  });
  const tellCommands = () => {
    sink.emit('suspensions', {});
    sink.emit('outbox', outboxStatus());
    counter.commandsChanged();
  };
  const onBug = (error: unknown) =>
    log(`unexpected: ${error instanceof Error ? error.stack : String(error)}`);
  const client = createHubClient({ identity, wall: () => new Date() });
  const link = createHubLink({
    store,
    identity,
    clock,
    audit,
    client,
    push: createPushCommands({ store, clock, audit, outbox, client, onAnswered: tellCommands }),
    apply: (response) => applyFeed({ store, audit, outbox, people, policy }, response),
    onChanges: (changes: FeedChanges) => {
      if (changes.operators) {
        staff.registryChanged();
        sink.emit('operators', {});
      }
      if (changes.policy || changes.operators || changes.people) tellStatus();
      if (changes.commands) tellCommands();
    },
    onStatus: tellStatus,
    onBug,
  });
  const commands = createSignedCommands({
    store,
    clock,
    audit,
    identity,
    key,
    outbox,
    link,
    onQueued: tellCommands,
  });
  const counter = createCounter({
    store,
    clock,
    policy,
    audit,
    identity,
    sink,
    staff,
    people,
    outbox,
    commands,
    key,
  });
  const suspensions = createSuspensions({
    store,
    clock,
    policy,
    identity,
    staff,
    people,
    outbox,
    commands,
    key,
  });

  const statements = createOperatorStatements({ identity, clock, staff, key, client });
  const operators = createOperators({ store, audit, staff, statements, link });
  const app = createOperatorApp({ store, audit, identity, policy, staff, statements, client });
  const enrolmentHere = createOperatorEnrolment({
    store,
    audit,
    client,
    link,
    keys: createKeyRegistration({ identity, prompts, client: fido }),
  });

  const router = createRouter({
    surfaces: () => stationSurfaces(identity, softKeys !== null),
    staff: staff.standing,
    staffActive: staff.active,
    onBug: (name, error) => log(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`),
    handlers: {
      'station.status': () => ok(status()),
      'lab.exemption': () => ok(exemption.decide(null)),
      'lab.session': () => ok(sessions.current()),
      'lab.signIn': signIn.signIn,
      'lab.signOut': () => sessions.signOut('signed-out'),
      'staff.session': () => ok(staff.current()),
      'staff.signIn': staff.signIn,
      'staff.clients': clients.choose,
      'staff.webAuthnOptions': (_, caller) => staff.webAuthnOptions(caller),
      'staff.webAuthnSignIn': staff.webAuthnSignIn,
      'staff.stay': staff.stay,
      'staff.signOut': staff.signOut,
      'key.answerPin': ({ promptId, pin }) => prompts.answerPin(promptId, pin),
      'key.answerPinChange': ({ promptId, present, next }) =>
        prompts.answerPinChange(promptId, { present, next }),
      'key.cancel': ({ promptId }) => prompts.cancel(promptId),
      'keys.list': keeper.list,
      'keys.setPin': keeper.setPin,
      'keys.changePin': keeper.changePin,
      'keys.credentials': keeper.credentials,
      'keys.deleteCredential': keeper.deleteCredential,
      'keys.reset': keeper.reset,
      'totp.allowed': app.allowed,
      'staff.totpSignIn': app.signIn,
      'totp.begin': app.begin,
      'totp.confirm': app.confirm,
      'operators.list': operators.list,
      'operators.signers': operators.signers,
      'operators.invite': operators.invite,
      'operators.recover': operators.recover,
      'operators.revoke': operators.revoke,
      'enrolment.open': enrolmentHere.open,
      'enrolment.state': enrolmentHere.state,
      'enrolment.addKey': enrolmentHere.addKey,
      'enrolment.finish': enrolmentHere.finish,
      'enrolment.abandon': enrolmentHere.abandon,
      'people.search': (query) => ok(people.search(query)),
      'counter.case': counter.current,
      'counter.open': counter.open,
      'counter.recordCheck': counter.recordCheck,
      'counter.decide': counter.decide,
      'counter.sign': counter.sign,
      'counter.signOptions': counter.signOptions,
      'counter.signWith': counter.signWith,
      'counter.close': counter.close,
      'suspension.list': suspensions.list,
      'suspension.resume': suspensions.resume,
      'suspension.resumeOptions': suspensions.resumeOptions,
      'suspension.resumeWith': suspensions.resumeWith,
      'outbox.status': () => ok(outboxStatus()),
      'simulator.keys': simulator.keys,
      'simulator.insert': ({ keyId }) => simulator.insert(keyId),
      'simulator.remove': ({ keyId }) => simulator.remove(keyId),
      'simulator.touch': ({ keyId, finger }) => simulator.touch(keyId, finger ?? 'right'),
    },
  });

  server = await startFaceServer({
    runtimeFolder: settings.runtimeFolder,
    faceGroup: settings.faceGroup,
    rpId: () => identity.enrolment()?.rpId ?? null,
    connect: (account) => router.connect({ account, shared: settings.sharedDesktopAccount ?? false }),
  });
  store.write((database) =>
    audit.append(database, {
      kind: 'agent-started',
      actor: { type: 'station', id: identity.enrolment()?.station.id ?? null },
      subject: null,
      facts: { node: process.version },
      detail: null,
    }),
  );

  const stopping = new AbortController();
  const enrolled = enrolWhenReachable({
    store,
    audit,
    identity,
    settings,
    log,
    signal: stopping.signal,
    onEnrolled: () => {
      server?.publishFaceFile();
      tellStatus();
    },
  }).then((enrolment) => {
    if (enrolment !== null && !stopping.signal.aborted) link.start();
  });
  return {
    station: () => identity.enrolment()?.station.id ?? null,
    async stop() {
      stopping.abort();
      await enrolled;
      await link.stop();
      keeper.close();
      staff.close();
      sessions.close();
      await server?.stop();
      await directory.close();
      await hid.close();
      store.write((database) =>
        audit.append(database, {
          kind: 'agent-stopped',
          actor: { type: 'station', id: identity.enrolment()?.station.id ?? null },
          subject: null,
          facts: {},
          detail: null,
        }),
      );
      store.close();
    },
  };
}
