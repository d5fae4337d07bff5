import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerByRule } from '../../../main/exchange/operator-registration.ts';
import { type AttestationRule, attestationRule } from '../../../main/exchange/policy-document.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { type AttestationAuthority, makeAttestationAuthority } from '../../rigs/attestation-authority.ts';
import { type Attester, createEnrollingKey, type RegistrationWish } from '../../rigs/enrolling-key.ts';

const rpId = 'madoguchi.example.ac.jp';
const model = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const other = 'ee882879-721c-4913-9775-3dfcce97072a';
const challenge = randomBytes(32).toString('base64url');
const open: AttestationRule = { models: null, roots: null, none: true };
const refused = refuse('enrolment/model-refused');
const windowsHello = '08987058-cadc-4b81-b6e1-30de50dcbe96';

let maker: AttestationAuthority;
let stranger: AttestationAuthority;
let vouched: Attester;
beforeAll(() => {
  maker = makeAttestationAuthority();
  stranger = makeAttestationAuthority();
  vouched = maker.attester({ aaguid: model, intermediate: true });
});

async function register(attestation: AttestationRule, attester?: Attester, now = new Date()) {
  const key = createEnrollingKey(model);
  const response = key.register({ challenge, rpId, ...(attester === undefined ? {} : { attester }) });
  const result = await registerByRule({ response, challenge, rpId, attestation, binding: null, now });
  return { key, result };
}

describe('registering a key by the policy’s rule', () => {
  it('keeps credential id and public key of one that comes without a statement, where that is allowed', async () => {
    const { key, result } = await register(open);
    expect(result).toEqual(ok({ id: key.credential.id, publicKey: key.credential.publicKey }));
    expect((await register({ ...open, none: false })).result).toEqual(refused);
  });

  it('takes the models that are listed, and no other', async () => {
    expect((await register({ ...open, models: [other, model] })).result.ok).toBe(true);
    expect((await register({ ...open, models: [other] })).result).toEqual(refused);
  });

  it('takes a statement that leads to a named root, directly or through an authority', async () => {
    const rule = rootRule(maker.rootPem);
    expect((await register(rule, vouched)).result.ok).toBe(true);
    expect((await register(rule, maker.attester({ aaguid: model }))).result.ok).toBe(true);
    const two = attestationRule.parse({
      ...rule,
      roots: [...rootRule(stranger.rootPem).roots!, ...rule.roots!],
    });
    expect((await register(two, vouched)).result.ok).toBe(true);
  });

  it('refuses a statement of another maker, one below no authority, and none at all', async () => {
    const rule = rootRule(maker.rootPem);
    for (const attester of [stranger.attester({ aaguid: model }), maker.forgedAttester(model), undefined])
      expect((await register(rule, attester)).result).toEqual(refused);
  });

  it('refuses a statement whose certificates ended, or have not begun', async () => {
    const rule = rootRule(maker.rootPem);
    for (const days of [-2, 31]) {
      const now = new Date(Date.now() + days * 86_400_000);
      expect((await register(rule, vouched, now)).result).toEqual(refused);
    }
  });

  it('believes a certificate’s model over the key’s own word', async () => {
    const lying = await register(rootRule(maker.rootPem), maker.attester({ aaguid: other }));
    expect(lying.result).toEqual(refuse('staff/assertion-refused'));
  });

  it('refuses a statement that was made for something else', async () => {
    const key = createEnrollingKey(model);
    const judge = (response: ReturnType<typeof key.register>) =>
      registerByRule({ response, challenge, rpId, attestation: open, binding: null, now: new Date() });
    const attester = vouched;
    const good = key.register({ challenge, rpId, attester });
    expect((await judge(good)).ok).toBe(true);
    const bent = [
      key.register({ challenge: randomBytes(32).toString('base64url'), rpId, attester }),
      key.register({ challenge, rpId, origin: 'https://elsewhere.example', attester }),
      key.register({ challenge, rpId, userVerified: false, attester }),
      key.register({ challenge, rpId: 'elsewhere.example', origin: `https://${rpId}`, attester }),
      { ...good, id: createEnrollingKey().credential.id },
      { ...good, response: { ...good.response, attestationObject: 'oA' } },
      { ...good, response: { ...good.response, attestationObject: '' } },
    ];
    for (const response of bent) expect(await judge(response)).toEqual(refuse('staff/assertion-refused'));
  });

  it('has no rule that names roots and allows none', () => {
    expect(attestationRule.safeParse({ ...rootRule(maker.rootPem), none: true }).success).toBe(false);
    expect(attestationRule.safeParse(rootRule('no certificate')).success).toBe(false);
  });
});

function rootRule(certificate: string): AttestationRule {
  return { models: null, roots: [{ name: 'Rig Keys', certificate }], none: false };
}

describe('registering a computer’s own authenticator', () => {
  const binding = { station: 'counter-1', account: 'S-1-5-21-1004336348-1177238915-682003330-1001' };
  const platform = { attachment: 'platform' } as const;
  const judge = async (
    wish: Partial<RegistrationWish>,
    given: { binding?: typeof binding | null; aaguid?: string; attestation?: AttestationRule } = {},
  ) => {
    const key = createEnrollingKey(given.aaguid);
    const response = key.register({ challenge, rpId, ...wish });
    const { binding: bound = binding, attestation = open } = given;
    return registerByRule({ response, challenge, rpId, attestation, binding: bound, now: new Date() });
  };

  it('keeps its binding with it', async () => {
    expect(await judge(platform)).toMatchObject({ ok: true, value: { binding } });
  });

  it('refuses one without a binding, whether or not it says what it is', async () => {
    const unbound = refuse('staff/platform-refused');
    expect(await judge(platform, { binding: null })).toEqual(unbound);
    expect(await judge({}, { binding: null, aaguid: windowsHello })).toEqual(unbound);
    expect((await judge({}, { binding: null })).ok).toBe(true);
  });

  it('binds no key that is carried about, and no passkey that is copied to other devices', async () => {
    const elsewhere = refuse('enrolment/not-this-computer');
    expect(await judge({ attachment: 'cross-platform' })).toEqual(elsewhere);
    expect(await judge({})).toEqual(elsewhere);
    expect(await judge({ ...platform, backupEligible: true })).toEqual(elsewhere);
  });

  it('is held to the policy’s rule of models like any other', async () => {
    const attestation = { ...open, models: [model] };
    expect(await judge(platform, { attestation, aaguid: windowsHello })).toEqual(refused);
    const named = { ...open, models: [windowsHello] };
    expect((await judge(platform, { attestation: named, aaguid: windowsHello })).ok).toBe(true);
  });

  it('wants the person verified', async () => {
    expect(await judge({ ...platform, userVerified: false })).toEqual(refuse('staff/assertion-refused'));
  });
});
