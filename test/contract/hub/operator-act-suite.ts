import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signAct } from '../../../main/exchange/operator-act.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import {
  createHubBed,
  type HttpAnswer,
  type HubBed,
  proofOf,
  type TestOperator,
  type TestStation,
} from './hub-bed.ts';
import { rules } from './operator-desk.ts';

const hour = 3_600_000;
const path = '/v1/people/failures/clear';

/** What somebody can do who has a counter's key, from its disk, and no operator's. */
export function describeOperatorActs(database: () => HubDatabase): void {
  describe('acts in an operator’s name', () => {
    let bed: HubBed;
    let counter: TestStation;
    let operator: TestOperator;
    let person: string;
    beforeEach(async () => {
      bed = await createHubBed(database());
      await bed.policy();
      counter = await bed.enrol('counter');
      operator = await bed.operator();
      person = await bed.person();
    });
    afterEach(() => bed.close());

    const body = () => ({ person, reason: 'other' });
    const refused = (answer: HttpAnswer) => answer.body;
    const cleared = async () =>
      (await bed.database.kysely.selectFrom('failure_clearing').select('operator').execute()).length;

    it('are taken for the twelve hours of their sign-in, and not longer', async () => {
      const signedInAt = bed.now();
      expect((await bed.inName(counter, operator, path, body())).status).toBe(200);
      bed.advance(12 * hour - 1000);
      expect((await bed.inName(counter, operator, path, body(), { signedInAt })).status).toBe(200);
      bed.advance(2000);
      const stale = await bed.inName(counter, operator, path, body(), { signedInAt });
      expect(refused(stale)).toEqual({ code: 'staff/sign-in-stale' });
      expect(await cleared()).toBe(2);
    });

    it('are nobody’s without a signature, with another’s, or by a key that the operator never signed', async () => {
      const named = { ...body(), operator: operator.record.id };
      const bare = await bed.send(counter, 'POST', path, named);
      expect(bare).toMatchObject({ status: 400, body: { code: 'call/bad-input' } });
      const thief = await bed.operator();
      const forged = { ...thief, record: operator.record };
      expect(refused(await bed.inName(counter, forged, path, body()))).toEqual({
        code: 'hub/assertion-refused',
      });
      const proof = proofOf({ station: counter.id, operator, path, request: named, at: bed.now() });
      const key = generateSigningKey();
      const act = signAct({ station: counter.id, operator: named.operator, path, at: bed.now() }, named, key);
      for (const bent of [
        { ...proof, act, sessionKey: exportPublicJwk(key) },
        { ...proof, act },
        { ...proof, sessionKey: exportPublicJwk(key) },
        { ...proof, sessionKey: { ...proof.sessionKey, x: `${'A'.repeat(42)}A` } },
      ])
        expect(await bed.send(counter, 'POST', path, { ...named, proof: bent })).toMatchObject({
          status: 400,
          body: { code: 'hub/assertion-refused' },
        });
      expect(await cleared()).toBe(0);
    });

    it('are about this request, at this counter, at this moment', async () => {
      const other = await bed.enrol('counter');
      const request = { ...body(), operator: operator.record.id };
      const proven = { station: counter.id, operator, path, request, at: bed.now() };
      const code = 'hub/assertion-refused';
      const send = (station: TestStation, sent: object) => bed.send(station, 'POST', path, sent);
      const proof = proofOf(proven);
      expect(refused(await send(other, { ...request, proof }))).toEqual({ code });
      const somebody = await bed.person();
      expect(refused(await send(counter, { ...request, person: somebody, proof }))).toEqual({ code });
      const elsewhere = proofOf({ ...proven, path: '/v1/supervision/seen' });
      expect(refused(await send(counter, { ...request, proof: elsewhere }))).toEqual({ code });
      const signedInThere = proofOf({ ...proven, signedInStation: other.id });
      expect(refused(await send(counter, { ...request, proof: signedInThere }))).toEqual({ code });
      const ahead = proofOf({ ...proven, signedInAt: new Date(bed.now().getTime() + hour) });
      expect(refused(await send(counter, { ...request, proof: ahead }))).toEqual({ code });
      bed.advance(6 * 60_000);
      expect(refused(await send(counter, { ...request, proof }))).toEqual({ code });
      expect(await cleared()).toBe(0);
    });

    it('end with the operator’s office, and with the key that signed them in', async () => {
      const signedInAt = bed.now();
      const { record, signer } = operator;
      await bed.hub.administration.putOperator({ ...record, credentials: [] });
      expect(refused(await bed.inName(counter, operator, path, body(), { signedInAt }))).toEqual({
        code: 'hub/assertion-refused',
      });
      await bed.hub.administration.putOperator({ ...record, credentials: [signer.credential] });
      await bed.hub.administration.revokeOperator(record.id);
      expect(refused(await bed.inName(counter, operator, path, body(), { signedInAt }))).toEqual({
        code: 'hub/operator-revoked',
      });
    });

    it('of a sign-in by a code rest on the hub’s own word, and are never a supervisor’s', async () => {
      const supervisor = await bed.operator({ role: 'supervisor' });
      await bed.policy({ version: 2, operators: { ...rules, totp: true } });
      const hubKey = await openHubKey(`${bed.folder}/hub-key.pem`);
      const key = generateSigningKey();
      const at = bed.now();
      const word = { v: 1, station: counter.id, operator: supervisor.record.id, nonce: key.id, at };
      const send = (on: string, more: object, signing = hubKey) => {
        const request = { ...more, operator: supervisor.record.id };
        const statement = signDocument('madoguchi-sign-in+jws', { ...word, at: at.toISOString() }, signing);
        const act = signAct({ station: counter.id, operator: request.operator, path: on, at }, request, key);
        const proof = { grant: { by: 'code', statement }, sessionKey: exportPublicJwk(key), act };
        return bed.send(counter, 'POST', on, { ...request, proof });
      };
      expect((await send(path, body())).status).toBe(200);
      expect(refused(await send(path, body(), counter.key))).toEqual({ code: 'hub/assertion-refused' });
      const seen = { alert: randomUUID() };
      expect(refused(await send('/v1/supervision/seen', seen))).toEqual({ code: 'staff/not-permitted' });
    });
  });
}
