import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MessageKey, sentence } from '../../main/cli/tour/hands.ts';
import type { CredentialBinding } from '../../main/exchange/credential-binding.ts';
import type { OperatorCredential, OperatorRecord } from '../../main/exchange/operator-assertion.ts';
import { readRegisteredCredential } from '../../main/exchange/operator-registration.ts';
import { startHub } from '../../main/hub/hub.ts';
import { demonstrationProfile } from '../../main/profile/demonstration.ts';
import { createSimulatedProvider } from '../../main/provider/simulated.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { type Institution, type OpenWindow, pictureOnFailure, startInstitution } from './institution.ts';
import { assertFromPage, openAuthenticators, type VirtualAuthenticator } from './virtual-authenticator.ts';

const { rpId } = demonstrationProfile;
const algorithms = [-8, -7, -257];
let institution: Institution;
let counter: OpenWindow;
/** One for each, so that it is known which of its credentials answers. */
const at: Record<string, VirtualAuthenticator> = {};
/** By the operator's name. */
const ids: Record<string, string> = {};
const attachments: Record<string, string | null> = {};

const answerOf = <Value>(page: Page, name: string, input: unknown): Promise<Result<Value>> =>
  page.evaluate(
    ([given, value]) =>
      (
        window as unknown as { madoguchi: { call(name: unknown, input: unknown): Promise<never> } }
      ).madoguchi.call(given, value),
    [name, input] as const,
  );

const operator = (id: string, credential: OperatorCredential): OperatorRecord => ({
  id,
  name: { ja: id, en: id },
  role: 'operator',
  person: null,
  revokedAt: null,
  credentials: [credential],
});

/** Registers by the page's own WebAuthn, and reads the answer as an enrolment does. */
async function register(
  authenticator: VirtualAuthenticator,
  userName: string,
  binding?: CredentialBinding,
): Promise<OperatorRecord> {
  const challenge = randomBytes(32).toString('base64url');
  const response = await authenticator.register({ rpId, challenge, userName, algorithms });
  attachments[userName] = response.attachment;
  const credential = await readRegisteredCredential({ response, challenge, rpId });
  if (!credential.ok) throw new Error(`not registered: ${credential.refusal.code}`);
  const { id, publicKey } = credential.value;
  ids[userName] = id;
  return operator(userName, { id, publicKey, label: userName, ...(binding && { binding }) });
}

/** Gives an authenticator a key of its own kind of algorithm. */
async function hold(
  authenticator: VirtualAuthenticator,
  userName: string,
  algorithm: 'RS256' | 'EdDSA',
  binding?: CredentialBinding,
): Promise<OperatorRecord> {
  const held = await authenticator.hold({ rpId, userName, algorithm });
  ids[userName] = held.id;
  return operator(userName, { ...held, label: userName, ...(binding && { binding }) });
}

const wishes = (here: CredentialBinding) =>
  [
    { name: 'with-key', transport: 'usb', algorithm: 'ES256' },
    { name: 'with-eddsa-key', transport: 'usb', algorithm: 'EdDSA' },
    { name: 'with-hello', transport: 'internal', algorithm: 'ES256', binding: here },
    { name: 'with-rsa-hello', transport: 'internal', algorithm: 'RS256', binding: here },
    { name: 'unbound', transport: 'internal', algorithm: 'ES256' },
    {
      name: 'elsewhere',
      transport: 'internal',
      algorithm: 'ES256',
      binding: { ...here, station: 'another-station' },
    },
    {
      name: 'other-account',
      transport: 'internal',
      algorithm: 'ES256',
      binding: { ...here, account: 'uid:4294967294' },
    },
  ] as const satisfies readonly {
    readonly name: string;
    readonly transport: 'internal' | 'usb';
    readonly algorithm: 'ES256' | 'RS256' | 'EdDSA';
    readonly binding?: CredentialBinding;
  }[];

