import { createHidFidoClient } from '../../native/client/hid-fido-client.ts';
import { createKeyCare } from '../../native/client/key-care.ts';
import type { HidPort } from '../../native/hid/hid-port.ts';
import { createNodeHidPort } from '../../native/hid/node-hid-port.ts';
import { ok, refuse } from '../../preload/contract/errors.ts';
import { createAuditTrail } from './audit/audit-trail.ts';
import { createTrustedClock } from './clock/trusted-clock.ts';
import { createApprovalDesk } from './counter/approval-desk.ts';
import { createCaseDesk } from './counter/case-desk.ts';
import { createCounter } from './counter/counter.ts';
import { createTriageDesk } from './counter/triage-desk.ts';
import { enrolWhenReachable } from './enrolment/enrol-when-reachable.ts';
import { readStationIdentity } from './enrolment/station-identity.ts';
import { type FaceServer, startFaceServer } from './face-server.ts';
import { createGuideDesk } from './guide/guide-desk.ts';
import { applyFeed, type FeedChanges } from './hub-link/apply-feed.ts';
import { createHubClient } from './hub-link/hub-client.ts';
import { createHubLink } from './hub-link/hub-link.ts';
import { createPushCommands } from './hub-link/push-commands.ts';
import { createPushSignIns, pushInTurn } from './hub-link/push-sign-ins.ts';
import { createKeyKeeper } from './keys/key-keeper.ts';
import { stationUdevRule } from './keys/station-udev-rule.ts';
import { createKioskExits } from './kiosk/kiosk-exit.ts';
import { createKioskReports } from './kiosk/kiosk-reports.ts';
import { createKeyRegistration } from './operators/key-registration.ts';
import { createOperatorApp } from './operators/operator-app.ts';
import { createOperatorEnrolment } from './operators/operator-enrolment.ts';
import { createOperatorStatements } from './operators/operator-statements.ts';
import { createOperators } from './operators/operators.ts';
import { createPlatformEnrolment } from './operators/platform-enrolment.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createPeopleReplica } from './people/people-replica.ts';
import { createPeopleFailures } from './people/person-failures.ts';
import { createExemption } from './policy/exemption.ts';
import { createPolicyBundle } from './policy/policy-bundle.ts';
import type { EventSink } from './ports.ts';
import { beginRun } from './posture/agent-run.ts';
import { type DoctorOptions, runDoctor } from './posture/doctor.ts';
import { createDoctorDesk } from './posture/doctor-desk.ts';
import { readHubWord, writeHubWord } from './posture/hub-word.ts';
import { findProgram } from './posture/program-place.ts';
import { createRouter } from './router.ts';
import { createStationBoot } from './session/boot-moment.ts';
import { createLabLaunches } from './session/lab-launch.ts';
import { createLabRoom } from './session/lab-room.ts';
import { createLabUnlock } from './session/lab-unlock.ts';
import type { AgentSettings } from './settings.ts';
import { createFailureLedger } from './sign-in/failure-ledger.ts';
import { createLabSignIn } from './sign-in/lab-sign-in.ts';
import { createOfflineSignIn } from './sign-in/offline-sign-in.ts';
import { createSecondFactorDesk } from './sign-in/second-factor-desk.ts';
import { createKeySimulator } from './simulator/key-simulator.ts';
import { createKeyPresence } from './staff/key-presence.ts';
import { createKeyPrompts } from './staff/key-prompts.ts';
import { createOperatorKey } from './staff/operator-key.ts';
import { createStaffClients } from './staff/staff-clients.ts';
import { createStaffSessions } from './staff/staff-session.ts';
import { openDirectory, openSecondFactors, openSoftKeys, productionObjection } from './station-parts.ts';
import { stationKiosk, stationStatus, stationSurfaces } from './station-status.ts';
import { openStore } from './store/open-store.ts';
import { createSignedCommands } from './suspension/signed-commands.ts';
import { createSuspensions } from './suspension/suspensions.ts';

export interface RunningAgent {
  /** Identity of the enrolled station, or null. */
  readonly station: () => string | null;
  stop(): Promise<void>;
}

/** How long a sign-in waits for what the last session left to be gone. */
const wipePatienceMs = 10_000;

