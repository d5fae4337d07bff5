import { describe, expect, it } from 'vitest';
import { generateSigningKey } from '../../../main/exchange/signing-key.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed } from './hub-bed.ts';
import { exercised, readInterface } from './interface-judge.ts';

/** Operations with a bed of their own: some are judged there by the same document, some answer files or pages. */
const elsewhere =
  /^(POST \/v1\/directory\/|POST \/v1\/posture|(GET|POST) \/objections\/|GET \/waiting|GET \/v1\/(updates\/|openapi\.json))/;

/** Stands behind the suites of one file: what they exercised is what it judges. */
export function describeInterface(database: () => HubDatabase): void {
  describe('the OpenAPI document', () => {
    it('has nothing that was not asked for and answered in these suites, by its own schemas', async () => {
      const bed = await createHubBed(database());
      try {
        await bed.http('GET', '/v1/health/live');
        const document = await readInterface(bed.hub.url);
        const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
          Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
        );
        expect(operations.length).toBeGreaterThan(20);
        expect(operations.filter((one) => !exercised.has(one) && !elsewhere.test(one))).toEqual([]);
      } finally {
        await bed.close();
      }
    });

    it('refuses each operation to whoever proves nothing, to strangers, and what it does not describe', async () => {
      const bed = await createHubBed(database());
      try {
        const stranger = { id: 'counter-of-nobody', key: generateSigningKey() };
        const stations = [await bed.enrol('lab'), await bed.enrol('counter')];
        const { paths } = await readInterface(bed.hub.url);
        const proven = Object.entries(paths).flatMap(([path, methods]) =>
          Object.entries(methods)
            .filter(([, { security }]) => JSON.stringify(security ?? []).includes('stationProof'))
            .map(([method]) => ({ path, method: method.toUpperCase() as 'GET' | 'POST' })),
        );
        expect(proven.length).toBeGreaterThan(20);
        for (const { path: described, method } of proven) {
          const path = described.replaceAll(/\{\w+\}/g, 'nothing');
          const about = `${method} ${described}`;
          const body = method === 'POST' ? { nobody: 'asked for this' } : undefined;
          const bare = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
          const refused = (status: number, code: string) => ({ status, body: { code } });
          expect(await bed.http(method, path, method === 'POST' ? bare : {}), about).toEqual(
            refused(401, 'hub/proof-refused'),
          );
          expect(await bed.send(stranger, method, path, body), about).toEqual(
            refused(401, 'hub/station-unknown'),
          );
          for (const station of stations) {
            const { status, body: told } = await bed.send(station, method, `${path}?nobody=1`, body);
            expect([400, 403], `${about}: ${JSON.stringify(told)}`).toContain(status);
          }
        }
      } finally {
        await bed.close();
      }
    });

    it('says of each operation what it is for, who may ask, and what it refuses', async () => {
      const bed = await createHubBed(database());
      try {
        const { paths } = await readInterface(bed.hub.url);
        for (const [path, methods] of Object.entries(paths))
          for (const [method, operation] of Object.entries(methods)) {
            const about = `${method} ${path}`;
            expect(operation.summary, about).toEqual(expect.any(String));
            const answers = Object.keys(operation.responses as object);
            expect(answers, about).toContain('200');
            if (path !== '/v1/openapi.json') expect(answers.join(), about).toMatch(/4XX|4xx/);
            if (method === 'post' && path.startsWith('/v1/'))
              expect(operation.requestBody, about).toBeDefined();
          }
      } finally {
        await bed.close();
      }
    });
  });
}
