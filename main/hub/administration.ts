import { z } from 'zod';
import { identifier, localizedText } from '../../preload/contract/models/base.ts';
import { type OperatorRecord, operatorRecord } from '../exchange/operator-assertion.ts';
import { publicJwk, type SigningKey } from '../exchange/signing-key.ts';
import type { Provider } from '../provider/provider.ts';
import { appendHubAudit, type HubAuditInput } from './audit/hub-audit.ts';
import { type ParticularsImport, particularsImport, storeParticulars } from './checks/particulars.ts';
import { openStates } from './commands/command-store.ts';
import type { TokenRequest } from './enrolment.ts';
import { mintRecordedToken } from './enrolment-tokens.ts';
import { readInstitution } from './institution.ts';
import { createLabNotices, type LabNotices } from './lab-notices.ts';
import type { NetworkStanding, NetworkWatch } from './networks/network-watch.ts';
import { storeOperator } from './operators/operator-table.ts';
import {
  type DirectoryImport,
  directoryImport,
  removeFromReplica,
  storeInReplica,
} from './people-replica.ts';
import { type PolicyProblem, publishPolicy } from './policy-publication.ts';
import { revokeOperator, revokeStation } from './revocation.ts';
import type { HubDatabase, HubTransaction } from './store/hub-database.ts';
import { lockRegistry } from './store/transaction-locks.ts';

/** Most people in one transaction and one item of the feed. */
const chunkSize = 500;

const initialisation = z.strictObject({
  institution: z.strictObject({ id: identifier, name: localizedText }),
  rpId: z.hostname(),
  profile: identifier,
  provider: z.strictObject({ kind: identifier, simulated: z.boolean() }),
  production: z.boolean(),
  policyKeys: z.array(publicJwk).min(1).max(4),
});
export type Initialisation = z.infer<typeof initialisation>;

const tokenRequest = z.strictObject({
  name: identifier,
  kind: z.enum(['lab', 'counter']),
  label: localizedText,
  validMinutes: z
    .number()
    .int()
    .min(1)
    .max(7 * 24 * 60),
});

/** Why an administrator's wish was not carried out. Input of the wrong shape throws instead. */
export type AdministrationProblem =
  | 'other-institution'
  | 'other-provider'
  | 'production-simulated'
  | 'station-unknown'
  | 'operator-unknown'
  | PolicyProblem;

export type AdministrationResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: AdministrationProblem };

/** A sign-in by a station's own verifier. `against`: what the directory's import already said against it then. */
export interface OfflineSignIn {
  readonly station: string;
  readonly person: string;
  readonly at: string;
  readonly verifiedAt: string;
  readonly against: 'unknown' | 'disabled' | 'credential-changed' | null;
}

/** What only the institution's IT may do. Never reachable over HTTP. */
export interface Administration {
  /** Sets the hub up, or changes the settings of the same institution; stations that are enrolled keep theirs. */
  initialise(settings: Initialisation): Promise<AdministrationResult<null>>;
  /** A one-time enrolment token; it can't be shown again. */
  mintEnrolmentToken(request: TokenRequest): Promise<AdministrationResult<string>>;
  revokeStation(id: string): Promise<AdministrationResult<null>>;
  /** Adds an operator or replaces their whole record. */
  putOperator(record: OperatorRecord): Promise<void>;
  revokeOperator(id: string): Promise<AdministrationResult<null>>;
  /** Publishes a bundle signed by one of the policy keys, with a version above every earlier one. */
  publishPolicy(bundle: string): Promise<AdministrationResult<{ readonly version: number }>>;
  /** Adds or changes people of the directory replica. Unchanged ones make no feed. */
  upsertPeople(people: readonly DirectoryImport[]): Promise<{ readonly changed: number }>;
  /** What counters keep of people for checks alone: a number to call back, a small photograph. */
  putParticulars(people: readonly ParticularsImport[]): Promise<{ readonly changed: number }>;
  /** Takes people out of the replica. Their open suspensions go on to their end. */
  removePeople(ids: readonly string[]): Promise<{ readonly removed: number }>;
  /** Sign-ins while the directory was out of reach, as stations told of them, oldest first. */
  offlineSignIns(since: Date): Promise<readonly OfflineSignIn[]>;
  /** Shows a text to those who are signed in at a lab workstation, or at every one of a room. */
  tellLab: LabNotices['tell'];
  /** Ends the sessions that are open there. */
  signOutLab: LabNotices['signOut'];
  /** Suspensions past their end while the provider has not confirmed it (I2), the longest overdue first. */
  lateSuspensions(): Promise<
    readonly { readonly commandId: string; readonly until: string; readonly attempts: number }[]
  >;
  /** Asks the provider now which networks it exempts, and compares them with the newest policy's rooms. */
  networkDrift(): Promise<NetworkStanding>;
}

