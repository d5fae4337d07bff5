import { afterAll, test } from 'vitest';
import { createPrivacyIdeaProvider } from '../../../main/provider/privacyidea/privacyidea.ts';
import { makeSecretFolder } from '../../rigs/key-files.ts';
import {
  privacyIdeaAdministrator,
  privacyIdeaRealm,
  startPrivacyIdeaManagement,
} from '../../rigs/privacyidea-management.ts';

type Settings = Parameters<typeof createPrivacyIdeaProvider>[0];

export const secrets = makeSecretFolder();
const passwordFile = secrets.write('administrator', `${privacyIdeaAdministrator.password}\n`);
afterAll(() => secrets.remove());
export const signal = () => AbortSignal.timeout(10_000);
export const refused = { ok: false, code: 'provider/refused' };
export const unavailable = { ok: false, code: 'provider/unavailable' };

export async function openBed(more: Partial<Settings> = {}) {
  const server = await startPrivacyIdeaManagement(['s2100001', 's2100002', 's2100003']);
  const provider = createPrivacyIdeaProvider({
    origin: server.origin,
    path: '/pi',
    realm: privacyIdeaRealm,
    credential: { kind: 'password', administrator: privacyIdeaAdministrator.name, passwordFile },
    person: { prefix: 's' },
    timeoutMilliseconds: 600,
    ...more,
  });
  return { server, provider, stop: () => server.stop() };
}
export type Bed = Awaited<ReturnType<typeof openBed>>;

export const bedded = (name: string, run: (bed: Bed) => Promise<void>, more: Partial<Settings> = {}) =>
  test(name, async () => {
    const bed = await openBed(more);
    try {
      await run(bed);
    } finally {
      await bed.stop();
    }
  });
