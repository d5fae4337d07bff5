import { randomUUID } from 'node:crypto';
import type { ExemptionDecision } from '../../../preload/contract/models/lab.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { AuditEntryInput } from '../ports.ts';
import type { BootMoment } from './boot-moment.ts';
import type { ProcessMark } from './desktop-processes.ts';
import { endOf, rulesOf } from './session-limits.ts';
import type { SessionRecord } from './session-record.ts';
import { tileViews } from './tile-views.ts';

/** Whom a session is for, as the directory describes them. */
export interface SessionPerson {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly kana?: string;
  /** Signed in by this station's own verifier; false unless said. */
  readonly offline?: boolean;
}

/** A session as it begins, by the policy in force; what follows from its limits is told by `viewOf`. */
export function newSession(given: {
  readonly person: SessionPerson;
  readonly decision: ExemptionDecision;
  readonly policy: PolicyDocument;
  readonly now: Date;
  readonly startedAt: BootMoment;
  readonly baseline: readonly ProcessMark[] | null;
}): SessionRecord {
  const { person, decision, policy, now, startedAt } = given;
  return {
    personId: person.id,
    session: {
      id: randomUUID(),
      login: person.login,
      displayName: person.displayName,
      kana: person.kana ?? null,
      startedAt: now.toISOString(),
      ...endOf(policy, now, now.getTime() + policy.session.maximumMinutes * 60_000),
      idleEndsAt: null,
      warnAt: now.toISOString(),
      extensionsLeft: 0,
      lockedUntil: null,
      canLock: false,
      offline: person.offline ?? false,
      message: null,
      tiles: tileViews(policy),
      decision,
    },
    startedAt,
    limits: { rules: rulesOf(policy), activeAt: startedAt, lockedAt: null, extensions: 0 },
    baseline: given.baseline,
  };
}

/** What the audit trail keeps of something that happened to a session. */
export function sessionEntry(
  kind: AuditEntryInput['kind'],
  record: SessionRecord,
  facts: AuditEntryInput['facts'],
  by: 'visitor' | 'station' = 'visitor',
): AuditEntryInput {
  return {
    kind,
    actor: { type: by, id: null },
    subject: record.personId,
    facts: { session: record.session.id, ...facts },
    detail: null,
  };
}

/** That nobody heard how the site's commands for a session went. */
export function unheardEntry(sessionId: string): AuditEntryInput {
  return {
    kind: 'lab-hook-failed',
    actor: { type: 'station', id: null },
    subject: null,
    facts: { session: sessionId, hook: null, ending: 'agent-ended' },
    detail: null,
  };
}