/** Every change is appended to the feed in its own transaction. */
export function createAdministration(context: {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
  /** The one that runs: the settings must name it. */
  readonly provider: Pick<Provider, 'kind' | 'simulated'>;
  readonly networks: Pick<NetworkWatch, 'look'>;
}): Administration {
  const { database, key, now } = context;
  const inTransaction = <T>(work: (transaction: HubTransaction) => Promise<T>): Promise<T> =>
    database.kysely.transaction().execute(work);

  const notices = createLabNotices({ database, key, now });
  const record = (transaction: HubTransaction, kind: HubAuditInput['kind'], facts: HubAuditInput['facts']) =>
    appendHubAudit(transaction, key, { kind, actor: { type: 'administration', id: null }, facts }, now());

  return {
    tellLab: notices.tell,
    signOutLab: notices.signOut,

    async initialise(input) {
      const settings = initialisation.parse(input);
      const { kind, simulated } = context.provider;
      if (settings.provider.kind !== kind || settings.provider.simulated !== simulated)
        return problem('other-provider');
      if (settings.production && simulated) return problem('production-simulated');
      return inTransaction(async (transaction) => {
        const row = {
          id: settings.institution.id,
          settings: JSON.stringify(settings),
          hub_key_id: key.id,
          initialised_at: now(),
        };
        const stored = await transaction
          .insertInto('institution')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .column('only')
              .doUpdateSet({ settings: row.settings })
              .where('institution.id', '=', row.id)
              .where('institution.hub_key_id', '=', key.id),
          )
          .returning('id')
          .executeTakeFirst();
        if (stored === undefined) return problem('other-institution');
        await record(transaction, 'initialised', {
          institution: settings.institution.id,
          provider: settings.provider.kind,
          production: settings.production,
          policyKeys: settings.policyKeys.length,
        });
        return success(null);
      });
    },

    async mintEnrolmentToken(input) {
      const request = tokenRequest.parse(input);
      if ((await readInstitution(database.kysely)) === null) return problem('not-initialised');
      return success(await mintRecordedToken(context, request));
    },

    revokeStation: async (id) =>
      (await revokeStation(context, id)) === null ? problem('station-unknown') : success(null),

    async putOperator(input) {
      const operator = operatorRecord.parse(input);
      await inTransaction(async (transaction) => {
        await lockRegistry(transaction);
        await storeOperator(transaction, operator, now());
        await record(transaction, 'operator-put', {
          operator: operator.id,
          role: operator.role,
          credentials: operator.credentials.length,
          revoked: operator.revokedAt !== null,
        });
      });
    },

    revokeOperator: async (id) =>
      (await revokeOperator(context, id)) ? success(null) : problem('operator-unknown'),

    publishPolicy: (bundle) => publishPolicy({ database, key, now }, bundle),

    async upsertPeople(input) {
      const people = z.array(directoryImport).parse(input);
      let changed = 0;
      // The last one counts where an id comes twice: one statement can't change a row twice.
      const distinct = [...new Map(people.map((person) => [person.id, person])).values()];
      for (const chunk of chunks(distinct))
        changed += await inTransaction(async (transaction) => {
          const stored = await storeInReplica(transaction, chunk, key, now());
          if (stored > 0) await record(transaction, 'people-imported', { changed: stored });
          return stored;
        });
      return { changed };
    },

    async putParticulars(input) {
      let changed = 0;
      for (const chunk of chunks(z.array(particularsImport).parse(input)))
        changed += await inTransaction(async (transaction) => {
          const stored = await storeParticulars(transaction, chunk, now());
          if (stored > 0)
            await record(transaction, 'people-imported', { changed: stored, particulars: true });
          return stored;
        });
      return { changed };
    },

    async removePeople(input) {
      let removed = 0;
      for (const ids of chunks(z.array(identifier).parse(input))) {
        removed += await inTransaction(async (transaction) => {
          const gone = await removeFromReplica(transaction, ids, key, now());
          if (gone > 0) await record(transaction, 'people-removed', { removed: gone });
          return gone;
        });
      }
      return { removed };
    },

    networkDrift: () => context.networks.look(),

    async offlineSignIns(since) {
      const rows = await database.kysely
        .selectFrom('offline_sign_in')
        .selectAll()
        .where('signed_in_at', '>=', since)
        .orderBy('signed_in_at')
        .execute();
      return rows.map((row) => ({
        station: row.station,
        person: row.person,
        at: row.signed_in_at.toISOString(),
        verifiedAt: row.verified_at.toISOString(),
        against: row.against,
      }));
    },

    async lateSuspensions() {
      const rows = await database.kysely
        .selectFrom('command')
        .select(['id', 'until', 'attempts'])
        .where('state', 'in', openStates)
        .where('until', '<=', now())
        .where('attempted_at', 'is not', null)
        .orderBy('until')
        .execute();
      return rows.flatMap(({ id, until, attempts }) =>
        until === null ? [] : [{ commandId: id, until: until.toISOString(), attempts }],
      );
    },
  };
}

function chunks<T>(values: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / chunkSize) }, (_, index) =>
    values.slice(index * chunkSize, (index + 1) * chunkSize),
  );
}

function success<T>(value: T): AdministrationResult<T> {
  return { ok: true, value };
}

function problem(name: AdministrationProblem): AdministrationResult<never> {
  return { ok: false, problem: name };
}
