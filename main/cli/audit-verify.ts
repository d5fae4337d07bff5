import { readCheckpoint, readKeptCheckpoint } from '../agent/audit/audit-checkpoint.ts';
import { auditRows } from '../agent/audit/audit-rows.ts';
import { readChainId } from '../agent/audit/audit-trail.ts';
import {
  type ChainCheckpoint,
  type ChainProblem,
  verifyAuditChain,
} from '../agent/audit/verify-audit-chain.ts';
import { inspectStore, type StoreInspection } from '../agent/store/encrypted-database.ts';
import { StoreFailure } from '../agent/store/store-failure.ts';
import { loadStoreKey } from '../agent/store/store-key.ts';
import { type StoreDamage, scanStore } from '../agent/store/store-scan.ts';

/** What a verification found, as `--json` prints it. */
export interface AuditReport {
  readonly verified: boolean;
  /** Entries from the first on that are whole. */
  readonly entries: number;
  /** Hash of the last of them, base64url, when the chain is whole. */
  readonly head: string | null;
  /** Places from which a recorded erasure took a person. */
  readonly erasedMentions: number;
  /** The number up to which the station's, and the hub's, signed checkpoint confirm the chain. */
  readonly confirmed: { readonly station: number | null; readonly hub: number | null };
  /** The first bad entry and what is wrong with it. */
  readonly problem: { readonly sequence: number; readonly kind: ChainProblem | 'unreadable' } | null;
  /** A checkpoint without a valid signature, or structure of the store that doesn't hold together. */
  readonly doubts: readonly ('station-checkpoint-forged' | 'hub-checkpoint-forged' | 'structure')[];
  /** Bytes of the store's files that are not what was written. */
  readonly damages: readonly StoreDamage[];
}

/**
 * `madoguchi audit verify`: reads every byte of the store and its write-ahead log, then the audit chain from its first
 * entry, beside a running agent if need be; writes nothing. Prints one summary line, or the report as JSON. Returns the
 * exit code: 0 when everything is whole, 1 when something isn't (the first bad entry is named), 2 when the store or its key
 * can't be opened at all. `hubCheckpoint` is the hub's copy of the last checkpoint, a `madoguchi-checkpoint+jws`.
 */
export async function runAuditVerify(options: {
  readonly storePath: string;
  readonly keyPath: string;
  readonly json: boolean;
  readonly hubCheckpoint?: string;
  /** Where lines go; standard output when not given. */
  readonly print?: (line: string) => void;
}): Promise<number> {
  const print = options.print ?? ((line: string) => void process.stdout.write(`${line}\n`));
  const unusable = (reason: string) => {
    print(options.json ? JSON.stringify({ verified: false, unusable: reason }) : `not verified: ${reason}`);
    return 2;
  };
  const key = loadStoreKey({
    keyPath: options.keyPath,
    credentialsDirectory: process.env.CREDENTIALS_DIRECTORY,
    create: false,
  });
  if (!key.ok) return unusable(String(key.refusal.parameters?.reason ?? key.refusal.code));
  let damages: readonly StoreDamage[];
  try {
    const scan = await scanStore(options.storePath, key.value.bytes);
    if (scan.nothingAuthentic) return unusable('wrong-key');
    damages = scan.damages;
  } catch {
    return unusable('store-unreadable');
  }
  const opened = inspectStore({ path: options.storePath, key: key.value.bytes });
  if (!opened.ok && damages.length === 0) {
    return unusable(String(opened.refusal.parameters?.reason ?? opened.refusal.code));
  }
  const hasTrail = opened.ok && holdsAuditTrail(opened.value);
  if (opened.ok && !hasTrail) {
    opened.value.close();
    if (damages.length === 0) return unusable('no-audit-trail');
  }
  const whole = opened.ok && hasTrail ? inspect(opened.value, damages, options.hubCheckpoint) : null;
  const report =
    whole ?? unreadableReport(damages, hasTrail ? firstUnreadable(options.storePath, key.value.bytes) : 1);
  print(options.json ? JSON.stringify(report) : summary(report));
  return report.verified ? 0 : 1;
}

/** The report on a store that can be read to the end; null when a page on the way can't. */
function inspect(
  store: StoreInspection,
  damages: readonly StoreDamage[],
  hubCheckpoint: string | undefined,
): AuditReport | null {
  try {
    const { checkpoints, doubts } = gatherCheckpoints(store, hubCheckpoint);
    const verdict = verifyAuditChain({
      chain: readChainId(store.read),
      entries: auditRows(store),
      checkpoints,
    });
    const structure = damages.length === 0 && !isStructureSound(store) ? (['structure'] as const) : [];
    const confirmedBy = (keptBy: ChainCheckpoint['keptBy']) =>
      checkpoints.find((one) => one.keptBy === keptBy)?.payload.sequence ?? null;
    const all = [...doubts, ...structure];
    return {
      verified: verdict.whole && all.length === 0 && damages.length === 0,
      entries: verdict.whole ? verdict.entries : verdict.sequence - 1,
      head: verdict.whole ? verdict.hash : null,
      erasedMentions: verdict.whole ? verdict.erasedMentions : 0,
      confirmed: { station: confirmedBy('station'), hub: confirmedBy('hub') },
      problem: verdict.whole ? null : { sequence: verdict.sequence, kind: verdict.problem },
      doubts: all,
      damages,
    };
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    return null;
  } finally {
    store.close();
  }
}

