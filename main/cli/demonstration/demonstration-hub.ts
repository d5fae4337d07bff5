import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { identifier, type LocalizedText } from '../../../preload/contract/models/base.ts';
import { personSummary } from '../../../preload/contract/models/people.ts';
import { operatorRecord } from '../../exchange/operator-assertion.ts';
import { publicJwk } from '../../exchange/signing-key.ts';
import { startHub } from '../../hub/hub.ts';
import { demonstrationProfile, demonstrationStations } from '../../profile/demonstration.ts';
import { demonstrationParticulars } from '../../profile/demonstration-particulars.ts';
import { demonstrationPeople } from '../../profile/demonstration-people.ts';
import { profileOf } from '../../profile/profiles.ts';
import { createSimulatedProvider } from '../../provider/simulated.ts';
import { onShutDown } from '../../shut-down.ts';
import { demonstrationFactors } from './demonstration-factors.ts';

const seedFile = z.strictObject({
  policyKey: publicJwk,
  policyBundle: z.string(),
  operators: z.array(operatorRecord),
  /** Another institution's profile than the demonstration's own. */
  profile: identifier.optional(),
  /** People besides the demonstration's own. */
  people: z.array(personSummary).max(100).optional(),
});

/**
 * The demonstration's hub as a process of its own: an ordinary hub on the simulated provider, filled with the
 * demonstration institution when it is new. Says where it listens, and one enrolment token per named station.
 */
export async function runDemonstrationHub(options: {
  readonly folder: string;
  readonly port: number;
  readonly tokensFor: readonly string[];
}): Promise<void> {
  const { folder, port, tokensFor } = options;
  const seed = seedFile.parse(JSON.parse(readFileSync(join(folder, 'seed.json'), 'utf8')));
  const provider = createSimulatedProvider({
    path: join(folder, 'simulated-provider.json'),
    factorsOf: demonstrationFactors,
  });
  const hub = await startHub({
    database: { kind: 'embedded', directory: join(folder, 'database') },
    keyPath: join(folder, 'hub-key.pem'),
    provider,
    port,
    log: { level: 'warn' },
  });
  const { administration } = hub;
  const initialised = await administration.initialise({
    institution: { id: demonstrationProfile.id, name: nameOf(seed.profile) },
    rpId: demonstrationProfile.rpId,
    profile: seed.profile ?? demonstrationProfile.id,
    provider: { kind: provider.kind, simulated: true },
    production: false,
    policyKeys: [seed.policyKey],
  });
  if (!initialised.ok) throw new Error(`hub: ${initialised.problem}`);
  const tokens: Record<string, string> = {};
  if (tokensFor.length > 0) {
    const published = await administration.publishPolicy(seed.policyBundle);
    if (!published.ok) throw new Error(`policy: ${published.problem}`);
    for (const operator of seed.operators) await administration.putOperator(operator);
    await administration.upsertPeople([...demonstrationPeople(), ...(seed.people ?? [])]);
    await administration.putParticulars(demonstrationParticulars());
    for (const { name, kind, label } of demonstrationStations) {
      if (!tokensFor.includes(name)) continue;
      const token = await administration.mintEnrolmentToken({ name, kind, label, validMinutes: 60 });
      if (!token.ok) throw new Error(`token: ${token.problem}`);
      tokens[name] = token.value;
    }
  }
  onShutDown(() => hub.stop());
  process.stdout.write(`${JSON.stringify({ ready: true, url: hub.url, tokens })}\n`);
}

/** The institution's name on screens and receipts; of another one's profile it says that this is none of theirs. */
function nameOf(profile: string | undefined): LocalizedText {
  const { institution, fictitious } = profileOf(profile ?? demonstrationProfile.id) ?? demonstrationProfile;
  return fictitious ? institution : { ja: `${institution.ja}（模擬）`, en: `${institution.en} (simulated)` };
}
