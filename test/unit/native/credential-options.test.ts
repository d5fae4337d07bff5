import { describe, expect, it } from 'vitest';
import { type KeySession, openKeySession } from '../../../native/client/key-session.ts';
import type { AccountChoice, UserInteraction } from '../../../native/client/user-interaction.ts';
import { setMinimumPinLength } from '../../../native/ctap/authenticator-config.ts';
import { parseAuthenticatorData } from '../../../native/ctap/authenticator-data.ts';
import { getAssertion } from '../../../native/ctap/get-assertion.ts';
import { standardTiming } from '../../../native/hid/hid-timing.ts';
import type { SoftKeyPort } from '../../../native/softkey/soft-key-port.ts';
import { careOf, clientOn, origin, person, registered, rightPin, rpId, softKeys } from './soft-key-bench.ts';

const key = { id: 'a', initialPin: rightPin };
const creation = {
  rp: { id: rpId, name: 'Madoguchi' },
  user: { id: 'b3A', name: 'op', displayName: 'Operator' },
  challenge: 'AAAA',
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
};

async function sessionOn(port: SoftKeyPort): Promise<KeySession> {
  const listed = await port.list();
  const device = listed.ok ? listed.value[0] : undefined;
  const session = await openKeySession(port, device!, standardTiming);
  if (!session.ok) throw new Error(session.error.code);
  return session.value;
}

/** Asks a key without verifying anybody. */
async function assertedWithoutVerification(port: SoftKeyPort, allowCredentials: readonly Uint8Array[]) {
  const session = await sessionOn(port);
  const asserted = await getAssertion(
    session.authenticator,
    {
      rpId,
      clientDataHash: new Uint8Array(32),
      allowCredentials,
      userPresence: true,
      builtInVerification: false,
      pinUvAuth: null,
    },
    {},
  );
  session.close();
  return asserted.ok ? 'signed' : asserted.error.code;
}

describe('credential protection (credProtect, CTAP 2.2 §12.1)', () => {
  it.each([
    ['userVerificationOptional', 'signed', 'signed'],
    ['userVerificationOptionalWithCredentialIDList', 'key/no-credential', 'signed'],
    ['userVerificationRequired', 'key/no-credential', 'key/no-credential'],
  ])('%s decides who sees the credential unverified', async (credentialProtectionPolicy, silent, named) => {
    const port = softKeys([key]);
    const id = await registered(port, 'op', {
      extensions: { credentialProtectionPolicy, enforceCredentialProtectionPolicy: true },
    });
    expect(await assertedWithoutVerification(port, [])).toBe(silent);
    expect(await assertedWithoutVerification(port, [Buffer.from(id, 'base64url')])).toBe(named);
    const verified = await clientOn(port).getAssertion(
      { challenge: 'AAAA', rpId },
      { origin, interaction: person() },
    );
    expect(verified.ok).toBe(true);
  });

  it('is answered in the authenticator data', async () => {
    const made = await clientOn(softKeys([key])).makeCredential(
      { ...creation, extensions: { credentialProtectionPolicy: 'userVerificationRequired' } },
      { origin, interaction: person() },
    );
    const data = parseAuthenticatorData(
      Buffer.from(made.ok ? made.value.response.authenticatorData : '', 'base64url'),
    );
    expect(data.ok && data.value.extensions).toEqual(new Map([['credProtect', 3]]));
  });

  it('is refused where it is insisted on and the key cannot, and left out where it is only wished', async () => {
    const port = softKeys([{ ...key, generation: 'ctap2.0' }]);
    const extensions = { credentialProtectionPolicy: 'userVerificationRequired' };
    const make = (enforced: boolean) =>
      clientOn(port).makeCredential(
        { ...creation, extensions: { ...extensions, enforceCredentialProtectionPolicy: enforced } },
        { origin, interaction: person() },
      );
    expect(await make(true)).toMatchObject({ error: { code: 'key/not-supported' } });
    expect((await make(false)).ok).toBe(true);
    const unknown = { ...creation, extensions: { credentialProtectionPolicy: 'always' } };
    expect(await clientOn(port).makeCredential(unknown, { origin, interaction: person() })).toMatchObject({
      error: { code: 'key/bad-request' },
    });
  });
});

describe('the minimum PIN length (minPinLength, CTAP 2.2 §12.4)', () => {
  it('is told only to RPs that the key knows as readers', async () => {
    const port = softKeys([{ id: 'a' }]);
    const session = await sessionOn(port);
    const readers = [rpId];
    expect((await setMinimumPinLength(session.authenticator, null, { length: 6, readers })).ok).toBe(true);
    session.close();
    await careOf(port).setPin(rightPin, { interaction: person() });
    const told = async (host: string) => {
      const made = await clientOn(port).makeCredential(
        { ...creation, rp: { id: host, name: 'M' }, extensions: { minPinLength: true } },
        { origin: `https://${host}`, interaction: person() },
      );
      const data = parseAuthenticatorData(
        Buffer.from(made.ok ? made.value.response.authenticatorData : '', 'base64url'),
      );
      return data.ok ? data.value.extensions : data.error.code;
    };
    expect(await told(rpId)).toEqual(new Map([['minPinLength', 6]]));
    expect(await told('example.com')).toBeNull();
  });
});

describe('several accounts of one RP', () => {
  async function chosen(choose: ((accounts: readonly AccountChoice[]) => number | null) | null) {
    const port = softKeys([key]);
    for (const name of ['one', 'two', 'three']) await registered(port, name);
    const seen: (string | null)[] = [];
    const interaction: UserInteraction =
      choose === null
        ? person()
        : {
            ...person(),
            async chooseAccount(accounts) {
              seen.push(...accounts.map(({ name }) => name));
              return choose(accounts);
            },
          };
    const result = await clientOn(port).getAssertion({ challenge: 'AAAA', rpId }, { origin, interaction });
    const handle = result.ok ? result.value.response.userHandle : undefined;
    return {
      seen,
      outcome: result.ok ? Buffer.from(handle ?? '', 'base64url').toString() : result.error.code,
    };
  }

  it('are shown to the verified person, who chooses', async () => {
    expect(await chosen(() => 2)).toEqual({ seen: ['three', 'two', 'one'], outcome: 'one' });
  });

  it('give the newest where nobody can be asked', async () => {
    expect((await chosen(null)).outcome).toBe('three');
  });

  it.each([null, 3, -1, 0.5])('end the operation when the choice is %s', async (choice) => {
    expect((await chosen(() => choice)).outcome).toBe('key/cancelled');
  });
});

describe('a key that speaks only U2F', () => {
  it('is refused with an explanation, and passed over while another key is there', async () => {
    const alone = softKeys([{ id: 'u', generation: 'u2f' }]);
    const interaction = person();
    expect(await clientOn(alone).makeCredential(creation, { origin, interaction })).toMatchObject({
      error: { code: 'key/u2f-only' },
    });
    expect(interaction.told).toEqual(['done']);
    const accompanied = softKeys([{ id: 'u', generation: 'u2f' }, key]);
    expect((await clientOn(accompanied).makeCredential(creation, { origin, interaction: person() })).ok).toBe(
      true,
    );
  });
});
