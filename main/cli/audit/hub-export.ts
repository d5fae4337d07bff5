import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuditFormat, AuditSelection } from '../../../preload/contract/models/audit.ts';
import { isEverything } from '../../agent/audit/audit-search.ts';
import { commandReference } from '../../exchange/command.ts';
import type { ExportProof } from '../../exchange/export-proof.ts';
import { exportHead, exportLine } from '../../exchange/export-rows.ts';
import { signDocument } from '../../exchange/signed-document.ts';
import { exportPublicJwk } from '../../exchange/signing-key.ts';
import {
  appendHubAudit,
  personCommitment,
  readHubAudit,
  readHubAuditHead,
} from '../../hub/audit/hub-audit.ts';
import { hubChainBeginning, type StoredHubAuditEntry } from '../../hub/audit/hub-audit-entry.ts';
import { readInstitution } from '../../hub/institution.ts';
import type { HubQuery } from '../../hub/store/hub-database.ts';
import { type OpenedHub, printJson, withHub } from '../hub/with-hub.ts';
import { type LongWork, longWork } from '../long-work.ts';
import { writeExport } from './write-export.ts';

/** Entries of one part of the file. */
const partEntries = 400;

const entryShape = z.object({
  at: z.string(),
  actor: z.object({ id: z.string().nullable() }),
  subject: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
});

/** Whether an entry of the hub's trail matches. People are found by their key, as long as it was not erased. */
async function createFilter(query: HubQuery, chain: string, selection: AuditSelection) {
  const commitmentOf =
    selection.person === null ? null : await personCommitment(query, chain, selection.person);
  return ({ sequence, entry }: StoredHubAuditEntry): boolean => {
    const { at, actor, subject, facts } = entryShape.parse(JSON.parse(entry));
    const { command } = facts;
    return (
      (selection.person === null || (commitmentOf !== null && subject === commitmentOf(sequence))) &&
      (selection.operator === null || actor.id === selection.operator) &&
      (selection.reference === null ||
        (typeof command === 'string' && commandReference(command) === selection.reference)) &&
      (selection.from === null || at >= selection.from) &&
      (selection.to === null || at < selection.to)
    );
  };
}

/** `madoguchi hub audit search`: entries of the hub's own trail as JSON lines. */
export function searchHubAudit(folder: string, selection: AuditSelection): Promise<number> {
  return withHub(folder, async ({ database, key }) => {
    const matches = await createFilter(database.kysely, key.id, selection);
    for await (const stored of readHubAudit(database.kysely)) {
      const { sequence, hash, entry } = stored;
      if (matches(stored)) printJson({ sequence, hash, entry: JSON.parse(entry) });
    }
    return 0;
  });
}

/**
 * `madoguchi hub audit export --out FILE`: a file, and beside it the hub's signed proof. That it was made is recorded. Says
 * on standard error how far it is; Ctrl-C cancels, leaves neither file, and gives exit status 130.
 */
export function exportHubAudit(
  folder: string,
  wish: { readonly format: AuditFormat; readonly selection: AuditSelection; readonly out: string },
): Promise<number> {
  return longWork((at) => withHub(folder, (hub) => exportFrom(hub, wish, at)));
}

async function exportFrom(
  { database, key, now }: OpenedHub,
  wish: Parameters<typeof exportHubAudit>[1],
  { signal, progress }: LongWork,
): Promise<number> {
  const institution = await readInstitution(database.kysely);
  if (institution === null) {
    process.stderr.write('That hub is not set up.\n');
    return 2;
  }
  const matches = await createFilter(database.kysely, key.id, wish.selection);
  const hash = createHash('sha256');
  let [rows, bytes] = [0, 0];
  let through = { sequence: 0, hash: hubChainBeginning(key.id) };
  let file = '';
  const last = (await readHubAuditHead(database.kysely))?.sequence ?? null;
  const status = await writeExport(wish.out, signal, async (append) => {
    let text = exportHead(wish.format);
    const flush = async () => {
      hash.update(text);
      bytes += Buffer.byteLength(text);
      await append(text);
      text = '';
    };
    for await (const stored of readHubAudit(database.kysely)) {
      through = { sequence: stored.sequence, hash: stored.hash };
      if (matches(stored)) {
        text += exportLine(wish.format, stored);
        rows += 1;
      }
      if (stored.sequence % partEntries !== 0) continue;
      progress('exporting', stored.sequence, last);
      await flush();
    }
    await flush();
    progress('exporting', through.sequence, through.sequence);
    file = hash.digest('base64url');
    const proof: ExportProof = {
      v: 1,
      source: 'hub',
      by: institution.settings.institution.id,
      chain: key.id,
      format: wish.format,
      selection: isEverything(wish.selection) ? null : wish.selection,
      after: { sequence: 0, hash: hubChainBeginning(key.id) },
      through,
      rows,
      file,
      bytes,
      exportedBy: 'command-line',
      at: now().toISOString(),
      publicKey: exportPublicJwk(key),
    };
    return signDocument('madoguchi-audit-export+jws', proof, key);
  });
  if (status !== 0) return status;
  const { person, ...selected } = wish.selection;
  await database.kysely.transaction().execute((transaction) =>
    appendHubAudit(
      transaction,
      key,
      {
        kind: 'audit-exported',
        actor: { type: 'administration', id: null },
        ...(person === null ? {} : { subject: person }),
        facts: { ...selected, format: wish.format, rows, through: through.sequence, file },
      },
      now(),
    ),
  );
  process.stdout.write(`${rows} entries in ${wish.out}, signed by key ${key.id}\n`);
  return 0;
}
