import { createHash } from 'node:crypto';
import { generateSigningKey, type SigningKey } from '../../main/exchange/signing-key.ts';
import {
  createHubChainVerifier,
  hubChainBeginning,
  type StoredHubAuditEntry,
  sealHubAuditEntry,
} from '../../main/hub/audit/hub-audit-entry.ts';
import type { Bench, Contender } from './bench.ts';

const entries = 5_000;

/**
 * Entries of the hub's audit chain per second. `ours` is the product's verifier over stored entries: each one's place, canonical
 * text, hash and link, and the hub's signatures. `limit` takes SHA-256 of the same texts, one after the other, and nothing else.
 */
export const bench: Bench = {
  name: 'audit-verify',
  about: `a chain of ${entries} entries, beside SHA-256 of the same texts alone`,
  unit: 'entries/s',
  better: 'higher',
  rounds: 15,
  contenders: { ours, limit, peers: {} },
};

/** The same chain for both. */
let made: { readonly key: SigningKey; readonly chain: readonly StoredHubAuditEntry[] } | null = null;

function sampleChain() {
  made ??= makeChain();
  return made;
}

function makeChain() {
  const key = generateSigningKey();
  const chain: StoredHubAuditEntry[] = [];
  let previous = hubChainBeginning(key.id);
  for (let sequence = 1; sequence <= entries; sequence += 1) {
    const sealed = sealHubAuditEntry(
      {
        v: 1,
        chain: key.id,
        sequence,
        at: new Date(1_760_000_000_000 + sequence * 1000).toISOString(),
        kind: 'sweep-resumed',
        actor: { type: 'operator', id: 'operator-1' },
        subject: createHash('sha256').update(String(sequence)).digest('base64url'),
        facts: { resumed: true, station: 'library-counter-1', tries: sequence % 7 },
        previous,
      },
      key,
    );
    chain.push(sealed);
    previous = sealed.hash;
  }
  return { key, chain };
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
  const { key, chain } = sampleChain();
  return timed(() => {
    const verifier = createHubChainVerifier(key, null);
    for (const stored of chain) verifier.take(stored);
    if (!verifier.verdict().whole) throw new Error('the chain does not verify');
  });
}

async function limit(): Promise<Contender> {
  const { chain } = sampleChain();
  return timed(() => {
    for (const { entry } of chain) createHash('sha256').update(entry).digest('base64url');
  });
}
