import { sql } from 'kysely';
import type { Role } from '../../../preload/contract/models/lab.ts';
import type { Command } from '../../exchange/command.ts';
import { isOfCase } from '../../exchange/command-limits.ts';
import type { HubTransaction } from '../store/hub-database.ts';
import type { CommandState } from '../store/schema.ts';
import type { CommandFacts } from './judge-command.ts';
import type { PublishedPolicies } from './published-policies.ts';

/** What the database knows about a command. */
export type StoredFacts = Pick<
  CommandFacts,
  'policy' | 'personKnown' | 'actsInWindow' | 'role' | 'superseded' | 'extended' | 'request'
>;

interface FactsRow {
  readonly known: boolean;
  readonly role: Role | null;
  readonly earlier: boolean;
  readonly acts: number;
  readonly extended_until: Date | null;
  readonly request_state: CommandState | null;
  readonly superseded: boolean;
}

const dayMs = 24 * 3_600_000;
/**
 * What was signed longer before a command than this, and than the repeat days, has no bearing on it: no suspension is open so
 * long, and no resume can name what was not yet signed. A person's whole history need not be read.
 */
const bearingDays = 30;

/**
 * What is known about each command, in their order, read by one statement however many they are, which looks at each person's rows once. `actsInWindow`
 * counts the person's other cases with a command of any kind, signed within the policy's repeat days before this one or
 * later, that were, are or may yet be in force: those that were refused, wait for review or never took effect don't count,
 * nor do those of the same case within the hour for which its check is fresh. `superseded`: a resume of
 * the person names this command, or was signed at its time or later, or they registered a new factor since. Called under the persons' locks; of commands that
 * are to count for each other, one has to be stored before the other's facts are read.
 */
export async function gatherFacts(
  transaction: HubTransaction,
  commands: readonly Command[],
  published: PublishedPolicies,
): Promise<readonly StoredFacts[]> {
  const policies = await published(
    transaction,
    commands.map(({ policyVersion }) => policyVersion),
  );
  const since = commands.map(({ issuedAt, policyVersion }) => {
    const days = policies.get(policyVersion)?.suspension.repeatDays ?? 0;
    return new Date(Date.parse(issuedAt) - days * dayMs).toISOString();
  });
  const { rows } = await sql<FactsRow>`
    select person.id is not null as known, person.summary ->> 'role' as role, history.*
    from unnest(${commands.map(({ id }) => id)}::text[], ${commands.map(({ person }) => person)}::text[],
        ${commands.map(({ issuedAt }) => issuedAt)}::timestamptz[], ${since}::timestamptz[],
        ${commands.map((command) => (isOfCase(command) ? command.caseId : null))}::text[],
        ${commands.map((command) => (command.kind === 'suspend' ? (command.extends ?? null) : null))}::uuid[],
        ${commands.map((command) => (command.kind === 'settle-request' ? command.request : null))}::uuid[])
      with ordinality as item (id, person, issued_at, since, case_id, extends, request, place)
    left join person on person.id = item.person
    cross join lateral (
      select exists (select from command where person = item.person) as earlier,
        (count(distinct (coalesce(body ->> 'caseId', command.id::text), date_trunc('hour', command.issued_at)))
          filter (where kind not in ('resume', 'settle-request')
            and command.issued_at > item.since and state not in ('refused', 'needs-review')
            and (ending is null or ending not in ('never-applied', 'declined'))
            and (body ->> 'caseId' is distinct from item.case_id
              or command.issued_at < item.issued_at - interval '1 hour')))::int as acts,
        (select until from command as extended where extended.id = item.extends and extended.person = item.person
          and kind = 'suspend' and state in ('accepted', 'applied', 'propagating') and resumed_by is null
          and withdrawn_at is null and re_enrolled_at is null) as extended_until,
        (select state from command as requested where requested.id = item.request and requested.person = item.person
          and kind = 'request') as request_state,
        coalesce(bool_or(re_enrolled_at >= item.issued_at or (kind = 'resume' and state <> 'refused'
          and (command.issued_at >= item.issued_at or jsonb_exists(body -> 'ends', item.id)))), false) as superseded
      from command where command.person = item.person
        and command.issued_at > least(item.since, item.issued_at - ${bearingDays} * interval '1 day')) as history
    order by item.place`.execute(transaction);
  return commands.map((command, place) => {
    const row = rows[place];
    if (row === undefined) throw new Error('a command without facts');
    const suspending = command.kind === 'suspend';
    return {
      policy: policies.get(command.policyVersion) ?? null,
      // Someone who has left the directory must still be resumable.
      personKnown: row.known || (!isOfCase(command) && row.earlier),
      actsInWindow: isOfCase(command) ? row.acts : 0,
      role: row.role ?? 'guest',
      superseded: suspending && row.superseded,
      extended: row.extended_until,
      request: row.request_state,
    };
  });
}
