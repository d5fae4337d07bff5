import type { ExemptionDecision } from '../../../preload/contract/models/lab.ts';
import type { DirectoryPerson } from '../../directory/directory.ts';
import type { OfflinePolicy } from '../../exchange/lab-policy.ts';
import { tagOfPerson } from '../../exchange/login-tag.ts';
import type { PolicySource, StationIdentity, Store, TrustedClock, WritableDatabase } from '../ports.ts';
import { isFreshEnough, isStudentOnly } from './judge-offline.ts';
import { loginDigest, loginKey } from './login-digest.ts';
import { verifierSecret } from './offline-key.ts';
import {
  deleteOfflineRow,
  offlinePeople,
  pruneOfflineRows,
  readOfflineRow,
  readRemembered,
  writeOfflineRow,
  writeRemembered,
} from './offline-rows.ts';
import { makePasswordVerifier, matchesPasswordVerifier } from './password-verifier.ts';

/** What the station itself says of a password while the directory is out of reach. */
export type OfflineAnswer =
  /** The policy permits none, the clock is not trusted, or the station is not enrolled: nothing was looked at. */
  | { readonly state: 'not-offered' }
  /** Wrong password, nobody known, or too long ago: not told apart, and at equal cost. */
  | { readonly state: 'refused' }
  | { readonly state: 'accepted'; readonly person: DirectoryPerson; readonly verifiedAt: Date };

export interface OfflineCheck {
  /** Judged by the policy, the clock and what is kept at the moment of asking. */
  answer(): Promise<OfflineAnswer>;
}

export interface OfflineSignIn {
  /**
   * Keeps a verifier of a student whom the directory has just accepted and the policy exempts; of anybody else nothing.
   * Returns at once: it is computed afterwards, on another thread, and dropped if the person's word is taken back
   * meanwhile.
   */
  keep(login: string, password: string, person: DirectoryPerson, decision: ExemptionDecision): void;
  verify(login: string, password: string): Promise<OfflineAnswer>;
  /**
   * The same in two steps: the work begins at once on another thread, and whether it still counts is judged when it is
   * asked for. What is never asked for is dropped.
   */
  prepare(login: string, password: string): OfflineCheck;
  /** The directory said something else of this login than a yes: whatever was kept of it may be wrong now. */
  forgetLogin(database: WritableDatabase, login: string): void;
  /** The feed: these people (by tag) were disabled, removed, or changed their password until `before`. */
  forgetPeople(database: WritableDatabase, key: string, tags: readonly string[], before: Date): void;
  /** Drops what the policy of this moment no longer permits. */
  prune(): void;
  /** Resolves when what was begun is kept or given up. */
  settled(): Promise<void>;
}

export function createOfflineSignIn(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly identity: StationIdentity;
  /** Something unexpected while a verifier was made. */
  readonly onBug: (error: unknown) => void;
}): OfflineSignIn {
  /** Verifiers under way by login; whoever takes the login out of here has the last word. */
  const underWay = new Map<string, { readonly personId: string; readonly acceptedAt: number }>();
  const running = new Set<Promise<void>>();
  let digestKey: Buffer | null = null;

  const subjectIn = (login: string, database?: WritableDatabase): string => {
    digestKey ??= database === undefined ? ports.store.write(loginKey) : loginKey(database);
    return loginDigest(digestKey, login);
  };
  const offlinePolicy = (): OfflinePolicy | null => {
    const current = ports.policy.current();
    return current.state === 'valid' ? (current.policy.offline ?? null) : null;
  };

  const make = async (subject: string, password: string, person: DirectoryPerson, acceptedAt: number) => {
    const stationKey = ports.identity.key();
    if (stationKey === null) return;
    const token = { personId: person.id, acceptedAt };
    underWay.set(subject, token);
    try {
      // The answer to the window goes first.
      await new Promise((resolve) => setImmediate(resolve));
      const bound = { subject, person: writeRemembered(person), acceptedAt };
      const verifier = await makePasswordVerifier(password, verifierSecret(stationKey, bound));
      const offline = offlinePolicy();
      if (underWay.get(subject) !== token || offline === null) return;
      ports.store.write((database) => {
        writeOfflineRow(database, { ...bound, personId: person.id, verifier });
        pruneOfflineRows(database, offline, acceptedAt);
      });
    } finally {
      if (underWay.get(subject) === token) underWay.delete(subject);
    }
  };

  /** The policy's limits and the trusted time; null where the station may not answer itself. */
  const offered = (): { readonly offline: OfflinePolicy; readonly nowMs: number } | null => {
    const offline = offlinePolicy();
    const now = ports.clock.trusted();
    return offline === null || !now.ok ? null : { offline, nowMs: now.value.getTime() };
  };

  const prepare = (login: string, password: string): OfflineCheck => {
    const stationKey = ports.identity.key();
    const begun = offered();
    if (begun === null || stationKey === null) return { answer: async () => ({ state: 'not-offered' }) };
    const subject = subjectIn(login);
    const row = readOfflineRow(ports.store.read, subject);
    const isFresh = (at: { readonly offline: OfflinePolicy; readonly nowMs: number }) =>
      row !== null && isFreshEnough(row.acceptedAt, at.offline, at.nowMs);
    const bound = { subject, person: row?.person ?? '', acceptedAt: row?.acceptedAt ?? 0 };
    const matching = matchesPasswordVerifier(
      row !== null && isFresh(begun) ? row.verifier : null,
      password,
      verifierSecret(stationKey, bound),
    );
    // Whoever asks gets the rejection; where nobody asks, it is nobody's.
    matching.catch(() => undefined);
    return {
      async answer() {
        const matches = await matching;
        const ended = offered();
        if (ended === null) return { state: 'not-offered' };
        if (!matches || row === null || !isFresh(ended)) return { state: 'refused' };
        // The feed may have taken it back meanwhile.
        if (readOfflineRow(ports.store.read, subject)?.verifier !== row.verifier) return { state: 'refused' };
        const person = readRemembered(row.person);
        if (!isStudentOnly(person)) return { state: 'refused' };
        return { state: 'accepted', person, verifiedAt: new Date(row.acceptedAt) };
      },
    };
  };

  return {
    keep(login, password, person, decision) {
      if (!decision.exempt || !isStudentOnly(person) || offlinePolicy() === null) return;
      const now = ports.clock.trusted();
      if (!now.ok) return;
      const work = make(subjectIn(login), password, person, now.value.getTime())
        .catch(ports.onBug)
        .finally(() => running.delete(work));
      running.add(work);
    },

    verify: (login, password) => prepare(login, password).answer(),
    prepare,

    forgetLogin(database, login) {
      const subject = subjectIn(login, database);
      underWay.delete(subject);
      deleteOfflineRow(database, subject);
    },

    forgetPeople(database, key, tags, before) {
      const meant = new Set(tags);
      const isMeant = (one: { readonly personId: string; readonly acceptedAt: number }) =>
        one.acceptedAt <= before.getTime() && meant.has(tagOfPerson(key, one.personId));
      for (const [subject, one] of underWay) if (isMeant(one)) underWay.delete(subject);
      for (const one of offlinePeople(database)) if (isMeant(one)) deleteOfflineRow(database, one.subject);
    },

    prune() {
      const current = ports.policy.current();
      const now = ports.clock.trusted();
      // A policy that cannot be judged now permits nothing at use, and need not cost what was kept.
      if (current.state !== 'valid' || !now.ok) return;
      const offline = current.policy.offline ?? null;
      ports.store.write((database) => pruneOfflineRows(database, offline, now.value.getTime()));
    },

    async settled() {
      await Promise.all(running);
    },
  };
}
