import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { erasePerson } from '../../../main/hub/erasure/erase-person.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { drawnPortrait } from '../../../main/profile/demonstration-portraits.ts';
import type { IdentityCheck } from '../../../preload/contract/models/identity.ts';
import { createHubBed, type HubBed, type TestStation } from './hub-bed.ts';
import { personOf } from './hub-documents.ts';

const hour = 3_600_000;

export function describeChecks(database: () => HubDatabase): void {
  describe('identity checks', () => {
    let bed: HubBed;
    let counter: TestStation;
    let other: TestStation;
    let person: string;
    beforeEach(async () => {
      bed = await createHubBed(database());
      counter = await bed.enrol('counter');
      other = await bed.enrol('counter');
      person = await bed.person();
    });
    afterEach(() => bed.close());

    const failed = (at = 0, id = randomUUID()) => ({
      id,
      person,
      at: bed.at(at),
      method: 'documents' as const,
      reasons: ['photo-differs' as const],
    });
    const tell = (station: TestStation, ...checks: readonly unknown[]) =>
      bed.send(station, 'POST', '/v1/checks/failed', { checks });
    const heard = async (station: TestStation, kind: string, cursor = 0) =>
      (await bed.feed(station, cursor)).items.filter((item) => item.kind === kind);

    it('every counter hears of one that failed, once, with where it was; labs never (I8)', async () => {
      const lab = await bed.enrol('lab');
      const one = failed();
      for (let again = 0; again < 2; again += 1)
        expect(await tell(counter, one)).toEqual({ status: 200, body: { taken: true } });
      expect(await heard(other, 'failed-check')).toEqual([
        { kind: 'failed-check', ...one, station: counter.id, counter: expect.any(Object) },
      ]);
      expect(await heard(lab, 'failed-check')).toEqual([]);
      expect((await tell(lab, failed())).status).toBe(403);
    });

    it('one of half a year ago, or of tomorrow, is not told', async () => {
      await tell(counter, failed(-181 * 24 * hour), failed(24 * hour));
      expect(await heard(other, 'failed-check')).toEqual([]);
    });

    it('goes with the person who is erased', async () => {
      await tell(counter, failed());
      await bed.hub.administration.putParticulars([{ person, telephone: '000-5550-0100', portrait: null }]);
      const key = await openHubKey(join(bed.folder, 'hub-key.pem'));
      const context = { database: database(), key, now: bed.now };
      expect(await erasePerson(context, person)).toEqual({ ok: true, commands: 0 });
      expect(await heard(other, 'failed-check')).toEqual([]);
      expect(await heard(other, 'particulars')).toEqual([]);
    });

    it('counters hear of a photograph and a number on file; what is no picture is refused whole', async () => {
      const particulars = { person, telephone: '000-5550-0100', portrait: drawnPortrait(2) };
      const { administration } = bed.hub;
      expect(await administration.putParticulars([particulars])).toEqual({ changed: 1 });
      expect(await administration.putParticulars([particulars])).toEqual({ changed: 0 });
      expect(await heard(counter, 'particulars')).toEqual([{ kind: 'particulars', people: [particulars] }]);
      const broken = {
        ...particulars,
        portrait: { type: 'image/jpeg' as const, data: drawnPortrait(2).data },
      };
      await expect(administration.putParticulars([broken])).rejects.toThrow();
      await administration.removePeople([person]);
      expect((await heard(counter, 'particulars')).at(-1)).toMatchObject({
        people: [{ person, telephone: null, portrait: null }],
      });
    });

    it('another counter hears whom a suspension and its end concern, and that an account was switched off', async () => {
      await bed.policy();
      const operator = await bed.operator();
      const suspension = bed.suspension(counter, operator, person);
      expect(await bed.issue(counter, operator, suspension)).toMatchObject({ result: 'accepted' });
      const [outcome] = await heard(other, 'outcome');
      expect(outcome).toMatchObject({
        commandId: suspension.id,
        about: { person, station: counter.id, kind: 'suspend', until: suspension.until },
      });
      await bed.hub.administration.upsertPeople([{ ...personOf(person), disabled: true }]);
      expect(await heard(other, 'person-news')).toMatchObject([{ person, cause: 'disabled', counter: null }]);
    });

    it('by telephone only where the policy allows it for what is done (I1, I10)', async () => {
      const phone: IdentityCheck = {
        documents: [],
        outcome: 'passed',
        checkedAt: bed.at(-60_000),
        phone: {
          calledBackAt: bed.at(-120_000),
          numberEnds: '02',
          answers: { name: true, number: true, affiliation: true, reference: true },
        },
      };
      const operator = await bed.operator();
      const first = await bed.policy();
      const send = (policyVersion: number, check = phone) =>
        bed.issue(counter, operator, bed.suspension(counter, operator, person, { check, policyVersion }));
      expect(await send(first.version)).toMatchObject({ result: 'refused', code: 'case/phone-not-allowed' });
      const evidence = { withPhoto: 1, withoutPhoto: null };
      const suspension = {
        ...first.suspension,
        evidence: { ...evidence, byPhone: ['initialise-totp' as const] },
      };
      const second = await bed.policy({ version: first.version + 1, suspension });
      expect(await send(second.version)).toMatchObject({ code: 'case/phone-not-allowed' });
      const third = await bed.policy({
        version: first.version + 2,
        suspension: { ...first.suspension, evidence: { ...evidence, byPhone: ['suspend' as const] } },
      });
      const answers = { name: true, number: false, affiliation: true, reference: true };
      expect(
        await send(third.version, { ...phone, ...(phone.phone && { phone: { ...phone.phone, answers } }) }),
      ).toMatchObject({ code: 'case/check-failed' });
      expect(await send(third.version)).toMatchObject({ result: 'accepted' });
    });
  });
}
