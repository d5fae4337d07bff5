import type { Directory } from '../directory/directory.ts';
import { createGuideDesk, type GuideDesk } from './guide/guide-desk.ts';
import { createPlainAnswers, type PlainAnswers } from './guide/plain-answers.ts';
import { createExemption, type Exemption } from './policy/exemption.ts';
import type { AuditTrail, EventSink, PolicySource, StationIdentity, Store, TrustedClock } from './ports.ts';
import { createStationBoot } from './session/boot-moment.ts';
import { createLabLaunches, type LabLaunches } from './session/lab-launch.ts';
import { createLabRoom, type LabRoom } from './session/lab-room.ts';
import { createLabUnlock, type LabUnlock } from './session/lab-unlock.ts';
import type { AgentSettings } from './settings.ts';
import { createFailureLedger } from './sign-in/failure-ledger.ts';
import { createLabSignIn, type LabSignIn } from './sign-in/lab-sign-in.ts';
import { createOfflineSignIn, type OfflineSignIn } from './sign-in/offline-sign-in.ts';
import { createSecondFactorDesk, type SecondFactorDesk } from './sign-in/second-factor-desk.ts';
import type { SecondFactors } from './station-directory.ts';

/** What a lab workstation offers a person, as the rest of the agent sees it. */
export interface LabParts extends Pick<LabRoom, 'sessions' | 'wipe'> {
  readonly exemption: Exemption;
  readonly offline: OfflineSignIn;
  readonly factor: SecondFactorDesk;
  readonly signIn: LabSignIn;
  readonly unlock: LabUnlock;
  readonly launches: LabLaunches;
  readonly guide: GuideDesk;
  readonly plainly: PlainAnswers;
  /** Ends the session and the wipe; resolves when nothing of the lab writes any more. The directory stays open. */
  close(): Promise<void>;
}

/** Ties the rooms of the lab: sign-in, session, wipe, help. Begins at once the wipe that an earlier run owes. */
export function createLabParts(ports: {
  readonly settings: AgentSettings;
  readonly store: Store;
  readonly identity: StationIdentity;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly policy: PolicySource;
  readonly sink: EventSink;
  readonly directory: Directory;
  readonly factors: SecondFactors;
  /** There are failures to tell the hub. */
  readonly onReport: () => void;
  readonly onBug: (error: unknown) => void;
}): LabParts {
  const { settings, store, identity, clock, audit, policy, directory, factors, onBug } = ports;
  const boot = createStationBoot();
  const exemption = createExemption({ policy, identity, clock });
  const room = createLabRoom({ store, audit, clock, policy, sink: ports.sink, boot, settings, onBug });
  const { sessions, wipe } = room;
  const failures = createFailureLedger({
    store,
    clock,
    boot,
    lockOut: () => policy.current().policy?.directoryLockOut ?? null,
    onReport: ports.onReport,
  });
  const offline = createOfflineSignIn({ store, clock, policy, identity, onBug });
  const factor = createSecondFactorDesk({
    store,
    audit,
    exemption,
    failures,
    sessions,
    directory,
    ...factors,
  });
  return {
    sessions,
    wipe,
    exemption,
    offline,
    factor,
    signIn: createLabSignIn({
      store,
      audit,
      directory,
      exemption,
      failures,
      sessions,
      offline,
      secondFactor: factor,
    }),
    unlock: createLabUnlock({ store, audit, directory, failures, offline, sessions }),
    launches: createLabLaunches({ store, audit, policy, sessions }),
    guide: createGuideDesk({ identity, clock }),
    plainly: createPlainAnswers(identity),
    async close() {
      await room.close();
      await offline.settled();
    },
  };
}