/** What IT does at the hub: here with the demonstration's hub stopped meanwhile, since nobody else may open its data. */
async function putOperators(operators: readonly OperatorRecord[]): Promise<void> {
  const { demonstration } = institution;
  const folder = join(demonstration.folder, 'institution');
  await demonstration.hub.process().stop();
  const hub = await startHub({
    database: { kind: 'embedded', directory: join(folder, 'database') },
    keyPath: join(folder, 'hub-key.pem'),
    provider: createSimulatedProvider({ path: join(folder, 'simulated-provider.json') }),
    port: 0,
    log: { level: 'error' },
  });
  for (const operator of operators) await hub.administration.putOperator(operator);
  await hub.stop();
  await demonstration.hub.start();
}

beforeAll(async () => {
  institution = await startInstitution(['counter']);
  counter = await institution.open('counter');
  const { page } = counter;
  const status = await answerOf<{ station: { id: string } }>(page, 'station.status', {});
  if (!status.ok) throw new Error(status.refusal.code);
  const account = `uid:${institution.ground.user?.uid ?? process.getuid?.()}`;
  const here = { station: status.value.station.id, account };
  const authenticators = await openAuthenticators(page);
  const records: OperatorRecord[] = [];
  const others = () => Object.keys(at).map((name) => at[name]);
  for (const wish of wishes(here)) {
    const { name, transport, algorithm } = wish;
    const binding = 'binding' in wish ? wish.binding : undefined;
    for (const other of others()) await other?.plug(false);
    const authenticator = await authenticators.add(transport);
    at[name] = authenticator;
    records.push(
      algorithm === 'ES256'
        ? await register(authenticator, name, binding)
        : await hold(authenticator, name, algorithm, binding),
    );
  }
  await putOperators(records);
  await vi.waitFor(
    async () => {
      const options = await answerOf<Options>(page, 'staff.webAuthnOptions', {});
      const allowed = options.ok ? options.value.options.allowCredentials : [];
      expect(allowed.map(({ id }) => id)).toContain(ids['with-hello']);
    },
    { timeout: 30_000, interval: 600 },
  );
});
beforeEach(() => pictureOnFailure(counter));
afterAll(() => institution?.stop());

interface Options {
  readonly ceremonyId: string;
  readonly options: {
    readonly challenge: string;
    readonly allowCredentials: { readonly id: string; readonly transports?: readonly string[] }[];
  };
}

/** Only this operator's authenticator is at the computer. */
async function use(name: string): Promise<void> {
  for (const [other, authenticator] of Object.entries(at)) await authenticator.plug(other === name);
}

/** Signs with one credential over a challenge of the test's choice, past the window's own code. */
const assertWith = (id: string | undefined, challenge: string) =>
  assertFromPage(counter.page, { rpId, id: id ?? '', challenge });

/** Asks for a sign-in, no faster than the agent lets a person ask. */
const ask = () =>
  vi.waitFor(
    async () => {
      const options = await answerOf<Options>(counter.page, 'staff.webAuthnOptions', {});
      if (!options.ok) throw new Error(options.refusal.code);
      return options.value;
    },
    { timeout: 10_000, interval: 600 },
  );

/** Asks for a sign-in and answers it with one credential. */
async function signInWith(userName: string): Promise<Result<{ operator: { id: string } }>> {
  const { ceremonyId, options } = await ask();
  const assertion = await assertWith(ids[userName], options.challenge);
  return answerOf(counter.page, 'staff.webAuthnSignIn', { ceremonyId, assertion });
}

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.refusal.code);

describe('registrations through the window', () => {
  it('say what kind of authenticator made them', () => {
    expect(attachments).toMatchObject({ 'with-hello': 'platform', 'with-key': 'cross-platform' });
  });
});

describe('what is offered', () => {
  it('names the credentials that count here, and no others', async () => {
    const allowed = (await ask()).options.allowCredentials;
    const of = (userName: string) => allowed.find(({ id }) => id === ids[userName]);
    expect(of('with-hello')).toMatchObject({ transports: ['internal'] });
    expect(of('with-rsa-hello')).toMatchObject({ transports: ['internal'] });
    expect(of('with-key')).toBeDefined();
    expect(of('elsewhere')).toBeUndefined();
    expect(of('other-account')).toBeUndefined();
  });

  it('says why the client was chosen, and lets the operator switch', async () => {
    const { page, hands } = counter;
    await page.getByText(sentence('en', 'client.reason.software-keys')).waitFor();
    await hands.button('client.use-webauthn').click();
    await page.getByText(sentence('en', 'client.reason.asked')).waitFor();
    await hands.button('staff.sign-in-webauthn').waitFor();
    await hands.button('client.use-hid').click();
    await hands.button('staff.sign-in').waitFor();
  });
});

