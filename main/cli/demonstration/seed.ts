import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createHidFidoClient } from '../../../native/client/hid-fido-client.ts';
import { createSoftKeyPort, type SoftKeyPort } from '../../../native/softkey/soft-key-port.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import { writeLocalDirectory } from '../../directory/local-directory-file.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { readRegisteredCredential } from '../../exchange/operator-registration.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { signDocument } from '../../exchange/signed-document.ts';
import { exportPublicJwk, generateSigningKey, type PublicJwk } from '../../exchange/signing-key.ts';
import { demonstrationOperators, demonstrationProfile } from '../../profile/demonstration.ts';
import { demonstrationAccounts } from '../../profile/demonstration-accounts.ts';
import { demonstrationPolicy } from '../../profile/demonstration-policy.ts';

/** PIN of the demonstration's software keys: printed wherever they are, a secret to nobody. */
export const demonstrationPin = 'demo-2468';

/** What the demonstration's hub begins with. */
export interface DemonstrationSeed {
  readonly policyKey: PublicJwk;
  readonly policyBundle: string;
  readonly operators: readonly OperatorRecord[];
}

export interface DemonstrationKey {
  readonly id: string;
  readonly label: LocalizedText;
  readonly statePath: string;
}

/**
 * Makes what an institution would have: a signing key for its policy and a signed policy, a directory with a few
 * accounts, and one software security key per operator, each registered through the same client that drives real keys.
 * Everything is made anew and lies in `folder`.
 */
export async function makeSeed(
  folder: string,
  now: Date,
  policy: PolicyDocument = demonstrationPolicy(now),
): Promise<{
  seed: DemonstrationSeed;
  keys: DemonstrationKey[];
  /** The supervisor's spare key, which lies in the lab: two agents never share a key. */
  labKeys: DemonstrationKey[];
  directoryPath: string;
}> {
  const directoryPath = join(folder, 'directory.json');
  const [operators] = await Promise.all([
    registerOperators(folder),
    writeLocalDirectory(
      directoryPath,
      demonstrationAccounts.map(({ person, password, state }) => ({
        person: {
          id: person.id,
          login: person.login,
          displayName: person.name,
          kana: person.kana,
          roles: [person.role],
          groups: [],
        },
        password,
        state,
      })),
    ),
  ]);
  const policyKey = generateSigningKey();
  return {
    seed: {
      policyKey: exportPublicJwk(policyKey),
      policyBundle: signDocument('madoguchi-policy+jws', policy, policyKey),
      operators: operators.map((one) => one.record),
    },
    keys: [...operators.map((one) => one.key), ...makeBlankKeys(folder)],
    labKeys: operators.flatMap((one) => one.spare ?? []),
    directoryPath,
  };
}

async function registerOperators(
  folder: string,
): Promise<{ record: OperatorRecord; key: DemonstrationKey; spare: DemonstrationKey | null }[]> {
  const registered: { record: OperatorRecord; key: DemonstrationKey; spare: DemonstrationKey | null }[] = [];
  for (const operator of demonstrationOperators) {
    const keyNamed = (id: string, ja: string, en: string): DemonstrationKey => ({
      id,
      label: {
        ja: `${operator.name.ja} の${ja}（ソフトウェア）`,
        en: `${operator.name.en}'s ${en} (software)`,
      },
      statePath: join(folder, `${id}.json`),
    });
    const key = keyNamed(`key-${operator.id}`, 'キー', 'key');
    const spare =
      operator.role === 'supervisor' ? keyNamed(`key-spare-${operator.id}`, '予備のキー', 'spare key') : null;
    const keys = spare === null ? [key] : [key, spare];
    const credentials: OperatorRecord['credentials'][number][] = [];
    for (const each of keys) credentials.push(await registerKey(each, operator));
    registered.push({ key, spare, record: { ...operator, credentials, revokedAt: null } });
  }
  return registered;
}

async function registerKey(
  key: DemonstrationKey,
  operator: (typeof demonstrationOperators)[number],
): Promise<OperatorRecord['credentials'][number]> {
  const opened = createSoftKeyPort({
    production: false,
    keys: [{ ...key, label: key.label.en, initialPin: demonstrationPin }],
    touch: 'automatic',
    timing: { keepalive: 100, betweenPackets: 3000, touchLimit: 5000, automaticTouchAfter: 1 },
  });
  if (!opened.ok) throw new Error(`software key: ${opened.error.code}`);
  try {
    return {
      ...(await registerCredential(opened.value, operator.id, operator.name.ja)),
      label: key.label.en,
    };
  } finally {
    await opened.value.close();
  }
}

/** Keys that belong to nobody yet, so that someone can be enrolled; they have the PIN already. */
function makeBlankKeys(folder: string): DemonstrationKey[] {
  const keys = [1, 2].map((number) => ({
    id: `key-blank-${number}`,
    label: { ja: `新しいキー${number}`, en: `New key ${number}` },
    statePath: join(folder, `key-blank-${number}.json`),
  }));
  const opened = createSoftKeyPort({
    production: false,
    keys: keys.map((key) => ({ ...key, label: key.label.en, initialPin: demonstrationPin, inserted: false })),
    touch: 'manual',
  });
  if (!opened.ok) throw new Error(`software key: ${opened.error.code}`);
  void opened.value.close();
  return keys;
}

async function registerCredential(
  port: SoftKeyPort,
  operatorId: string,
  displayName: string,
): Promise<{ id: string; publicKey: string }> {
  const { rpId } = demonstrationProfile;
  const challenge = randomBytes(32).toString('base64url');
  const created = await createHidFidoClient({ port }).makeCredential(
    {
      rp: { id: rpId, name: 'Madoguchi' },
      user: { id: Buffer.from(operatorId).toString('base64url'), name: operatorId, displayName },
      challenge,
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: 'public-key' })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    },
    {
      origin: `https://${rpId}`,
      interaction: {
        keyNeeded: () => undefined,
        requestPin: async () => demonstrationPin,
        touchNeeded: () => undefined,
        done: () => undefined,
      },
    },
  );
  if (!created.ok) throw new Error(`registering a software key: ${created.error.code}`);
  const credential = await readRegisteredCredential({ response: created.value, challenge, rpId });
  if (!credential.ok) throw new Error(`registering a software key: ${credential.refusal.code}`);
  return credential.value;
}
