import { readFileSync } from 'node:fs';
import { verifyDocument } from '../../exchange/signed-document.ts';
import { verificationKey } from '../../exchange/signing-key.ts';
import { auditCheckpoint } from '../../exchange/station-documents.ts';
import { withHub } from '../hub/with-hub.ts';
import { type ExportProblem, type ExportVerdict, judgeExport, type KnownSource } from './judge-export.ts';

const problemTexts: Readonly<Record<ExportProblem, string>> = {
  'proof-not-signed': 'the proof is not signed, or was changed',
  'other-signer': 'another key than the one that was named signed it',
  'file-changed': 'the file is not the one that was signed for',
  unreadable: 'the file cannot be read as the proof says',
  'entry-changed': 'is not the entry that was recorded',
  'not-complete': 'is missing, twice there, or in another place',
  'not-as-known': 'is known otherwise: the trail was longer or another one',
};

/**
 * `madoguchi audit verify-export`: whether a file is what its station or hub exported, and nothing of it is missing. Exit
 * status 0 verified, 1 not, 2 where a file cannot be read. `hubFolder` compares the signer's key and the chain's last known
 * head with a hub's; `signedBy` the key alone.
 */
export async function verifyExportFromCommandLine(options: {
  readonly file: string;
  readonly proof: string;
  readonly signedBy: string | null;
  readonly hubFolder: string | null;
  readonly json: boolean;
  readonly print?: (line: string) => void;
}): Promise<number> {
  const print = options.print ?? ((line: string) => void process.stdout.write(`${line}\n`));
  let file: Uint8Array;
  let document: string;
  try {
    file = readFileSync(options.file);
    document = readFileSync(options.proof, 'utf8').trim();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  const pinned: KnownSource = options.signedBy === null ? {} : { key: options.signedBy };
  const tell = (verdict: ExportVerdict): number => {
    print(options.json ? JSON.stringify(verdict) : summary(verdict));
    return verdict.verified ? 0 : 1;
  };
  if (options.hubFolder === null) return tell(judgeExport(file, document, () => pinned));
  return withHub(options.hubFolder, async ({ database, key }) => {
    const claimed = judgeExport(file, document, () => pinned).proof;
    if (claimed === null || claimed.source === 'hub')
      return tell(judgeExport(file, document, () => ({ key: key.id, ...pinned })));
    const station = await database.kysely
      .selectFrom('station')
      .select(['key_id', 'public_key'])
      .where('id', '=', claimed.by)
      .executeTakeFirst();
    // A station that this hub does not know has no key here that could have signed.
    if (station === undefined) return tell(judgeExport(file, document, () => ({ key: '-' })));
    const kept = await database.kysely
      .selectFrom('audit_checkpoint')
      .select('document')
      .where('station', '=', claimed.by)
      .where('chain', '=', claimed.chain)
      .executeTakeFirst();
    const head =
      kept === undefined
        ? null
        : verifyDocument(
            'madoguchi-checkpoint+jws',
            kept.document,
            verificationKey(station.public_key),
            auditCheckpoint,
            'call/bad-input',
          );
    const known = { key: station.key_id, ...pinned };
    return tell(
      judgeExport(file, document, () => (head?.ok === true ? { ...known, head: head.value } : known)),
    );
  });
}

function summary({ verified, problem, sequence, proof, signedBy, compared }: ExportVerdict): string {
  if (!verified || proof === null) {
    const words = problem === null ? '' : problemTexts[problem];
    return `NOT verified: ${sequence === null ? words : `entry ${sequence} ${words}`}`;
  }
  const what = proof.selection === null ? 'every entry' : 'the selected entries';
  const span = `${proof.after.sequence + 1} to ${proof.through.sequence}`;
  const key = compared.key ? `key ${signedBy}` : `key ${signedBy}, which was compared with nothing`;
  const chain = compared.chain ? ', as long as the hub knows the trail' : '';
  return `verified: ${proof.rows} rows, ${what} of ${span}${chain}; ${proof.source} ${proof.by}, ${key}`;
}
