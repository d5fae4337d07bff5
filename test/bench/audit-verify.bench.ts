import { hash } from 'node:crypto';
import { canonicalJson } from '../../main/exchange/canonical-json.ts';
import { generateSigningKey, type SigningKey } from '../../main/exchange/signing-key.ts';
import {
  type HubAuditEntry,
  hubAuditHash,
  hubChainBeginning,
  type StoredHubAuditEntry,
} from '../../main/hub/audit/hub-audit-entry.ts';
import {
  checkpointEvery,
  type HubAuditHead,
  signHubAudit,
} from '../../main/hub/audit/hub-audit-signature.ts';
import { createHubChainVerifier } from '../../main/hub/audit/verify-hub-chain.ts';
import type { Bench, Contender } from './bench.ts';

const entries = 20_000;

/**
 * Entries of the hub's audit chain per second. `ours` is the product's verifier over stored entries: each one's place, hash and
 * link, the checkpoints' signatures, and the head's, which vouches for all. `limit` takes SHA-256 of the same texts by Node's
 * quickest way, one after the other, and nothing else.
 */
export const bench: Bench = {
  name: 'audit-verify',
  about: `a chain of ${entries} entries, beside SHA-256 of the same texts alone`,
  unit: 'entries/s',
  better: 'higher',
  asked: { limit: 0.5 },
  rounds: 15,
  contenders: { ours, limit, peers: {} },
};

interface SampleChain {
  readonly key: SigningKey;
  readonly chain: readonly StoredHubAuditEntry[];
  readonly head: HubAuditHead;
}

/** The same chain for both. */
let made: SampleChain | null = null;

function sampleChain(): SampleChain {
  made ??= makeChain();
  return made;
}

function makeChain(): SampleChain {
  const key = generateSigningKey();
  const chain: StoredHubAuditEntry[] = [];
  let previous = hubChainBeginning(key.id);
  for (let sequence = 1; sequence <= entries; sequence += 1) {
    const entry = canonicalJson({
      v: 1,
      chain: key.id,
      sequence,
      at: new Date(1_760_000_000_000 + sequence * 1000).toISOString(),
      kind: 'sweep-resumed',
      actor: { type: 'operator', id: 'operator-1' },
      subject: hash('sha256', String(sequence), 'base64url'),
      facts: { resumed: true, station: 'library-counter-1', tries: sequence % 7 },
      previous,
    } satisfies HubAuditEntry);
    previous = hubAuditHash(entry);
    const checkpoint = sequence % checkpointEvery === 0 ? signHubAudit('checkpoint', previous, key) : null;
    chain.push({ sequence, entry, hash: previous, checkpoint });
  }
  const signature = signHubAudit('head', previous, key);
  return { key, chain, head: { sequence: entries, hash: previous, signature } };
}

function timed(work: () => void): Contender {
  return {
    async run() {
      const startedMs = performance.now();
      work();
      return (entries * 1000) / (performance.now() - startedMs);
    },
    close: async () => undefined,
  };
}

async function ours(): Promise<Contender> {
  const { key, chain, head } = sampleChain();
  return timed(() => {
    const verifier = createHubChainVerifier(key, null);
    for (const stored of chain) verifier.take(stored);
    if (!verifier.verdict(head).whole) throw new Error('the chain does not verify');
  });
}

async function limit(): Promise<Contender> {
  const { chain } = sampleChain();
  return timed(() => {
    for (const { entry } of chain) hash('sha256', entry, 'base64url');
  });
}