describe('what the agent refuses', () => {
  it.each([
    ['unbound', 'staff/platform-refused'],
    ['elsewhere', 'staff/credential-elsewhere'],
    ['other-account', 'staff/credential-elsewhere'],
  ])('a platform credential that is %s', async (userName, code) => {
    await use(userName);
    expect(codeOf(await signInWith(userName))).toBe(code);
  });

  it('an answer that comes twice, or for another purpose, or over another challenge', async () => {
    await use('with-key');
    const { page } = counter;
    const first = await ask();
    const second = await ask();
    const assertion = await assertWith(ids['with-key'], first.options.challenge);
    const send = (ceremonyId: string) => answerOf(page, 'staff.webAuthnSignIn', { ceremonyId, assertion });
    expect(codeOf(await send(second.ceremonyId))).toBe('staff/assertion-refused');
    expect(codeOf(await send(second.ceremonyId))).toBe('staff/ceremony-gone');
    expect(codeOf(await send(first.ceremonyId))).toBe('ok');
    expect(codeOf(await answerOf(page, 'staff.signOut', {}))).toBe('ok');
    expect(codeOf(await send(first.ceremonyId))).toBe('staff/ceremony-gone');
    const third = await ask();
    const other = { ceremonyId: third.ceremonyId, assertion };
    expect(codeOf(await signInWith('with-key'))).toBe('ok');
    expect(codeOf(await answerOf(page, 'suspension.resumeWith', other))).toBe('staff/ceremony-gone');
    expect(codeOf(await answerOf(page, 'staff.signOut', {}))).toBe('ok');
  });

  it('a key whose counter went backwards, and flags it', async () => {
    await use('with-key');
    await at['with-key']?.rewindCounter(ids['with-key'] ?? '', 0);
    expect(codeOf(await signInWith('with-key'))).toBe('staff/counter-regress');
  });
});

/** Up to the point where the command has only to be signed. */
async function untilReading(query: string, name: string): Promise<void> {
  const { hands } = counter;
  await hands.findPerson(query);
  await hands.choosePerson(name);
  await hands.chooseReason('visit.forgotten');
  await hands.checkDocument('document.student-card', '0001');
  await hands.button('check.record').click();
  await counter.page.getByTestId('case-step-decide').waitFor();
  await hands.decide();
}

const press = (name: MessageKey) => counter.hands.button(name).click();

describe.each([
  ['a platform authenticator that knows RS256 alone', 'with-rsa-hello', '20240001', '青葉 さくら'],
  ['a platform authenticator, ES256', 'with-hello', '20240003', '髙橋 結衣'],
  ['a security key through the system, EdDSA', 'with-eddsa-key', '20240002', '大野 翔太'],
] as const)('the counter with %s', (_, operatorId, query, person) => {
  it('signs in, signs a suspension that the hub applies, and ends it (I1)', async () => {
    const { page, hands } = counter;
    await use(operatorId);
    if ((await hands.button('client.use-webauthn').count()) > 0) await press('client.use-webauthn');
    await press('staff.sign-in-webauthn');
    await page.locator('.workspace-operator-name', { hasText: operatorId }).waitFor();
    await untilReading(query, person);
    await press('read.sign-webauthn');
    await hands.receipt('applied');
    await press('receipt.close');
    await page.getByRole('tab', { name: sentence('en', 'board.tab') }).click();
    await page
      .locator('[data-testid=board-row][data-state=applied]', { hasText: person })
      .getByRole('button', { name: sentence('en', 'board.resume') })
      .click();
    await press('resume.sign');
    await page.locator('[data-testid=board-row][data-state=ended]', { hasText: person }).first().waitFor();
    await press('staff.sign-out');
    await page.getByTestId('staff-sign-in').waitFor();
  });
});

it('the window keeps its content security policy without a complaint', () => {
  expect(counter.complaints).toEqual([]);
});