/** Whether there is a trail at all. A store of which only the log held it has none once that log is broken. */
function holdsAuditTrail({ read }: StoreInspection): boolean {
  return read.get(`SELECT 1 FROM sqlite_schema WHERE name = 'audit_entry'`) !== undefined;
}

function gatherCheckpoints(store: StoreInspection, hubCheckpoint: string | undefined) {
  const checkpoints: ChainCheckpoint[] = [];
  const doubts: AuditReport['doubts'][number][] = [];
  const kept = readKeptCheckpoint(store.read);
  if (kept === 'forged') doubts.push('station-checkpoint-forged');
  else if (kept !== 'none') checkpoints.push({ keptBy: 'station', payload: kept.payload });
  if (hubCheckpoint !== undefined) {
    const payload = typeof kept === 'string' ? null : readCheckpoint(hubCheckpoint, kept.key);
    if (payload === null) doubts.push('hub-checkpoint-forged');
    else checkpoints.push({ keptBy: 'hub', payload });
  }
  return { checkpoints, doubts };
}

/** Whether tables and indexes hold together, as SQLite sees it. */
function isStructureSound(store: StoreInspection): boolean {
  const rows = store.read.all<{ integrity_check: string }>('PRAGMA integrity_check(1)');
  return rows.length === 1 && rows[0]?.integrity_check === 'ok';
}

/** The number of the first entry that can't be read; null when the damage lies elsewhere. */
function firstUnreadable(path: string, key: Uint8Array): number | null {
  // Opened anew: after one page that it can't decrypt, a connection reads nothing more.
  const opened = inspectStore({ path, key });
  if (!opened.ok) return 1;
  let read = 0;
  try {
    for (const row of auditRows(opened.value)) read = row.sequence;
    return null;
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    return read + 1;
  } finally {
    opened.value.close();
  }
}

function unreadableReport(damages: readonly StoreDamage[], sequence: number | null): AuditReport {
  return {
    verified: false,
    entries: sequence === null ? 0 : sequence - 1,
    head: null,
    erasedMentions: 0,
    confirmed: { station: null, hub: null },
    problem: sequence === null ? null : { sequence, kind: 'unreadable' },
    // Without a damaged page and yet unreadable, its structure is at fault.
    doubts: damages.length === 0 ? ['structure'] : [],
    damages,
  };
}

const problemTexts: Readonly<Record<ChainProblem | 'unreadable', string>> = {
  missing: 'is missing',
  'out-of-order': 'stands in the place of another',
  changed: 'was changed',
  'not-linked': 'does not follow from the entry before it',
  'person-changed': 'names another person, or has other detail, than was recorded',
  'person-removed': 'lost its person without a recorded erasure',
  'not-as-signed': 'is not the one that a checkpoint signed',
  'cut-off': 'and what followed it were cut off',
  'older-than-hub': 'is known to the hub but not here: an older store was put back, or its end cut off',
  'another-chain': 'belongs to another chain than the checkpoint: the store was made anew',
  unreadable: 'is the first that cannot be read',
};

const doubtTexts: Readonly<Record<AuditReport['doubts'][number], string>> = {
  'station-checkpoint-forged': "the station's checkpoint has no valid signature",
  'hub-checkpoint-forged': "the hub's checkpoint is not signed by this station",
  structure: "the store's tables do not hold together",
};

function summary(report: AuditReport): string {
  if (report.verified) {
    const { station, hub } = report.confirmed;
    const signed =
      hub !== null ? `, hub confirms ${hub}` : station !== null ? `, signed up to ${station}` : '';
    return `verified: ${report.entries} entries, head ${report.head}${signed}`;
  }
  const problem = report.problem;
  const parts = [
    ...(problem === null ? [] : [`entry ${problem.sequence} ${problemTexts[problem.kind]}`]),
    ...report.doubts.map((doubt) => doubtTexts[doubt]),
    ...(report.damages.length === 0
      ? []
      : [`the store is damaged (${report.damages.map(damageText).join(', ')})`]),
  ];
  return `NOT verified: ${parts.join('; ')}`;
}

function damageText(damage: StoreDamage): string {
  switch (damage.part) {
    case 'page':
      return `page ${damage.number}`;
    case 'length':
      return 'file length';
    case 'log-header':
      return 'write-ahead log header';
    case 'log-frame':
      return `write-ahead log frame ${damage.number}`;
  }
}
