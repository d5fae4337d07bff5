import type { ClockStatus } from '../../../preload/contract/models/station.ts';
import type { ChainProblem } from '../audit/verify-audit-chain.ts';
import type { PolicyFailure } from '../ports.ts';
import { type Circumstances, daysBetween, fail, type Judgement, pass, unknown, warn } from './judgement.ts';

export type EnrolmentSight =
  | { readonly enrolled: true; readonly station: string; readonly production: boolean }
  | {
      readonly enrolled: false;
      /** The settings bring a token: the agent is trying, or its token was refused. */
      readonly token: boolean;
      /** The store was made after the machine was last switched on, although settings were there before. */
      readonly newSinceBoot: boolean;
    };

export function judgeEnrolment(seen: EnrolmentSight): Judgement {
  if (seen.enrolled)
    return seen.production
      ? pass('enrolled', { station: seen.station })
      : pass('demonstration', { station: seen.station });
  if (seen.token && seen.newSinceBoot) return fail('lost-at-boot');
  return seen.token ? fail('token-not-taken') : fail('none');
}

/** How the hub sees this station's past, as it last said. */
export type HistoryWord = 'as-known' | 'rolled-back' | 'tampered' | 'contested' | 'never-asked';

export function judgeHistory(seen: { readonly word: HistoryWord; readonly rollbacks: number }): Judgement {
  switch (seen.word) {
    case 'as-known':
      return pass('as-known');
    case 'rolled-back':
      return seen.rollbacks > 1 ? fail('restored-each-boot', { count: seen.rollbacks }) : warn('rolled-back');
    case 'tampered':
      return fail('tampered');
    case 'contested':
      return fail('contested');
    case 'never-asked':
      return unknown('never-asked');
  }
}

export type ChainSight =
  | { readonly result: 'whole'; readonly entries: number }
  | { readonly result: 'unfinished'; readonly entries: number }
  | {
      readonly result: 'broken';
      readonly sequence: number;
      readonly problem: ChainProblem | 'unreadable' | 'checkpoint-forged';
    };

export function judgeChain(seen: ChainSight): Judgement {
  switch (seen.result) {
    case 'whole':
      return pass('whole', { entries: seen.entries });
    case 'unfinished':
      return unknown('unfinished', { entries: seen.entries });
    case 'broken':
      return fail('broken', { sequence: seen.sequence, problem: seen.problem });
  }
}

/** `trusted` as the running agent says; without one, as far as the store shows it. */
export function judgeClockStatus(status: ClockStatus): Judgement {
  const confirmed = status.confirmedAt ?? '';
  if (status.trusted) return pass('trusted', { confirmed });
  return fail(status.reason ?? 'never-confirmed', { confirmed });
}

export function judgeTimeZone(seen: { readonly zone: string; readonly policy: string | null }): Judgement {
  if (seen.policy === null) return unknown('no-policy', { zone: seen.zone });
  return seen.zone === seen.policy
    ? pass('as-policy', { zone: seen.zone })
    : warn('differs', { zone: seen.zone, policy: seen.policy });
}

export type PolicySight =
  | { readonly state: 'valid'; readonly version: number; readonly validUntil: string }
  | { readonly state: 'invalid'; readonly reason: PolicyFailure };

/** Warns this many days before the policy ends. */
const policyNoticeDays = 14;

export function judgePolicyState(seen: PolicySight, { now }: Circumstances): Judgement {
  if (seen.state === 'invalid') return fail(seen.reason);
  const days = daysBetween(now, new Date(seen.validUntil));
  const facts = { version: seen.version, until: seen.validUntil, days };
  return days <= policyNoticeDays ? warn('ends-soon', facts) : pass('valid', facts);
}

const hourMs = 3_600_000;

export function judgeQueue(
  seen: { readonly waiting: number; readonly oldest: string | null },
  { now }: Circumstances,
): Judgement {
  if (seen.oldest === null) return pass('empty');
  const hours = Math.max(0, Math.floor((now.getTime() - Date.parse(seen.oldest)) / hourMs));
  const facts = { waiting: seen.waiting, hours };
  if (hours >= 24) return fail('stuck', facts);
  return hours >= 1 ? warn('waiting', facts) : pass('moving', facts);
}

export function judgeReplica(
  seen: { readonly counter: boolean; readonly people: number; readonly updatedAt: string | null },
  { now }: Circumstances,
): Judgement {
  if (!seen.counter) return pass('not-needed');
  if (seen.people === 0 || seen.updatedAt === null) return fail('empty');
  const days = Math.max(0, daysBetween(new Date(seen.updatedAt), now));
  const facts = { people: seen.people, days };
  // A directory where nothing changed in a month is rarer than an import that no longer runs.
  return days > 31 ? warn('old', facts) : pass('current', facts);
}

export function judgeRegistry(
  seen: { readonly asOf: string | null; readonly operators: number; readonly maximumHours: number | null },
  { now }: Circumstances,
): Judgement {
  if (seen.asOf === null) return fail('never-received');
  if (seen.operators === 0) return warn('nobody');
  const hours = Math.max(0, Math.floor((now.getTime() - Date.parse(seen.asOf)) / hourMs));
  const facts = { hours, operators: seen.operators };
  if (seen.maximumHours === null) return unknown('no-policy', facts);
  if (hours >= seen.maximumHours) return fail('too-old', { ...facts, maximum: seen.maximumHours });
  return hours >= seen.maximumHours / 2
    ? warn('ageing', { ...facts, maximum: seen.maximumHours })
    : pass('current', facts);
}

export function judgeWipe(seen: { readonly owed: boolean; readonly reason: string | null }): Judgement {
  if (!seen.owed) return pass('nothing-owed');
  return seen.reason === null ? warn('under-way') : fail('failed', { part: seen.reason });
}

export function judgeDirectory(
  seen: { readonly kind: 'local' | 'ldap' | 'okta' | 'entra' | 'hub' | 'none'; readonly lab: boolean },
  { production }: Circumstances,
): Judgement {
  switch (seen.kind) {
    case 'none':
      return seen.lab ? fail('none') : pass('not-needed');
    case 'local':
      return production ? fail('local') : pass('local-trial');
    case 'entra':
      return warn('entra-limits');
    case 'ldap':
    case 'okta':
    case 'hub':
      return pass('set', { kind: seen.kind });
  }
}
