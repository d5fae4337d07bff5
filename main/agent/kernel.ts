import { createAuditTrail } from './audit/audit-trail.ts';
import { createTrustedClock } from './clock/trusted-clock.ts';
import { createCounterParts } from './counter-parts.ts';
import { enrolWhenReachable } from './enrolment/enrol-when-reachable.ts';
import { readStationIdentity } from './enrolment/station-identity.ts';
import { type FaceServer, startFaceServer } from './face-server.ts';
import { createHandlers } from './handlers.ts';
import { createHubParts, createStationHubClient } from './hub-parts.ts';
import { createKioskExits } from './kiosk/kiosk-exit.ts';
import { createKioskReports } from './kiosk/kiosk-reports.ts';
import { createLabParts } from './lab-parts.ts';
import { createOperatorParts } from './operator-parts.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createCaseLedger } from './oversight/case-ledger.ts';
import { createOversightParts } from './oversight-parts.ts';
import { usualCardScanner } from './people/card-scanner.ts';
import { createPeopleReplica } from './people/people-replica.ts';
import { createPolicyBundle } from './policy/policy-bundle.ts';
import type { EventSink } from './ports.ts';
import { type DoctorOptions, runDoctor } from './posture/doctor.ts';
import { createDoctorDesk } from './posture/doctor-desk.ts';
import { findProgram } from './posture/program-place.ts';
import { nothingCompared } from './posture/recorded-files.ts';
import { createRouter } from './router.ts';
import { createWipeRetry } from './session/wipe/wipe-retry.ts';
import type { AgentSettings } from './settings.ts';
import { createStaffParts } from './staff-parts.ts';
import { openDirectory, openSecondFactors } from './station-directory.ts';
import { stationKiosk, stationSurfaces } from './station-status.ts';
import { openStore } from './store/open-store.ts';
import { roomIn, watchStore } from './store/store-watch.ts';
import { createUpdateDesk } from './update/update-desk.ts';
import { standardUpdatePlaces } from './update/update-folders.ts';
import { beginTrial } from './update/update-trial.ts';

export interface RunningAgent {
  /** Identity of the enrolled station, or null. */
  readonly station: () => string | null;
  stop(): Promise<void>;
}

/** Ties the agent's rooms together and starts it. `log` gets lines without personal data or secrets. */
export async function startAgent(
  settings: AgentSettings,
  log: (line: string) => void,
  settingsSources: DoctorOptions['sources'] = { kept: [], problems: [] },
): Promise<RunningAgent> {
  const onBug = (error: unknown) =>
    log(`unexpected: ${error instanceof Error ? error.stack : String(error)}`);
  const program = findProgram(import.meta.dirname, []);
  const updatePlaces = standardUpdatePlaces(process.platform);
  const trial = beginTrial({
    stateFolder: settings.stateFolder,
    installer: updatePlaces.installer,
    version: program.version,
    log,
  });
  const store = watchStore({
    store: openStore(settings.stateFolder),
    room: () => roomIn(settings.stateFolder),
  });
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
    emit: (name, event, only) => {
      // Nobody listens before; and what is told then, those who come later ask for.
      if (server === null) return;
      server.emit(name, event, only);
      if (name === 'session' && event !== null) kiosk.exits.sessionOpened();
    },
  };
  const ground = { store, identity, clock, audit, policy, sink };

  const client = createStationHubClient({ store, identity });
  const [directory, factors] = await Promise.all([
    openDirectory(settings, client),
    openSecondFactors(settings, identity),
  ]);
  const lab = createLabParts({
    ...ground,
    settings,
    directory,
    factors,
    onReport: () => hub.link.wake(),
    onBug,
  });
  const staff = createStaffParts({ ...ground, settings });
  const kiosk = {
    exits: createKioskExits({ ...ground, key: staff.key, session: lab.sessions.current }),
    reports: createKioskReports({ store, clock }),
    wipeRetry: createWipeRetry({ ...ground, key: staff.key, wipe: lab.wipe }),
  };
  const people = createPeopleReplica({ store, clock });
  const outbox = createOutbox({ store, clock });
  const ledger = createCaseLedger({ store });
  const hub = createHubParts({
    ...ground,
    ledger,
    client,
    outbox,
    people,
    lab,
    softwareKey: staff.softwareKey,
    updatePending: () => update.pending(),
    onOperators: () => staff.sessions.registryChanged(),
    onCommands: () => counter.cases.commandsChanged(),
    onBug,
  });
  const { link } = hub;
  store.onChange(hub.tellStatus);
  const counter = createCounterParts({
    ...ground,
    client,
    link,
    outbox,
    people,
    scanner: settings.cardScanner ?? usualCardScanner,
    staff,
    onQueued: hub.tellCommands,
  });
  const registry = createOperatorParts({ ...ground, client, link, staff });
  const oversight = createOversightParts({ ...ground, client, outbox, people, staff, ledger });

  const update = createUpdateDesk({
    ...ground,
    settings: settings.update,
    places: updatePlaces,
    stateFolder: settings.stateFolder,
    programRoot: program.root,
    trial,
    hubUrl: identity.hubUrl,
    sessionOpen: () => lab.sessions.current() !== null,
    operatorSignedIn: () => staff.sessions.current() !== null,
    wiping: () => lab.wipe.status().state === 'wiping',
    onChange: () => hub.tellStatus(),
    onBug,
  });
  const compared = nothingCompared();
  const doctor = createDoctorDesk({
    store,
    client,
    supervisor: () => staff.sessions.current()?.operator.role === 'supervisor',
    look: () =>
      runDoctor({
        ...{ settings, sources: settingsSources, program, compared },
        ...{ inAgent: true, chainMs: 100, lookMs: 1500 },
      }),
    onBug,
  });

  const router = createRouter({
    surfaces: () => stationSurfaces(identity, staff.softwareKey),
    staff: staff.sessions.standing,
    staffActive: staff.sessions.active,
    onBug: (name, error) => log(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`),
    handlers: createHandlers({ lab, kiosk, staff, counter, registry, hub, doctor, oversight, update }),
  });

  server = await startFaceServer({
    runtimeFolder: settings.runtimeFolder,
    faceGroup: settings.faceGroup,
    rpId: () => identity.enrolment()?.rpId ?? null,
    kiosk: () => stationKiosk(identity, settings.kiosk),
    connect: (account, allowance) =>
      router.connect({ account, shared: settings.sharedDesktopAccount ?? false }, allowance),
    onHungUp: staff.prompts.hungUp,
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
      hub.tellStatus();
    },
  }).then(async (enrolment) => {
    // On trial nothing goes out: should this version be taken back, nobody has heard of it.
    const proved = await trial.prove(stopping.signal);
    if (enrolment === null || !proved || stopping.signal.aborted) return;
    link.start();
    if (program.packed) update.start();
    doctor.start();
    people.prepare().catch(onBug);
  });
  return {
    station: () => identity.enrolment()?.station.id ?? null,
    async stop() {
      stopping.abort();
      await enrolled;
      await update.stop();
      await doctor.stop();
      await link.stop();
      people.close();
      kiosk.exits.close();
      staff.close();
      await lab.close();
      await server?.stop();
      await directory.close();
      staff.closeKeys();
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
