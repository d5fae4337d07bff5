import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { readHubAudit, readHubAuditHead, verifyHubAudit } from '../../hub/audit/hub-audit.ts';
import { printJson, withHub } from './with-hub.ts';

const exportedLine = z.object({ sequence: z.number().int().positive(), hash: z.string() });

/**
 * Prints the chain after `after` as JSON lines, for a SIEM. Checkpoints, and the line of the chain's head as it was when the
 * export began, carry the hub's signature.
 */
export function exportFromCommandLine(folder: string, after: number): Promise<number> {
  return withHub(folder, async ({ database }) => {
    const head = await readHubAuditHead(database.kysely);
    for await (const { sequence, entry, hash, checkpoint } of readHubAudit(database.kysely, after))
      printJson({
        sequence,
        hash,
        ...(checkpoint === null ? {} : { checkpoint }),
        ...(head?.sequence === sequence ? { head: head.signature } : {}),
        entry: JSON.parse(entry),
      });
    return 0;
  });
}

/**
 * Verifies the whole chain and its signed head. `exported`, a file of an earlier export, shows also whether the whole
 * database was put back since. Exit status 1 and the first bad entry on any change.
 */
export async function verifyFromCommandLine(folder: string, exported: string | null): Promise<number> {
  let known: z.infer<typeof exportedLine> | null = null;
  if (exported !== null) {
    const last = (await readFile(exported, 'utf8')).trimEnd().split('\n').at(-1) ?? '';
    try {
      known = exportedLine.parse(JSON.parse(last));
    } catch {
      process.stderr.write('The last line of that file is no entry of an export.\n');
      return 2;
    }
  }
  return withHub(folder, async ({ database, key }) => {
    const verdict = await verifyHubAudit(database.kysely, key, known);
    printJson(verdict);
    return verdict.whole ? 0 : 1;
  });
}
