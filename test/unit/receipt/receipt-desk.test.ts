import { describe, expect, it } from 'vitest';
import type { Outbox } from '../../../main/agent/outbox/outbox.ts';
import type { PolicySource } from '../../../main/agent/ports.ts';
import { createReceiptDesk } from '../../../main/agent/receipt/receipt-desk.ts';
import { commandEnvelope, type RequestCommand } from '../../../main/exchange/command.ts';
import { policyDocument } from '../../../main/exchange/policy-document.ts';
import { signDocument, verifyDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, generateSigningKey, verificationKey } from '../../../main/exchange/signing-key.ts';
import { profiles } from '../../../main/profile/profiles.ts';
import { receiptSheet } from '../../../preload/contract/models/receipt.ts';
import { codeOf, counter, otherId, signed, station, value } from '../counter/counter-desk.ts';
import { exampleSuspend } from '../exchange/example-command.ts';
import { examplePolicy } from '../policy/exempt-question.ts';
import { stationKey } from '../staff/counter-station.ts';

const noPolicy: PolicySource = { current: () => ({ state: 'none' }) as never };

function sheetFor(
  profile: string,
  commandId: string,
  { outbox = station.now.outbox, policy = noPolicy }: { outbox?: Outbox; policy?: PolicySource } = {},
) {
  const { identity, clock } = station.now;
  const enrolment = identity.enrolment();
  if (enrolment === null) throw new Error('not enrolled');
  const desk = createReceiptDesk({
    identity: { ...identity, enrolment: () => ({ ...enrolment, profile }) },
    clock,
    outbox,
    policy,
  });
  return desk.sheet({ commandId });
}

describe('a receipt', () => {
  it('follows its command: what is queued is not in force, what was refused has no steps (I5)', async () => {
    const commandId = (await signed()).command!.id;
    const queued = value(sheetFor('keio', commandId));
    expect(queued.command).toMatchObject({ state: 'queued', kind: 'suspend' });
    expect(queued.steps.length).toBeGreaterThan(0);
    expect(JSON.stringify(queued)).not.toMatch(/髙橋|S1001/);
    expect(queued.numberEnding).toBe('1001');
    const { store, outbox, clock } = station.now;
    store.write((database) =>
      outbox.recordOutcome(database, {
        commandId,
        state: 'refused',
        ending: null,
        refusal: 'hub/person-unknown',
        at: clock.now().toISOString(),
      }),
    );
    expect(value(sheetFor('keio', commandId))).toMatchObject({ steps: [], command: { state: 'refused' } });
    value(counter().close({ caseId: value(counter().current())!.id }));
  });

  it.each(profiles.map(({ id }) => id))(
    'has the words of %s, and an address only where one is known',
    async (id) => {
      const sheet = receiptSheet.parse(value(sheetFor(id, (await signed()).command!.id)));
      const profile = profiles.find((one) => one.id === id)!;
      expect(sheet.centre).toEqual(profile.centre);
      expect(sheet.steps).toEqual(
        profile.handOuts.find(({ operation }) => operation === 'suspend')?.steps ?? [],
      );
      expect(sheet.propagation).toEqual(profile.propagation?.words ?? null);
      const known = profile.links.find(({ url }) => url !== null)?.url ?? null;
      expect(sheet.page?.url ?? null).toBe(known);
    },
  );

  it('has the page that IT signed, whatever the profile knows; plain http is no page', async () => {
    const page = {
      label: { ja: '多要素認証の案内', en: 'About the second factor' },
      url: 'https://it.example/mfa',
    };
    const policy: PolicySource = {
      current: () => ({ state: 'valid', policy: examplePolicy({ receipt: { page } }) }),
    };
    const commandId = (await signed()).command!.id;
    for (const profile of ['keio', 'hokuto-demo', 'nobody-knows'])
      expect(value(sheetFor(profile, commandId, { policy })).page).toEqual(page);
    const plain = { ...page, url: 'http://it.example/mfa' };
    expect(policyDocument.shape.receipt.safeParse({ page: plain }).success).toBe(false);
  });

  it('of a request says what the centre was asked for, its steps and its day, as it was signed', async () => {
    const commandId = (await signed()).command!.id;
    const { until: _, kind: __, ...rest } = exampleSuspend({ id: commandId });
    const dueBy = '2025-06-17T01:30:00.000Z';
    const command: RequestCommand = { ...rest, kind: 'request', operation: 'reset', dueBy };
    const row = station.now.outbox.find(commandId)!;
    const opened = verifyDocument(
      'madoguchi-command+jws',
      row.envelope,
      verificationKey(exportPublicJwk(stationKey)),
      commandEnvelope,
      'hub/envelope-refused',
    );
    if (!opened.ok) throw new Error('the envelope does not verify');
    const envelopeOf = (key = stationKey) =>
      signDocument('madoguchi-command+jws', { ...opened.value, command }, key);
    const outboxWith = (envelope: string): Outbox => ({
      ...station.now.outbox,
      find: () => ({ ...row, kind: 'request', state: 'waiting-centre', until: null, dueBy, envelope }),
    });
    for (const id of ['aue', 'utokyo']) {
      const profile = profiles.find((one) => one.id === id)!;
      const sheet = receiptSheet.parse(value(sheetFor(id, commandId, { outbox: outboxWith(envelopeOf()) })));
      expect(sheet.what).toEqual(profile.operations.find((one) => one.id === 'reset')?.label);
      expect(sheet.steps).toEqual(profile.handOuts.find(({ operation }) => operation === 'reset')?.steps);
      expect(sheet.command.dueBy).toBe(dueBy);
    }
    const forged = outboxWith(envelopeOf(generateSigningKey()));
    expect(value(sheetFor('aue', commandId, { outbox: forged }))).toMatchObject({ what: null, steps: [] });
  });

  it('of what was done once has its steps still; of a suspension that is over it has none', async () => {
    const commandId = (await signed()).command!.id;
    const row = station.now.outbox.find(commandId)!;
    const stepsAfter = (kind: 'new-totp' | 'suspend', ending: 'done' | 'expired' | 'not-proved') => {
      const outbox: Outbox = {
        ...station.now.outbox,
        find: () => ({ ...row, kind, until: null, state: 'ended', ending }),
      };
      return value(sheetFor('hokuto-demo', commandId, { outbox })).steps.length;
    };
    expect(stepsAfter('new-totp', 'done')).toBeGreaterThan(0);
    expect(stepsAfter('new-totp', 'not-proved')).toBe(0);
    expect(stepsAfter('suspend', 'expired')).toBe(0);
  });

  it('is of a command that this counter has, and no other', () => {
    expect(codeOf(sheetFor('keio', otherId))).toBe('command/unknown');
  });
});
