import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainBeginning } from '../../../main/agent/audit/audit-entry.ts';
import { exportHubAudit, searchHubAudit } from '../../../main/cli/audit/hub-export.ts';
import { selectionOf } from '../../../main/cli/audit/selection-words.ts';
import { verifyExportFromCommandLine } from '../../../main/cli/audit/verify-export-command.ts';
import { canonicalJson, sha256Base64url } from '../../../main/exchange/canonical-json.ts';
import type { ExportProof } from '../../../main/exchange/export-proof.ts';
import { exportLine } from '../../../main/exchange/export-rows.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { startHub } from '../../../main/hub/hub.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import { createSimulatedProvider } from '../../../main/provider/simulated.ts';

let folder: string;
const everything = selectionOf({})!;
const stationKey = generateSigningKey();
const chain = randomUUID();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'madoguchi-export-'));
  const hub = await startHub({
    database: { kind: 'embedded', directory: join(folder, 'database') },
    keyPath: join(folder, 'hub-key.pem'),
    provider: createSimulatedProvider({ path: join(folder, 'simulated-provider.json') }),
    automatic: false,
  });
  await hub.administration.initialise({
    institution: { id: 'example', name: { ja: '例大学', en: 'Example University' } },
    rpId: 'madoguchi.example.ac.jp',
    profile: 'example',
    provider: { kind: 'simulated', simulated: true },
    production: false,
    policyKeys: [exportPublicJwk(generateSigningKey())],
  });
  await hub.stop();
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function verify(file: string, hub = true): Promise<{ status: number; said: Record<string, unknown> }> {
  let said = '';
  const status = await verifyExportFromCommandLine({
    file,
    proof: `${file}.proof`,
    signedBy: null,
    hubFolder: hub ? folder : null,
    json: true,
    print: (line) => {
      said = line;
    },
  });
  return { status, said: JSON.parse(said) };
}

describe('audit verify-export', () => {
  it.each(['jsonl', 'csv'] as const)(
    'verifies the hub’s own trail as %s, and finds a change',
    async (format) => {
      const out = join(folder, `hub.${format}`);
      expect(await exportHubAudit(folder, { format, selection: everything, out })).toBe(0);
      expect(await verify(out)).toMatchObject({
        status: 0,
        said: { verified: true, compared: { key: true } },
      });
      expect(await verify(out, false)).toMatchObject({ status: 0, said: { compared: { key: false } } });
      await writeFile(out, (await readFile(out, 'utf8')).replace('initialised', 'installed'));
      expect(await verify(out)).toMatchObject({ status: 1, said: { problem: 'file-changed' } });
    },
  );

  it('compares a station’s export with the key and the head that the hub keeps', async () => {
    const entries: { sequence: number; entry: string; hash: string }[] = [];
    for (let sequence = 1; sequence <= 3; sequence += 1) {
      const previous = entries.at(-1)?.hash ?? chainBeginning(chain);
      const entry = canonicalJson({ sequence, previous, at: 'x', kind: 'y', facts: {} });
      entries.push({ sequence, entry, hash: sha256Base64url(entry) });
    }
    const write = async (count: number) => {
      const text = entries
        .slice(0, count)
        .map((row) => exportLine('jsonl', row))
        .join('');
      const { entry: _, ...through } = entries[count - 1]!;
      const proof: ExportProof = {
        v: 1,
        source: 'station',
        by: 'counter-1',
        chain,
        format: 'jsonl',
        selection: null,
        after: { sequence: 0, hash: chainBeginning(chain) },
        through,
        rows: count,
        file: sha256Base64url(text),
        bytes: Buffer.byteLength(text),
        exportedBy: 'op-a',
        at: '2026-04-06T01:00:00.000Z',
        publicKey: exportPublicJwk(stationKey),
      };
      const file = join(folder, `station-${count}.jsonl`);
      await writeFile(file, text);
      await writeFile(`${file}.proof`, signDocument('madoguchi-audit-export+jws', proof, stationKey));
      return file;
    };
    const whole = await write(3);
    expect(await verify(whole)).toMatchObject({ status: 1, said: { problem: 'other-signer' } });
    const database = await openDatabase({ kind: 'embedded', directory: join(folder, 'database') });
    const at = new Date();
    await database.kysely
      .insertInto('station')
      .values({
        id: 'counter-1',
        name: 'counter-1',
        kind: 'counter',
        label: '{}',
        key_id: stationKey.id,
        public_key: JSON.stringify(exportPublicJwk(stationKey)),
        enrolled_at: at,
      })
      .execute();
    const head = { station: 'counter-1', chain, sequence: 3, hash: entries[2]!.hash };
    const checkpoint = { v: 1, ...head, at: at.toISOString() };
    const document = signDocument('madoguchi-checkpoint+jws', checkpoint, stationKey);
    await database.kysely
      .insertInto('audit_checkpoint')
      .values({ ...head, document, received_at: at })
      .execute();
    await database.close();
    expect(await verify(whole)).toMatchObject({ status: 0, said: { compared: { key: true, chain: true } } });
    // A station that leaves out its newest entries signs a shorter trail than the hub has seen.
    expect(await verify(await write(2))).toMatchObject({ status: 1, said: { problem: 'not-as-known' } });
  });

  it('takes words for what to select, and none that are not', async () => {
    expect(selectionOf({ reference: 'k7q2-9m4t', from: '2026-04-06' })).toMatchObject({
      reference: 'K7Q2-9M4T',
      from: '2026-04-06T00:00:00.000Z',
    });
    expect(selectionOf({ reference: 'nothing' })).toBeNull();
    expect(selectionOf({ to: 'yesterday' })).toBeNull();
    expect(selectionOf({ person: '../etc' })).toBeNull();
    expect(await searchHubAudit(folder, { ...everything, person: 'p-nobody' })).toBe(0);
  });
});
