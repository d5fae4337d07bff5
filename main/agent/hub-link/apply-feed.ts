import { z } from 'zod';
import { assertNever } from '../../../preload/contract/errors.ts';
import type { FeedItem, FeedResponse } from '../../exchange/hub-interface.ts';
import type { ErasableAuditTrail } from '../audit/audit-trail.ts';
import { takeFailedCheck } from '../check/failed-checks.ts';
import { keepParticulars } from '../check/person-particulars.ts';
import { noteDirectoryChanges, takeCommandNews, takeNews } from '../check/take-news.ts';
import { erasePerson } from '../erasure/erase-person.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { beginResend } from '../outbox/resend-rows.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { PolicyBundle } from '../policy/policy-bundle.ts';
import type { Store, WritableDatabase } from '../ports.ts';
import type { LabSessions } from '../session/lab-session.ts';
import type { OfflineSignIn } from '../sign-in/offline-sign-in.ts';
import { readTagKey, takeNews as takeFailureNews, takeTagKey } from '../sign-in/shared-failures.ts';
import { confirmRegistry, replaceOperators } from '../staff/operator-registry.ts';
import { readState, writeState } from '../store/station-state.ts';

export const cursorKey = 'feed-cursor';
export const epochKey = 'feed-epoch';

/** What one answer of the feed changed, for those who must look again. */
export interface FeedChanges {
  readonly policy: boolean;
  readonly operators: boolean;
  /** Also where nobody came or went, but the first copy of the directory is now whole. */
  readonly people: boolean;
  readonly commands: boolean;
}

/**
 * Applies one answer of the feed in one transaction together with its cursor, so that after a crash every item has been
 * applied once or comes again, never half (I3).
 */
export function applyFeed(
  ports: {
    readonly store: Store;
    readonly audit: ErasableAuditTrail;
    readonly outbox: Outbox;
    readonly people: PeopleReplica;
    readonly policy: PolicyBundle;
    /** This station's own id. */
    readonly station: () => string | null;
    readonly offline: Pick<OfflineSignIn, 'forgetPeople'>;
    readonly sessions: Pick<LabSessions, 'tell' | 'endByStaff'>;
  },
  response: FeedResponse,
): FeedChanges {
  const changes = { policy: false, operators: false, people: false, commands: false };
  // First, so that after a crash it comes again: the same word twice does nothing more.
  for (const item of response.items) {
    if (item.kind === 'lab-message') ports.sessions.tell(item.text, new Date(item.at));
    if (item.kind === 'lab-sign-out') ports.sessions.endByStaff(new Date(item.at));
  }
  const wasIncomplete = isIncomplete();
  ports.store.write((database) => {
    if (response.tagKey !== undefined) takeTagKey(database, response.tagKey);
    for (const item of response.items) applyItem(database, item);
    writeState(database, cursorKey, response.cursor);
    // Nothing is missing: from now on the replica is as old as this answer.
    if (!response.more) ports.people.confirm(database);
    if (response.epoch !== undefined) takeEpoch(database, response.epoch);
    // The hub puts a changed registry into the first answer after the change, so every answer confirms it.
    confirmRegistry(database, response.registryAsOf);
  });
  // The end of the first copy may come in an answer of its own, with nobody in it.
  if (wasIncomplete && !isIncomplete()) changes.people = true;
  return changes;

  function isIncomplete(): boolean {
    const { receiving, confirmedAt } = ports.people.status();
    return receiving || confirmedAt === null;
  }

  function takeEpoch(database: WritableDatabase, epoch: string): void {
    const before = readState(database, epochKey, z.uuid());
    if (before === epoch) return;
    writeState(database, epochKey, epoch);
    if (before === null) return;
    beginResend(database);
    ports.audit.append(database, {
      kind: 'hub-restored',
      actor: { type: 'station', id: null },
      subject: null,
      facts: { cursor: response.cursor },
      detail: null,
    });
  }

  function applyItem(database: WritableDatabase, item: FeedItem): void {
    switch (item.kind) {
      case 'policy': {
        // A refused bundle leaves the one in force; its refusal is in the audit trail.
        const acceptance = ports.policy.acceptBundle(database, item.bundle);
        changes.policy = (acceptance.accepted && acceptance.changed) || changes.policy;
        return;
      }
      case 'operators':
        replaceOperators(database, item.operators);
        ports.audit.append(database, {
          kind: 'operators-updated',
          actor: { type: 'station', id: null },
          subject: null,
          facts: { operators: item.operators.length, asOf: item.asOf },
          detail: null,
        });
        changes.operators = true;
        return;
      case 'people':
        if (noteDirectoryChanges(database, ports.people, item, response.registryAsOf))
          changes.commands = true;
        ports.people.applyPeople(database, item);
        changes.people = true;
        return;
      case 'failed-check': {
        const { kind: _, ...told } = item;
        takeFailedCheck(database, told);
        changes.commands = true;
        return;
      }
      case 'person-news':
        takeNews(database, item);
        changes.commands = true;
        return;
      case 'particulars':
        for (const { person, ...kept } of item.people) keepParticulars(database, person, kept);
        changes.commands = true;
        return;
      case 'outcome':
        if (item.about !== undefined && item.about.station !== ports.station()) {
          takeCommandNews(database, item.commandId, item.about, item.at);
          changes.commands = true;
        }
        if (!ports.outbox.recordOutcome(database, item)) return;
        changes.commands = true;
        ports.audit.append(database, {
          kind: 'command-state',
          actor: { type: 'station', id: null },
          subject: ports.outbox.find(item.commandId)?.personId ?? null,
          facts: { command: item.commandId, state: item.state, ending: item.ending, code: item.refusal },
          detail: null,
        });
        return;
      case 'sign-in-failures':
        takeFailureNews(database, item);
        if (item.clearedAt === null) return;
        ports.audit.append(database, {
          kind: 'failures-cleared',
          actor: { type: 'station', id: null },
          subject: null,
          facts: { tag: item.tag, clearedAt: item.clearedAt },
          detail: null,
        });
        return;
      case 'verifiers-void': {
        const key = readTagKey(database);
        if (key !== null) ports.offline.forgetPeople(database, key, item.people, new Date(item.before));
        return;
      }
      case 'person-erased':
        erasePerson(database, ports, item);
        changes.people = true;
        changes.commands = true;
        return;
      case 'lab-message':
      case 'lab-sign-out':
        // Acted on before: a session's end is a transaction of its own.
        return;
      default:
        assertNever(item);
    }
  }
}
