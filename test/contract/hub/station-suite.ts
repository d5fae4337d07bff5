import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHubClient } from '../../../main/agent/hub-link/hub-client.ts';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, generateSigningKey, verificationKey } from '../../../main/exchange/signing-key.ts';
import { type EnrolmentDocument, timeStatement } from '../../../main/exchange/station-documents.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestStation } from './hub-bed.ts';

const refused = (status: number, code: string) => ({ status, body: { code } });

export function describeStations(database: () => HubDatabase): void {
  describe('stations', () => {
    let bed: HubBed;
    beforeEach(async () => {
      bed = await createHubBed(database());
    });
    afterEach(() => bed.close());

    const mint = async (name = 'lab-1') => {
      const minted = await bed.hub.administration.mintEnrolmentToken({
        name,
        kind: 'lab',
        label: { ja: '教室', en: 'Room' },
        validMinutes: 10,
      });
      if (!minted.ok) throw new Error(minted.problem);
      return minted.value;
    };

    it('enrols once per token: another key is refused, the same key gets its station again', async () => {
      const token = await mint();
      const key = generateSigningKey();
      const first = await bed.enrolWith(token, key);
      expect(first.status).toBe(200);
      expect(await bed.enrolWith(token, generateSigningKey())).toEqual(refused(403, 'hub/token-refused'));
      bed.advance(1000);
      expect(await bed.enrolWith(token, key)).toEqual(first);
    });

    it('refuses an expired token, an unknown one, and one of another hub', async () => {
      const token = await mint();
      const [version, secret, thumbprint] = token.split('.') as [string, string, string];
      const key = generateSigningKey();
      for (const wrong of [
        [version, secret, generateSigningKey().id],
        [version, generateSigningKey().id, thumbprint],
      ])
        expect(await bed.enrolWith(wrong.join('.'), key)).toEqual(refused(403, 'hub/token-refused'));
      bed.advance(10 * 60_000);
      expect(await bed.enrolWith(token, key)).toEqual(refused(403, 'hub/token-refused'));
    });

    it('enrols one of many that use a token at the same time', async () => {
      const token = await mint();
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => bed.enrolWith(token, generateSigningKey())),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    it('revokes the earlier station of the same name', async () => {
      const earlier = await bed.enrol('lab', 'lab-7');
      const later = await bed.enrol('lab', 'lab-7');
      const path = `/v1/audit/checkpoints/latest?chain=${randomUUID()}`;
      expect(await bed.send(earlier, 'GET', path)).toEqual(refused(403, 'hub/station-revoked'));
      expect((await bed.send(later, 'GET', path)).status).toBe(200);
    });

    describe('proof', () => {
      const path = `/v1/audit/checkpoints/latest?chain=${randomUUID()}`;

      it('is wanted on every route but enrolment, health and the interface document', async () => {
        for (const [method, route] of [
          ['GET', '/v1/feed?cursor=0&nonce=0123456789abcdef'],
          ['POST', '/v1/commands'],
          ['POST', '/v1/audit/checkpoints'],
          ['GET', path],
        ] as const)
          expect(await bed.http(method, route)).toEqual(refused(401, 'hub/proof-refused'));
        expect((await bed.http('GET', '/v1/health')).status).toBe(200);
        expect(await bed.http('GET', '/v1/else')).toEqual(refused(404, 'call/unknown-procedure'));
      });

      it('is refused when its nonce was seen', async () => {
        const station = await bed.enrol('lab');
        const proof = bed.proof(station, 'GET', path, '');
        expect((await bed.send(station, 'GET', path, undefined, { proof })).status).toBe(200);
        expect(await bed.send(station, 'GET', path, undefined, { proof })).toEqual(
          refused(401, 'hub/proof-refused'),
        );
      });

      it('is believed once of many that arrive together', async () => {
        const station = await bed.enrol('lab');
        const proof = bed.proof(station, 'GET', path, '');
        const answers = await Promise.all(
          Array.from({ length: 8 }, () => bed.send(station, 'GET', path, undefined, { proof })),
        );
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      });

      it('is refused when it is stale or from the future, with the time over its own nonce', async () => {
        const station = await bed.enrol('lab');
        const hubKey = verificationKey(exportPublicJwk(await openHubKey(`${bed.folder}/hub-key.pem`)));
        for (const minutes of [-6, 6]) {
          const at = new Date(bed.now().getTime() + minutes * 60_000);
          const proof = bed.proof(station, 'GET', path, '', at);
          const answer = await bed.send(station, 'GET', path, undefined, { proof });
          expect(answer).toMatchObject(refused(401, 'hub/proof-refused'));
          const { nonce } = JSON.parse(Buffer.from(proof.split('.')[1]!, 'base64url').toString());
          const { time } = answer.body as { time: string };
          expect(
            verifyDocument('madoguchi-time+jws', time, hubKey, timeStatement, 'clock/untrusted'),
          ).toEqual({
            ok: true,
            value: { v: 1, now: bed.at(0), nonce },
          });
        }
      });

      it('gets no time where anything else is wrong with it', async () => {
        const station = await bed.enrol('lab');
        const at = new Date(bed.now().getTime() - 60 * 60_000);
        const other = generateSigningKey();
        const answers = [
          await bed.send(station, 'GET', path, undefined, {
            proof: bed.proof(station, 'GET', `${path}0`, '', at),
          }),
          await bed.send(station, 'GET', path, undefined, {
            proof: bed.proof({ id: station.id, key: { ...other, id: station.key.id } }, 'GET', path, '', at),
          }),
        ];
        for (const answer of answers) expect(answer).toEqual(refused(401, 'hub/proof-refused'));
        await bed.hub.administration.revokeStation(station.id);
        expect(await bed.send(station, 'GET', path, undefined, { at })).toEqual(
          refused(401, 'hub/proof-refused'),
        );
      });

      it('is refused for an altered body, another path, and another station’s key', async () => {
        const station = await bed.enrol('lab');
        const other = await bed.enrol('lab');
        const body = { checkpoint: 'x' };
        const answers = [
          await bed.send(station, 'POST', '/v1/audit/checkpoints', body, {
            sentBody: '{"checkpoint":"y"}',
          }),
          await bed.send(station, 'GET', path, undefined, {
            proof: bed.proof(station, 'GET', `${path}0`, ''),
          }),
          await bed.send(station, 'GET', path, undefined, {
            proof: bed.proof({ id: station.id, key: other.key }, 'GET', path, ''),
          }),
        ];
        for (const answer of answers) expect(answer).toEqual(refused(401, 'hub/proof-refused'));
      });

      it('is refused for unknown and for revoked stations, by a hub that knew it and by one that started later', async () => {
        const station = await bed.enrol('lab');
        expect(await bed.send({ id: station.id, key: generateSigningKey() }, 'GET', path)).toEqual(
          refused(401, 'hub/station-unknown'),
        );
        expect((await bed.send(station, 'GET', path)).status).toBe(200);
        await bed.hub.administration.revokeStation(station.id);
        expect(await bed.send(station, 'GET', path)).toEqual(refused(403, 'hub/station-revoked'));
        await bed.restart();
        expect(await bed.send(station, 'GET', path)).toEqual(refused(403, 'hub/station-revoked'));
      });
    });

    describe('a station whose wall clock is hours off', () => {
      const clientOf = async (station: TestStation, offMs: number) => {
        const hubKey = exportPublicJwk(await openHubKey(`${bed.folder}/hub-key.pem`));
        const enrolment = { station: { id: station.id }, hubKey } as EnrolmentDocument;
        let asked = 0;
        const client = createHubClient({
          identity: {
            enrolment: () => enrolment,
            key: () => station.key,
            hubUrl: () => bed.hub.url,
            reload: () => undefined,
          },
          wall: () => {
            asked += 1;
            return new Date(bed.now().getTime() + offMs);
          },
        });
        const read = () =>
          client.readFeed(
            { cursor: 0, waitSeconds: 0, nonce: 'a-nonce-of-this-station' },
            new AbortController().signal,
          );
        return { client, read, asked: () => asked };
      };

      it('proves itself by the hub’s signed time, and keeps the difference', async () => {
        for (const hours of [-9, 26]) {
          const station = await bed.enrol('lab');
          const { client, read, asked } = await clientOf(station, hours * 3_600_000);
          const answer = await read();
          expect(answer).toMatchObject({ ok: true, value: { items: [] } });
          expect(asked()).toBe(3);
          expect(
            await client.pushSignIns({ failures: [], offline: [] }, new AbortController().signal),
          ).toEqual({
            ok: true,
            value: { taken: true },
          });
          expect(asked()).toBe(4);
        }
      });

      it('asks once more and no oftener where that does not help', async () => {
        const station = await bed.enrol('lab');
        await bed.hub.administration.revokeStation(station.id);
        const { read, asked } = await clientOf(station, 9 * 3_600_000);
        expect(await read()).toEqual({ ok: false, refusal: { code: 'hub/proof-refused' } });
        expect(asked()).toBe(1);
      });
    });

    it('bounds bodies, and the rate of each station', async () => {
      const station = await bed.enrol('counter');
      const big = { checkpoint: 'x'.repeat(20_000) };
      expect(await bed.send(station, 'POST', '/v1/audit/checkpoints', big)).toEqual(
        refused(413, 'call/too-large'),
      );
      await bed.restart({ stationLimit: { burst: 2, perSecond: 0.001 } });
      const path = `/v1/audit/checkpoints/latest?chain=${randomUUID()}`;
      const statuses = [];
      for (let count = 0; count < 3; count += 1) statuses.push((await bed.send(station, 'GET', path)).status);
      expect(statuses).toEqual([200, 200, 429]);
    });

    it('writes logs that hold no person, proof, token or body (I7)', async () => {
      const lines: string[] = [];
      await bed.restart({ log: { level: 'debug', stream: { write: (line) => lines.push(line) } } });
      const station = await bed.enrol('counter');
      const operator = await bed.operator();
      const person = await bed.person('p-log-subject');
      await bed.policy();
      const command = bed.suspension(station, operator, person);
      await bed.issue(station, operator, command);
      const proof = bed.proof(station, 'GET', '/v1/feed', '');
      await bed.send(station, 'GET', '/v1/feed?cursor=nonsense&nonce=p-log-subject', undefined, { proof });
      const log = lines.join('');
      expect(log).toContain('"route":"/v1/commands"');
      for (const secret of [
        person,
        operator.record.id,
        proof.slice(-20),
        'nonsense',
        'remoteAddress',
        'mdg1',
      ])
        expect(log).not.toContain(secret);
    });
  });
}
