import { policyDocument } from '../exchange/policy-document.ts';
import { documentKeyId, verifyDocument } from '../exchange/signed-document.ts';
import { type SigningKey, verificationKey } from '../exchange/signing-key.ts';
import { appendHubAudit } from './audit/hub-audit.ts';
import { appendOperators, appendPolicy } from './feed/append.ts';
import { readInstitution } from './institution.ts';
import { leaveRoleOf } from './operators/kiosk-operators.ts';
import type { HubDatabase } from './store/hub-database.ts';

/** Why a bundle was not published. */
export type PolicyProblem = 'not-initialised' | 'policy-signature' | 'policy-institution' | 'policy-version';

export type PolicyPublication =
  | { readonly ok: true; readonly value: { readonly version: number } }
  | { readonly ok: false; readonly problem: PolicyProblem };

/**
 * Publishes a `madoguchi-policy+jws` signed by one of the institution's policy keys, with a version above every earlier
 * one: stored, told to the stations and recorded in one transaction.
 */
export async function publishPolicy(
  context: {
    readonly database: HubDatabase;
    readonly key: SigningKey;
    readonly now: () => Date;
  },
  bundle: string,
): Promise<PolicyPublication> {
  const { database, key, now } = context;
  const institution = await readInstitution(database.kysely);
  if (institution === null) return problem('not-initialised');
  const keyId = documentKeyId(bundle);
  const policyKey = institution.settings.policyKeys.map(verificationKey).find(({ id }) => id === keyId);
  if (policyKey === undefined) return problem('policy-signature');
  const verified = verifyDocument(
    'madoguchi-policy+jws',
    bundle,
    policyKey,
    policyDocument,
    'policy/missing',
  );
  if (!verified.ok) return problem('policy-signature');
  const document = verified.value;
  if (document.institution !== institution.settings.institution.id) return problem('policy-institution');
  return database.kysely.transaction().execute(async (transaction): Promise<PolicyPublication> => {
    // The row's lock lets two publications judge their versions one after the other.
    await transaction.selectFrom('institution').select('id').forUpdate().execute();
    const newest = await transaction
      .selectFrom('policy')
      .select((select) => select.fn.max('version').as('version'))
      .executeTakeFirstOrThrow();
    if (newest.version !== null && document.version <= newest.version) return problem('policy-version');
    const at = now();
    const leaveRole = await leaveRoleOf(transaction);
    await transaction
      .insertInto('policy')
      .values({
        version: document.version,
        bundle,
        document: JSON.stringify(document),
        published_at: at,
      })
      .execute();
    await appendPolicy(transaction, document.version, at);
    // Lab stations have the keys of those who may open their kiosk, which a policy may change.
    if ((await leaveRoleOf(transaction)) !== leaveRole) await appendOperators(transaction, at);
    const facts = { version: document.version, key: policyKey.id };
    const actor = { type: 'administration', id: null } as const;
    await appendHubAudit(transaction, key, { kind: 'policy-published', actor, facts }, now());
    return { ok: true, value: { version: document.version } };
  });
}

function problem(name: PolicyProblem): PolicyPublication {
  return { ok: false, problem: name };
}
