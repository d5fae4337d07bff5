import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { openTokens, withdrawTokens } from '../../../main/hub/enrolment-tokens.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import {
  type AdministrationWish,
  inviteFromAdministration,
} from '../../../main/hub/operators/administration-invitation.ts';
import { readOperators } from '../../../main/hub/operators/operator-table.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestStation } from './hub-bed.ts';
import { operatorDesk, rules } from './operator-desk.ts';

let database: HubDatabase;
let bed: HubBed;
let counter: TestStation;
let hub: Parameters<typeof inviteFromAdministration>[0];
beforeAll(async () => {
  database = await openDatabase({ kind: 'embedded', directory: null });
});
afterAll(() => database.close());
beforeEach(async () => {
  bed = await createHubBed(database);
  hub = { database, key: await openHubKey(`${bed.folder}/hub-key.pem`), now: bed.now };
  await bed.policy({ operators: rules });
  counter = await bed.enrol('counter', 'desk-1');
});
afterEach(() => bed.close());

const wish = {
  kind: 'invite',
  operator: 'chief',
  counter: 'desk-1',
  emergency: false,
  name: { ja: '主任', en: 'Chief' },
  role: 'supervisor',
  person: 'p-chief',
} as const satisfies AdministrationWish;

async function codeFor(asked: AdministrationWish): Promise<string> {
  const answer = await inviteFromAdministration(hub, asked);
  if (!answer.ok) throw new Error(answer.problem);
  return answer.code;
}
const inRegistry = async (id: string) => (await readOperators(database.kysely)).find((one) => one.id === id);

describe('the first supervisor, whom nobody can invite', () => {
  it('registers two keys with a code of the hub’s own machine, and then invites the others', async () => {
    const desk = operatorDesk(bed, counter);
    const [key] = await desk.enrol(await codeFor(wish));
    expect(await inRegistry('chief')).toMatchObject({
      role: 'supervisor',
      person: 'p-chief',
      revokedAt: null,
    });
    expect((await inRegistry('chief'))?.credentials).toHaveLength(2);
    const chief = { record: { ...(await inRegistry('chief'))! }, signer: key! } as never;
    expect(await desk.invite(chief, 'second')).toMatch(/^\w{4}(-\w{4}){3}$/);
  });

  it('counts at the named counter only: a code that was overheard is worth nothing elsewhere', async () => {
    const code = await codeFor(wish);
    const elsewhere = operatorDesk(bed, await bed.enrol('counter', 'desk-2'));
    expect(await elsewhere.open(code)).toMatchObject({
      status: 400,
      body: { code: 'enrolment/code-refused' },
    });
    expect((await operatorDesk(bed, counter).open(code)).status).toBe(200);
  });

  it('is for a counter that is enrolled, under a policy that speaks of operators', async () => {
    expect(await inviteFromAdministration(hub, { ...wish, counter: 'desk-9' })).toMatchObject({
      problem: 'counter-unknown',
    });
    await bed.enrol('lab', 'pc-1');
    expect(await inviteFromAdministration(hub, { ...wish, counter: 'pc-1' })).toMatchObject({
      problem: 'counter-unknown',
    });
    await bed.policy({ version: 2, operators: undefined });
    expect(await inviteFromAdministration(hub, wish)).toMatchObject({ problem: 'policy-silent' });
  });
});

describe('while a supervisor is in office', () => {
  it('nobody is invited or recovered past their signature, unless that is said and recorded (I8)', async () => {
    const desk = operatorDesk(bed, counter);
    await desk.enrol(await codeFor(wish));
    const second = { ...wish, operator: 'second', person: null } as const;
    const recovery = { kind: 'recover', operator: 'chief', counter: 'desk-1', emergency: false } as const;
    expect(await inviteFromAdministration(hub, second)).toMatchObject({ problem: 'supervisor-in-office' });
    expect(await inviteFromAdministration(hub, recovery)).toMatchObject({ problem: 'supervisor-in-office' });
    const before = (await inRegistry('chief'))?.credentials.map(({ id }) => id) ?? [];
    await desk.enrol(await codeFor({ ...recovery, emergency: true }));
    const after = (await inRegistry('chief'))?.credentials.map(({ id }) => id) ?? [];
    expect(after).toHaveLength(2);
    expect(after.some((id) => before.includes(id))).toBe(false);
    const entries = await database.kysely
      .selectFrom('hub_audit')
      .select('entry')
      .orderBy('sequence')
      .execute();
    const facts = entries
      .map(({ entry }) => JSON.parse(entry))
      .filter(({ kind }) => kind === 'operator-statement')
      .map(({ actor, facts: { kind, emergency } }) => ({ actor: actor.type, kind, emergency }));
    expect(facts).toEqual([
      { actor: 'administration', kind: 'invite', emergency: false },
      { actor: 'administration', kind: 'recover', emergency: true },
    ]);
  });

  it('an id or an account that an operator has is not given again (I4)', async () => {
    await operatorDesk(bed, counter).enrol(await codeFor(wish));
    const sure = { ...wish, emergency: true };
    expect(await inviteFromAdministration(hub, sure)).toMatchObject({ problem: 'exists' });
    expect(await inviteFromAdministration(hub, { ...sure, operator: 'twin' })).toMatchObject({
      problem: 'person-taken',
    });
    const nobody = { kind: 'recover', operator: 'nobody', counter: 'desk-1', emergency: true } as const;
    expect(await inviteFromAdministration(hub, nobody)).toMatchObject({ problem: 'unknown' });
  });
});

it('a token that leaked enrols nobody once it is withdrawn, and is listed without its secret', async () => {
  const minted = await bed.hub.administration.mintEnrolmentToken({
    name: 'pc-7',
    kind: 'lab',
    label: { ja: '七', en: 'Seven' },
    validMinutes: 60,
  });
  if (!minted.ok) throw new Error(minted.problem);
  expect(await openTokens(database.kysely, bed.now())).toMatchObject([{ name: 'pc-7', kind: 'lab' }]);
  expect(await withdrawTokens(hub, 'pc-7')).toBe(1);
  expect(await withdrawTokens(hub, 'pc-7')).toBe(0);
  expect(await openTokens(database.kysely, bed.now())).toEqual([]);
  expect(await bed.enrolWith(minted.value, generateSigningKey())).toMatchObject({
    body: { code: 'hub/token-refused' },
  });
});
