import { setImmediate as turn } from 'node:timers/promises';
import { checkIds, type DoctorCheck, type DoctorReport } from '../../../preload/contract/models/doctor.ts';
import type { AgentSettings } from '../settings.ts';
import { boundedLook } from './bounded-look.ts';
import {
  judgeDisk,
  judgeFiles,
  judgeKey,
  judgeScreenReader,
  judgeSettings,
  judgeStore,
} from './judge-files.ts';
import { judgeFuses, judgePackage, judgeRuntimeKind, judgeSupport, judgeUpdate } from './judge-program.ts';
import {
  judgeChain,
  judgeClockStatus,
  judgeDirectory,
  judgeEnrolment,
  judgeHistory,
  judgePolicyState,
  judgeQueue,
  judgeRegistry,
  judgeReplica,
  judgeTimeZone,
  judgeWipe,
} from './judge-station.ts';
import {
  judgeHub,
  judgeKiosk,
  judgeSecurityKeys,
  judgeService,
  type ServiceSight,
} from './judge-surroundings.ts';
import { type Circumstances, judged, type Sight, worstOf } from './judgement.ts';
import {
  lookAtDisk,
  lookAtFaceFiles,
  lookAtScreenReader,
  lookAtSecurityKeys,
  lookAtStateFolder,
} from './look-at-files.ts';
import { lookAtHub, lookAtService } from './look-at-lines.ts';
import { lookAtFuses, lookAtPackage, lookAtUpdate } from './look-at-program.ts';
import { lookAtStore, type StoreContent, type StoreLook } from './look-at-store.ts';
import type { ProgramPlace } from './program-place.ts';
import type { ComparedSoFar } from './recorded-files.ts';

export interface DoctorOptions {
  readonly settings: AgentSettings;
  /** How the settings were read. */
  readonly sources: Parameters<typeof judgeSettings>[0];
  readonly program: ProgramPlace;
  /** The running agent asks itself: it need not be looked for. */
  readonly inAgent: boolean;
  /** How long the audit chain may be read, in milliseconds; nothing else runs in this process meanwhile. */
  readonly chainMs: number;
  /** How long each other look may take. */
  readonly lookMs: number;
  /** What earlier looks of the same process found of the installed files. */
  readonly compared?: ComparedSoFar;
}

/**
 * Looks at everything at once, each look within its time, then judges. Writes nothing. Without a network it takes no
 * longer than `chainMs` and `lookMs` together.
 */
export async function runDoctor(options: DoctorOptions): Promise<DoctorReport> {
  const { settings, program, lookMs } = options;
  // Programs of the system read the whole package: they begin first, and go on while the store is read.
  const slowMs = options.chainMs + lookMs;
  const system = Promise.all([
    boundedLook(slowMs, (signal) => lookAtPackage(program, slowMs - 200, signal, options.compared)),
    boundedLook(slowMs, (signal) => lookAtUpdate(program, settings, signal)),
  ]);
  const store = openedStore(settings.stateFolder, options.chainMs);
  const content = 'seen' in store && store.seen.opens ? store.seen.content : null;
  // Opened and read without a pause: the timers below begin afterwards.
  await turn();
  const hubUrl = content?.hubUrl ?? settings.hub?.url ?? null;
  const service: Promise<Sight<ServiceSight>> = options.inAgent
    ? Promise.resolve({ seen: 'here' })
    : boundedLook(lookMs, (signal) => lookAtService(settings.runtimeFolder, signal));
  const counter = content?.enrolment?.station.kind === 'counter';
  const [[packaged, update], fuses, running, hub, keys] = await Promise.all([
    system,
    boundedLook(lookMs, (signal) => lookAtFuses(program, signal)),
    service,
    boundedLook(lookMs, (signal) => lookAtHub(hubUrl, signal)),
    boundedLook(lookMs, () => lookAtSecurityKeys(settings, counter)),
  ]);
  const circumstances: Circumstances = {
    production: content?.enrolment?.production ?? program.packed,
    now: content?.now ?? new Date(),
  };
  const checks = [
    judged('package', packaged, (seen) => judgePackage(seen, circumstances)),
    judged('fuses', fuses, (seen) => judgeFuses(seen, circumstances)),
    judged('runtime-node', { seen: process.version }, (seen) => judgeSupport('node', seen, circumstances)),
    judged('runtime-electron', electronOf(program), ({ version }) =>
      judgeSupport('electron', version, circumstances),
    ),
    judged('runtime-kind', electronOf(program), (seen) => judgeRuntimeKind(seen, circumstances)),
    judged('settings', { seen: options.sources }, judgeSettings),
    ...judgeContent(options, store, content, circumstances),
    judged('agent-service', running, judgeService),
    judged(
      'face-socket',
      lookNow(() => lookAtFaceFiles(settings)),
      judgeFiles,
    ),
    judged(
      'state-folder',
      lookNow(() => lookAtStateFolder(settings)),
      judgeFiles,
    ),
    judged('hub', hub, (seen) => judgeHub(seen, circumstances)),
    judged('security-keys', keys, (seen) => judgeSecurityKeys(seen, circumstances)),
    judged('screen-reader', lookAtScreenReader(), (seen) => judgeScreenReader(seen, circumstances)),
    judged(
      'disk-space',
      lookNow(() => lookAtDisk(settings)),
      judgeDisk,
    ),
    judged('update', update, judgeUpdate),
  ];
  return {
    v: 1,
    at: circumstances.now.toISOString(),
    version: program.version,
    node: process.version,
    electron: program.electron?.version ?? null,
    worst: worstOf(checks),
    checks: checks.toSorted((one, other) => checkIds.indexOf(one.id) - checkIds.indexOf(other.id)),
  };
}

