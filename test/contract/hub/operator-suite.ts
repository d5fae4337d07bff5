import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OperatorRecord } from '../../../main/exchange/operator-assertion.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createEnrollingKey } from '../../rigs/enrolling-key.ts';
import { createHubBed, type HubBed, type TestOperator } from './hub-bed.ts';
import { hour } from './hub-documents.ts';
import { codeOf, type OperatorDesk, operatorDesk, progressOf, rules } from './operator-desk.ts';

const refused = (code: string, status = 400) => ({ status, body: { code } });
const badCode = refused('enrolment/code-refused');

export function describeOperators(database: () => HubDatabase): void {
  describe('operators', () => {
    let bed: HubBed;
    let desk: OperatorDesk;
    let chief: TestOperator;
    beforeEach(async () => {
      bed = await createHubBed(database());
      desk = operatorDesk(bed, await bed.enrol('counter'));
      chief = await bed.operator({ id: 'op-chief', role: 'supervisor', person: 'p-chief' });
      await bed.policy({ operators: rules });
    });
    afterEach(() => bed.close());

    const registry = async (): Promise<readonly OperatorRecord[]> => {
      const { items } = await bed.feed(desk.station);
      return items.flatMap((item) => (item.kind === 'operators' ? item.operators : []));
    };
    const find = async (id: string) => (await registry()).find((one) => one.id === id);

    it('become active with two keys that proved themselves, and every counter is told', async () => {
      const code = await desk.invite(chief, 'op-new', { role: 'supervisor', person: 'p-new' });
      const opened = progressOf(await desk.open(code));
      expect(opened).toMatchObject({
        operator: { id: 'op-new', role: 'supervisor' },
        purpose: 'new',
        keys: [],
        minimumKeys: 2,
        attestation: 'none',
        exclude: [chief.signer.credential.id],
        expiresAt: bed.at(24 * hour),
      });
      const one = await desk.addKey(code, opened.challenge);
      expect(one.keys).toEqual(['key']);
      expect(await desk.finish(code)).toEqual(refused('enrolment/keys-missing'));
      expect(await find('op-new')).toBeUndefined();
      await desk.addKey(code, one.challenge);
      expect(await desk.finish(code)).toEqual({ status: 200, body: { operator: 'op-new' } });
      const record = await find('op-new');
      expect(record).toMatchObject({ role: 'supervisor', person: 'p-new', revokedAt: null });
      expect(record?.credentials).toHaveLength(2);
    });

    it('sign commands with the keys that they enrolled (I1)', async () => {
      const [key] = await desk.enrol(await desk.invite(chief, 'op-new'));
      const record = await find('op-new');
      const operator = { record: record!, signer: key! };
      const command = bed.suspension(desk.station, operator, await bed.person());
      expect(await bed.issue(desk.station, operator, command)).toMatchObject({ result: 'accepted' });
    });

    it('may postpone the second key only where the policy says so', async () => {
      await bed.policy({ version: 2, operators: { ...rules, minimumKeys: 1 } });
      await desk.enrol(await desk.invite(chief, 'op-new'), 1);
      expect((await find('op-new'))?.credentials).toHaveLength(1);
    });

    it('count for nothing before the test signature of the very key that was registered', async () => {
      const code = await desk.invite(chief, 'op-new');
      const { challenge } = progressOf(await desk.open(code));
      const key = createEnrollingKey();
      const registered = progressOf(await desk.register(code, key, challenge));
      expect(registered.keys).toEqual([]);
      expect(await desk.prove(code, createEnrollingKey(), registered.challenge)).toEqual(
        refused('staff/assertion-refused'),
      );
      expect(await desk.prove(code, key, challenge)).toEqual(refused('staff/assertion-refused'));
      expect(progressOf(await desk.prove(code, key, registered.challenge)).keys).toEqual(['key']);
      expect(await desk.prove(code, key, registered.challenge)).toEqual(refused('enrolment/step-over'));
    });

    it('are registered by a fresh challenge of the hub, once', async () => {
      const code = await desk.invite(chief, 'op-new');
      const { challenge } = progressOf(await desk.open(code));
      const elsewhere = createEnrollingKey();
      expect(await desk.register(code, elsewhere, 'A'.repeat(43))).toEqual(
        refused('staff/assertion-refused'),
      );
      bed.advance(11 * 60_000);
      expect(await desk.register(code, elsewhere, challenge)).toEqual(refused('enrolment/step-over'));
      const again = progressOf(await desk.open(code));
      expect(again.challenge).not.toBe(challenge);
      const key = createEnrollingKey();
      const next = await desk.addKey(code, again.challenge, key);
      expect(await desk.register(code, key, next.challenge)).toEqual(refused('enrolment/key-taken'));
    });

    it('begin anew with the same code after they broke off', async () => {
      const code = await desk.invite(chief, 'op-new');
      await desk.addKey(code, progressOf(await desk.open(code)).challenge);
      expect(progressOf(await desk.open(code)).keys).toEqual([]);
      expect(await desk.finish(code)).toEqual(refused('enrolment/keys-missing'));
    });

    it('are refused keys that the policy does not accept', async () => {
      const attestation = { ...rules.attestation, none: false };
      await bed.policy({ version: 2, operators: { ...rules, attestation } });
      const code = await desk.invite(chief, 'op-new');
      const opened = progressOf(await desk.open(code));
      expect(opened.attestation).toBe('direct');
      expect(await desk.register(code, createEnrollingKey(), opened.challenge)).toEqual(
        refused('enrolment/model-refused'),
      );
    });

    describe('one-time code', () => {
      it('is used up, ends after 24 hours, and bears five wrong tries', async () => {
        const used = await desk.invite(chief, 'op-1');
        await desk.enrol(used);
        expect(await desk.open(used)).toEqual(badCode);

        const late = await desk.invite(chief, 'op-2');
        bed.advance(24 * hour);
        expect(await desk.open(late)).toEqual(badCode);

        const guessed = await desk.invite(chief, 'op-3');
        const wrong = `${guessed.slice(0, -1)}${guessed.endsWith('0') ? '1' : '0'}`;
        for (let count = 0; count < 4; count += 1) expect(await desk.open(wrong)).toEqual(badCode);
        expect((await desk.open(guessed)).status).toBe(200);
        expect(await desk.open(wrong)).toEqual(badCode);
        expect(await desk.open(guessed)).toEqual(badCode);
      });

      it('is worth nothing once a newer one was issued, or its supervisor was revoked', async () => {
        const first = await desk.invite(chief, 'op-1');
        const second = await desk.invite(chief, 'op-1');
        expect(await desk.open(first)).toEqual(badCode);
        expect((await desk.open(second)).status).toBe(200);
        await bed.hub.administration.revokeOperator(chief.record.id);
        expect(await desk.finish(second)).toEqual(badCode);
      });

      it('is nowhere in the database', async () => {
        const code = await desk.invite(chief, 'op-1');
        const rows = await bed.database.kysely.selectFrom('operator_invitation').selectAll().execute();
        expect(rows).toHaveLength(1);
        expect(JSON.stringify(rows)).not.toContain(code.slice(5));
      });

      it('makes one operator of many who finish with it at the same time', async () => {
        const code = await desk.invite(chief, 'op-1');
        let { challenge } = progressOf(await desk.open(code));
        for (let count = 0; count < 2; count += 1) ({ challenge } = await desk.addKey(code, challenge));
        const answers = await Promise.all(Array.from({ length: 5 }, () => desk.finish(code)));
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      });

      it('serves a counter only', async () => {
        const lab = operatorDesk(bed, await bed.enrol('lab'));
        const code = await desk.invite(chief, 'op-1');
        const denied = refused('call/not-offered-here', 403);
        expect(await lab.open(code)).toEqual(denied);
        expect(await lab.finish(code)).toEqual(denied);
        expect(await lab.say(chief, 'revoke', { operator: 'op-1' })).toEqual(denied);
      });
    });

    describe('recovery', () => {
      it('adds keys and keeps the old ones, or ends them', async () => {
        const lost = await bed.operator({ id: 'op-lost' });
        await desk.enrol(await desk.recover(chief, 'op-lost', false), 1);
        expect((await find('op-lost'))?.credentials).toHaveLength(2);
        await desk.enrol(await desk.recover(chief, 'op-lost', true), 2);
        const record = await find('op-lost');
        expect(record?.credentials).toHaveLength(2);
        expect(record?.credentials.map(({ id }) => id)).not.toContain(lost.signer.credential.id);
        expect(record).toMatchObject({ role: lost.record.role, revokedAt: null });
      });

      it('is not for strangers, nor for who was revoked', async () => {
        expect(await desk.say(chief, 'recover', { operator: 'op-none', revokeKeys: true })).toEqual(
          refused('operators/unknown'),
        );
        await bed.operator({ id: 'op-gone' });
        const code = await desk.recover(chief, 'op-gone', false);
        expect((await desk.say(chief, 'revoke', { operator: 'op-gone' })).status).toBe(200);
        expect(await desk.open(code)).toEqual(badCode);
        expect(await desk.say(chief, 'recover', { operator: 'op-gone', revokeKeys: false })).toEqual(
          refused('operators/unknown'),
        );
        expect((await find('op-gone'))?.revokedAt).toBe(bed.at(0));
      });
    });

    describe('statements', () => {
      const invitation = (id: string, person: string | null = null) =>
        ({ operator: id, name: { ja: '新', en: 'New' }, role: 'operator', person }) as const;

      it('are a supervisor’s, about others only (I4)', async () => {
        const clerk = await bed.operator({ id: 'op-clerk', person: 'p-clerk' });
        expect(await desk.say(clerk, 'invite', invitation('op-x'))).toEqual(refused('staff/not-permitted'));
        expect(await desk.say(clerk, 'recover', { operator: 'op-chief', revokeKeys: true })).toEqual(
          refused('staff/not-permitted'),
        );
        for (const statement of [
          desk.statement(chief, 'invite', invitation('op-chief')),
          desk.statement(chief, 'invite', invitation('op-second-self', 'p-chief')),
          desk.statement(chief, 'recover', { operator: 'op-chief', revokeKeys: false }),
          desk.statement(chief, 'revoke', { operator: 'op-chief' }),
        ])
          expect(await desk.state(statement, chief)).toEqual(refused('operators/own'));
        expect(await desk.say(chief, 'invite', invitation('op-clerk'))).toEqual(refused('operators/exists'));
        expect(await desk.say(chief, 'invite', invitation('op-x', 'p-clerk'))).toEqual(
          refused('operators/person-taken'),
        );
        expect(await desk.say(chief, 'totp', { operator: 'op-clerk' })).toEqual(
          refused('staff/not-permitted'),
        );
      });

      it('count only with the signature of who states them, over exactly this', async () => {
        const other = await bed.operator({ id: 'op-other', role: 'supervisor' });
        const denied = refused('operators/statement-refused');
        const statement = desk.statement(chief, 'invite', invitation('op-x'));
        expect(await desk.state(statement, other)).toEqual(denied);
        expect(await desk.state({ ...statement, station: 'elsewhere' }, chief)).toEqual(denied);
        expect(await desk.state({ ...statement, institution: 'elsewhere' }, chief)).toEqual(denied);
        bed.advance(6 * 60_000);
        expect(await desk.state(statement, chief)).toEqual(denied);
        await bed.hub.administration.revokeOperator('op-chief');
        expect(await desk.say(chief, 'invite', invitation('op-x'))).toEqual(refused('hub/operator-revoked'));
        expect(await desk.say(other, 'revoke', { operator: 'op-chief' })).toMatchObject({ status: 200 });
      });

      it('are carried out once, and kept with their signature', async () => {
        const statement = desk.statement(chief, 'invite', invitation('op-x'));
        codeOf(await desk.state(statement, chief));
        expect(await desk.state(statement, chief)).toEqual(refused('hub/conflict', 409));
        const kept = await bed.database.kysely.selectFrom('operator_statement').selectAll().execute();
        expect(kept).toHaveLength(1);
        expect(kept[0]).toMatchObject({ kind: 'invite', signed_by: 'op-chief', body: statement });
      });

      it('invite nobody without a policy in force that speaks of operators; revoking needs none', async () => {
        const clerk = await bed.operator({ id: 'op-clerk' });
        const { operators: _, ...silent } = await bed.policy({ version: 2, operators: rules });
        await bed.policy({ ...silent, version: 3 });
        const denied = refused('operators/policy-silent');
        expect(await desk.say(chief, 'invite', invitation('op-x'))).toEqual(denied);
        expect(await desk.say(chief, 'recover', { operator: clerk.record.id, revokeKeys: false })).toEqual(
          denied,
        );
        expect((await desk.say(chief, 'revoke', { operator: clerk.record.id })).status).toBe(200);
      });

      it('of the wrong shape are refused', async () => {
        const statement = desk.statement(chief, 'invite', invitation('op-x'));
        for (const bent of [
          { ...statement, role: 'administrator' },
          { ...statement, more: 1 },
          { ...statement, id: randomUUID().slice(1) },
        ])
          expect((await desk.post('statements', { statement: bent, assertion: {} })).status).toBe(400);
      });
    });
  });
}