/** Ties the agent's rooms together and starts it. `log` gets lines without personal data or secrets. */
export async function startAgent(
  settings: AgentSettings,
  log: (line: string) => void,
  settingsSources: DoctorOptions['sources'] = { kept: [], problems: [] },
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
  const sink: EventSink = {
    emit: (name, event) => {
      // Nobody listens before; and what is told then, those who come later ask for.
      if (server === null) return;
      server.emit(name, event);
      if (name === 'session' && event !== null) kiosk.sessionOpened();
    },
  };

  // the lab
  const boot = createStationBoot();
  const hubClient = createHubClient({
    identity,
    wall: () => new Date(),
    instance: beginRun(store),
    onContested: () => {
      const known = readHubWord(store.read);
      if (known?.word === 'contested') return;
      const rollbacks = known?.rollbacks ?? 0;
      store.write((database) => writeHubWord(database, { word: 'contested', rollbacks }));
    },
  });
  const directory = openDirectory(settings, hubClient);
  const exemption = createExemption({ policy, identity, clock });
  const room = createLabRoom({
    store,
    audit,
    clock,
    policy,
    sink,
    boot,
    settings,
    onBug: (error) => onBug(error),
  });
  const { sessions, wipe } = room;
  const failures = createFailureLedger({
    store,
    clock,
    boot,
    lockOut: () => policy.current().policy?.directoryLockOut ?? null,
    onReport: () => link.wake(),
  });
  const offline = createOfflineSignIn({
    store,
    clock,
    policy,
    identity,
    onBug: (error) => onBug(error),
  });
  const factor = createSecondFactorDesk({
    store,
    audit,
    exemption,
    failures,
    sessions,
    directory,
    ...openSecondFactors(settings, identity),
  });
  const signIn = createLabSignIn({
    store,
    audit,
    directory,
    exemption,
    failures,
    sessions,
    offline,
    secondFactor: factor,
  });
  const unlock = createLabUnlock({ store, audit, directory, failures, offline, sessions });
  const launches = createLabLaunches({ store, audit, policy, sessions });

  const guide = createGuideDesk({ identity, clock });

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
  const kiosk = createKioskExits({
    store,
    clock,
    policy,
    audit,
    sink,
    key,
    session: sessions.current,
  });
  const kioskReports = createKioskReports({ store, clock });
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
  const client = hubClient;
  const link = createHubLink({
    store,
    identity,
    clock,
    audit,
    client,
    push: pushInTurn([
      createPushCommands({ store, clock, audit, outbox, client, onAnswered: tellCommands }),
      createPushSignIns({ store, client }),
    ]),
    apply: (response) => applyFeed({ store, audit, outbox, people, policy, offline, sessions }, response),
    onChanges: (changes: FeedChanges) => {
      if (changes.policy) offline.prune();
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
  const casePorts = { store, clock, policy, audit, identity, sink, staff, people, outbox };
  const desk = createCaseDesk(casePorts);
  const counter = createCounter({ ...casePorts, desk, commands, key });
  const approvals = createApprovalDesk({ ...casePorts, desk, commands, key });
  const triage = createTriageDesk({ ...casePorts, desk, client });
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
  const peopleFailures = createPeopleFailures({ store, audit, staff, client });
  const operators = createOperators({ store, audit, staff, statements, link });
  const platform = createPlatformEnrolment({
    store,
    clock,
    audit,
    identity,
    policy,
    staff,
    statements,
    client,
    link,
  });
  const app = createOperatorApp({ store, audit, identity, policy, staff, statements, client });
  const enrolmentHere = createOperatorEnrolment({
    store,
    audit,
    client,
    link,
    keys: createKeyRegistration({ identity, prompts, client: fido }),
  });

  const program = findProgram(import.meta.dirname, []);
  const doctor = createDoctorDesk({
    store,
    client,
    supervisor: () => staff.current()?.operator.role === 'supervisor',
    look: () =>
      runDoctor({ settings, sources: settingsSources, program, inAgent: true, chainMs: 100, lookMs: 1500 }),
    onBug,
  });

  const router = createRouter({
    surfaces: () => stationSurfaces(identity, softKeys !== null),
    staff: staff.standing,
    staffActive: staff.active,
    onBug: (name, error) => log(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`),
    handlers: {
      'station.status': () => ok(status()),
      'doctor.report': doctor.report,
      'lab.exemption': () => ok(exemption.decide(null)),
      'lab.session': () => ok(sessions.current()),
      'lab.signIn': async (typed) => {
        const clean = await wipe.settled(wipePatienceMs);
        return clean.ok ? signIn.signIn(typed) : clean;
      },
      'lab.factorOffered': () => ok({ offered: factor.mayAsk(exemption.decide(null)) }),
      'lab.sendFactor': (input) => signIn.inTurn(() => factor.send(input)),
      'lab.verifyFactor': (input) => signIn.inTurn(() => factor.verify(input)),
      'lab.leaveFactor': () => {
        factor.leave();
        return ok({});
      },
      'lab.openProvider': () => factor.openPage(),
      'lab.finishProvider': (input) => signIn.inTurn(() => factor.finishPage(input)),
      'lab.closeProvider': () => refuse('call/not-offered-here'),
      'lab.signOut': sessions.signOut,
      'lab.extend': sessions.extend,
      'lab.active': sessions.active,
      'lab.lock': sessions.lock,
      'lab.unlock': unlock.unlock,
      'lab.open': launches.open,
      'lab.wipe': () => ok(wipe.status()),
      'kiosk.state': () => ok(kiosk.state()),
      'kiosk.leave': kiosk.leave,
      'kiosk.return': kiosk.return,
      'kiosk.report': kioskReports.report,
      'kiosk.posture': () => ok(kioskReports.last()),
      'desk.state': () => refuse('call/not-offered-here'),
      'desk.files': () => refuse('call/not-offered-here'),
      'desk.place': () => refuse('call/not-offered-here'),
      'desk.site': () => refuse('call/not-offered-here'),
      'desk.cancelDownload': () => refuse('call/not-offered-here'),
      'kiosk.window': () => refuse('call/not-offered-here'),
      'kiosk.startAid': () => refuse('call/not-offered-here'),
      'kiosk.front': () => refuse('call/not-offered-here'),
      'guide.words': guide.words,
      'guide.search': guide.search,
      'guide.article': guide.article,
      'guide.triage': guide.triage,
      'guide.outcome': guide.outcome,
      'guide.counters': guide.counters,
      'guide.devices': guide.devices,
      'guide.clockCheck.begin': (_, caller) => guide.beginClockCheck(caller),
      'guide.clockCheck.judge': guide.judgeClock,
      'guide.slip': guide.slip,
      'guide.printSlip': () => refuse('call/not-offered-here'),
      'guide.sheet': () => refuse('call/not-offered-here'),
      'guide.sheetReady': () => refuse('call/not-offered-here'),
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
      'platform.offer': (_, caller) => platform.offer(caller),
      'platform.begin': platform.begin,
      'platform.register': platform.register,
      'platform.prove': platform.prove,
      'people.search': (query) => ok(people.search(query)),
      'people.failures': peopleFailures.of,
      'people.clearFailures': peopleFailures.clear,
      'counter.case': counter.current,
      'counter.open': counter.open,
      'counter.recordCheck': counter.recordCheck,
      'counter.decide': counter.decide,
      'counter.sign': counter.sign,
      'counter.signOptions': counter.signOptions,
      'counter.signWith': counter.signWith,
      'counter.factors': triage.factors,
      'counter.answer': triage.answer,
      'counter.acknowledge': triage.acknowledge,
      'counter.advise': triage.advise,
      'counter.avoided': triage.avoided,
      'counter.approve': approvals.approve,
      'counter.approveOptions': approvals.approveOptions,
      'counter.approveWith': approvals.approveWith,
      'counter.setAside': approvals.setAside,
      'counter.takeUp': approvals.takeUp,
      'counter.waiting': approvals.waiting,
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
    kiosk: () => stationKiosk(identity, settings.kiosk),
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
    if (enrolment === null || stopping.signal.aborted) return;
    link.start();
    doctor.start();
  });
  return {
    station: () => identity.enrolment()?.station.id ?? null,
    async stop() {
      stopping.abort();
      await enrolled;
      await doctor.stop();
      await link.stop();
      kiosk.close();
      keeper.close();
      staff.close();
      await room.close();
      await offline.settled();
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