/** What follows from the store, and cannot be said without it. */
function judgeContent(
  options: DoctorOptions,
  store: Sight<StoreLook>,
  content: StoreContent | null,
  circumstances: Circumstances,
): DoctorCheck[] {
  const { settings } = options;
  const of = <T>(pick: (from: StoreContent) => T): Sight<T> =>
    content === null ? { unseen: 'store-shut' } : { seen: pick(content) };
  const lab = content?.enrolment?.station.kind !== 'counter';
  const policy = content?.policy.state === 'valid' ? content.policy.policy : null;
  const protection = 'seen' in store ? store.seen.protection : null;
  const token = settings.hub?.enrolmentToken !== undefined;
  return [
    judged('store', store, judgeStore),
    judged('key-protection', protection === null ? { unseen: 'store-shut' } : { seen: protection }, judgeKey),
    judged(
      'enrolment',
      of(({ enrolment, newSinceBoot }) =>
        enrolment === null
          ? { enrolled: false as const, token, newSinceBoot }
          : { enrolled: true as const, station: enrolment.station.name, production: enrolment.production },
      ),
      judgeEnrolment,
    ),
    judged(
      'state-history',
      of(({ hubWord }) => hubWord ?? { word: 'never-asked' as const, rollbacks: 0 }),
      judgeHistory,
    ),
    judged(
      'audit-chain',
      of(({ chain }) => chain),
      judgeChain,
    ),
    judged(
      'clock',
      of(({ clock }) => clock),
      judgeClockStatus,
    ),
    judged(
      'time-zone',
      {
        seen: {
          zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          policy: policy?.exemption.timeZone ?? null,
        },
      },
      judgeTimeZone,
    ),
    judged(
      'policy',
      of(({ policy: current }) =>
        current.state === 'valid'
          ? {
              state: 'valid' as const,
              version: current.policy.version,
              validUntil: current.policy.validUntil,
            }
          : { state: 'invalid' as const, reason: current.reason },
      ),
      (seen) => judgePolicyState(seen, circumstances),
    ),
    judged(
      'queue',
      of(({ queue }) => queue),
      (seen) => judgeQueue(seen, circumstances),
    ),
    judged(
      'replica',
      of(({ replica }) => ({ ...replica, counter: !lab })),
      (seen) => judgeReplica(seen, circumstances),
    ),
    judged(
      'operator-registry',
      of(({ registry }) => ({ ...registry, maximumHours: policy?.operatorRegistry.maximumAgeHours ?? null })),
      (seen) => judgeRegistry(seen, circumstances),
    ),
    judged('directory', { seen: { kind: settings.directory?.kind ?? ('none' as const), lab } }, (seen) =>
      judgeDirectory(seen, circumstances),
    ),
    judged(
      'kiosk',
      of(({ kiosk, enrolment }) => ({
        needed: settings.kiosk ?? (enrolment?.production === true && lab),
        posture: kiosk,
      })),
      (seen) => judgeKiosk(seen, circumstances),
    ),
    judged(
      'wipe',
      of(({ wipe }) => wipe),
      judgeWipe,
    ),
  ];
}

function openedStore(stateFolder: string, chainMs: number): Sight<StoreLook> {
  const look = lookNow((): Sight<StoreLook> => ({ seen: lookAtStore(stateFolder, chainMs) }));
  if (!('seen' in look) || look.seen.opens) return look;
  return look.seen.reason === 'key-unreadable' ? { unseen: 'not-permitted' } : look;
}

function lookNow<T>(look: () => Sight<T>): Sight<T> {
  try {
    return look();
  } catch {
    return { unseen: 'not-readable' };
  }
}

function electronOf(program: ProgramPlace): Sight<NonNullable<ProgramPlace['electron']>> {
  return program.electron === null ? { unseen: 'not-readable' } : { seen: program.electron };
}
