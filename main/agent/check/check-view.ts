import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CheckView, PhoneStanding } from '../../../preload/contract/models/check.ts';
import { commandReference } from '../../exchange/command.ts';
import { documentsNeeded, documentTraits } from '../../exchange/identity-evidence.ts';
import type { Profile } from '../../profile/profile.ts';
import type { CaseContext, CaseDesk, CasePorts } from '../counter/case-desk.ts';
import type { CaseRecord } from '../counter/case-table.ts';
import { counterStanding } from '../guide/counter-hours.ts';
import { operatorName } from '../staff/operator-registry.ts';
import { callerPageOf, callsOf } from './call-back.ts';
import { type CheckRule, checkRule, needsPage } from './check-rule.ts';
import { factorLimits } from './factor-limits.ts';
import { failedChecksOf } from './failed-checks.ts';
import { nameSpellings } from './name-spellings.ts';
import { conflictsOf, suspendedElsewhere } from './person-news.ts';
import { type PersonParticulars, particularsOf } from './person-particulars.ts';

/** What the check of a case asks for now, and what speaks against it. */
export function viewCheck(
  ports: Pick<CasePorts, 'store' | 'identity' | 'people'> & { readonly desk: Pick<CaseDesk, 'profile'> },
  record: CaseRecord,
  { policy, now }: Pick<CaseContext, 'policy' | 'now'>,
): Result<CheckView> {
  const { read } = ports.store;
  const person = ports.people.get(record.personId);
  if (person === undefined) return refuse('person/unknown');
  const profile = ports.desk.profile();
  const rule = checkRule(profile, record, policy);
  const kept = particularsOf(read, record.personId);
  const station = ports.identity.enrolment()?.station.id ?? null;
  return ok({
    caseId: record.id,
    documents: policy.suspension.documents.map((type) => ({
      type,
      photo: documentTraits[type].photo,
      dated: policy.suspension.evidence !== undefined && documentTraits[type].date === 'always',
    })),
    needed: { ...documentsNeeded(policy) },
    methods: [...rule.methods],
    prompts: [...rule.prompts],
    names: nameSpellings(person),
    limits: profile === null ? [] : factorLimits(profile),
    portrait: kept.portrait !== null,
    phone:
      profile === null || !rule.methods.includes('phone')
        ? null
        : viewPhone(ports, profile, { record, kept, rule }, { policy, now }),
    failures: failedChecksOf(read, record.personId, { now, station }),
    elsewhere: suspendedElsewhere(read, record.personId, now),
    conflicts: conflictsOf(read, record),
  });
}

function viewPhone(
  ports: Pick<CasePorts, 'store'>,
  profile: Profile,
  {
    record,
    kept,
    rule,
  }: { readonly record: CaseRecord; readonly kept: PersonParticulars; readonly rule: CheckRule },
  context: Pick<CaseContext, 'policy' | 'now'>,
): PhoneStanding | null {
  const { phone } = profile;
  if (phone === null) return null;
  const { open, closesAt, today, next } = phoneHours(profile, context);
  const page = callerPageOf(ports.store.read, record.id);
  return {
    open,
    closesAt,
    today,
    next,
    number: kept.telephone,
    points: phone.check,
    waitingPage: phone.waitingPage,
    reference: page?.reference ?? commandReference(record.id),
    pageNeeded: needsPage(rule),
    page: page === null ? null : { reference: page.reference, openedAt: page.openedAt },
    attempts: callsOf(ports.store.read, record.id).map(({ at: when, by, result }) => ({
      at: when,
      by: operatorName(ports.store.read, by),
      result,
    })),
  };
}

/**
 * Whether people may be called back at this moment: by the hours that the policy names, or else by the institution's own
 * hours and closed days.
 */
export function phoneHours(
  profile: Profile,
  { policy, now }: Pick<CaseContext, 'policy' | 'now'>,
): Pick<PhoneStanding, 'open' | 'closesAt' | 'today' | 'next'> {
  const { timeZone } = policy.exemption;
  const named = policy.suspension.evidence?.callHours;
  const { open, closesAt, today, next } =
    named === undefined
      ? counterStanding(profile.phone?.hours ?? [], profile.closures, now, timeZone)
      : counterStanding(named, noClosures, now, timeZone);
  return { open, closesAt, today: [...today], next };
}

const noClosures: Profile['closures'] = { nationalHolidays: false, yearly: [] };
