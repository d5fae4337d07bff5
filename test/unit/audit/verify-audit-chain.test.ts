import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEntryHash, auditEntryText, parseAuditEntry } from '../../../main/agent/audit/audit-entry.ts';
import {
  type ChainCheckpoint,
  type StoredAuditEntry,
  verifyAuditChain,
} from '../../../main/agent/audit/verify-audit-chain.ts';
import { type AuditRig, appendSamples, createAuditRig } from './audit-rig.ts';

const count = 24;
let rig: AuditRig;
let chain: string;
let entries: readonly StoredAuditEntry[];
let head: ChainCheckpoint;

beforeAll(() => {
  rig = createAuditRig();
  const opened = rig.open();
  appendSamples(opened, count);
  const checkpoint = opened.audit.checkpoint();
  if (checkpoint === null) throw new Error('enrolled');
  head = { keptBy: 'station', payload: checkpoint.payload };
  opened.store.close();
  ({ chain, entries } = rig.rows());
});
afterAll(() => rig.folder.remove());

const verify = (rows: Iterable<StoredAuditEntry>, checkpoints: readonly ChainCheckpoint[] = [head]) =>
  verifyAuditChain({ chain, entries: rows, checkpoints });
const place = fc.integer({ min: 1, max: count });
const replace = (sequence: number, change: (entry: StoredAuditEntry) => Partial<StoredAuditEntry>) =>
  entries.map((entry) => (entry.sequence === sequence ? { ...entry, ...change(entry) } : entry));

describe('I8: a chain of which anything was touched is not whole, and the first bad entry is named', () => {
  it('is whole when nothing was', () => {
    expect(verify(entries)).toMatchObject({ whole: true, entries: count, hash: head.payload.hash });
    expect(verify([], [])).toMatchObject({ whole: true, entries: 0 });
  });

  it('a changed character of the text', () => {
    fc.assert(
      fc.property(place, fc.nat(), (sequence, at) => {
        const rows = replace(sequence, ({ entry }) => {
          const index = at % entry.length;
          const other = entry[index] === 'x' ? 'y' : 'x';
          return { entry: entry.slice(0, index) + other + entry.slice(index + 1) };
        });
        expect(verify(rows)).toEqual({ whole: false, sequence, problem: 'changed' });
      }),
    );
  });

  it('a changed bit of the hash', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 255 }), (sequence, bit) => {
        const rows = replace(sequence, ({ hash }) => {
          const changed = Buffer.from(hash, 'base64url');
          changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          return { hash: changed.toString('base64url') };
        });
        expect(verify(rows)).toEqual({ whole: false, sequence, problem: 'changed' });
      }),
    );
  });

  it('a rewritten entry with a hash that fits: the next one no longer follows, and of the last the checkpoint knows', () => {
    fc.assert(
      fc.property(place, (sequence) => {
        const rows = replace(sequence, ({ entry }) => {
          const parsed = parseAuditEntry(entry);
          if (parsed === null) throw new Error('an entry');
          const rewritten = auditEntryText({ ...parsed, facts: { ...parsed.facts, case: 'another' } });
          return { entry: rewritten, hash: auditEntryHash(rewritten) };
        });
        expect(verify(rows, [])).toEqual(
          sequence === count
            ? expect.objectContaining({ whole: true })
            : { whole: false, sequence: sequence + 1, problem: 'not-linked' },
        );
        expect(verify(rows)).toMatchObject({ whole: false, sequence: Math.min(sequence + 1, count) });
      }),
    );
  });

  it('a removed entry', () => {
    fc.assert(
      fc.property(place, (sequence) => {
        const rows = entries.filter((entry) => entry.sequence !== sequence);
        const problem = sequence === count ? 'cut-off' : 'missing';
        expect(verify(rows)).toEqual({ whole: false, sequence, problem });
      }),
    );
  });

  it('removed entries whose gap was closed by renumbering', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: count - 1 }), (sequence) => {
        const rows = entries
          .filter((entry) => entry.sequence !== sequence)
          .map((entry) => ({
            ...entry,
            sequence: entry.sequence > sequence ? entry.sequence - 1 : entry.sequence,
          }));
        expect(verify(rows)).toEqual({ whole: false, sequence, problem: 'out-of-order' });
      }),
    );
  });

  it('two entries in each other’s place', () => {
    fc.assert(
      fc.property(fc.uniqueArray(place, { minLength: 2, maxLength: 2 }), (pair) => {
        const [first = 1, second = 2] = pair;
        const rows = entries
          .map((entry) => {
            const { sequence } = entry;
            return {
              ...entry,
              sequence: sequence === first ? second : sequence === second ? first : sequence,
            };
          })
          .sort((left, right) => left.sequence - right.sequence);
        expect(verify(rows)).toEqual({
          whole: false,
          sequence: Math.min(first, second),
          problem: 'out-of-order',
        });
      }),
    );
  });

  it('an end that was cut off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: count - 1 }), (kept) => {
        const rows = entries.slice(0, kept);
        expect(verify(rows)).toEqual({ whole: false, sequence: kept + 1, problem: 'cut-off' });
        const atHub: ChainCheckpoint = { ...head, keptBy: 'hub' };
        expect(verify(rows, [atHub])).toEqual({
          whole: false,
          sequence: kept + 1,
          problem: 'older-than-hub',
        });
      }),
    );
  });

  it('another person, another detail, or a person who vanished', () => {
    fc.assert(
      fc.property(place, (sequence) => {
        const original = entries[sequence - 1];
        if (original === undefined || original.subjectKey === null) return;
        expect(verify(replace(sequence, () => ({ subjectId: 'somebody-else' })))).toEqual({
          whole: false,
          sequence,
          problem: 'person-changed',
        });
        const gone = { subjectKey: null, subjectId: null, subjectDetail: null };
        expect(verify(replace(sequence, () => gone))).toEqual({
          whole: false,
          sequence,
          problem: 'person-removed',
        });
        const detail = original.subjectDetail;
        const rows = replace(sequence, () => ({
          subjectDetail: detail === null ? new Uint8Array(80) : null,
        }));
        expect(verify(rows)).toEqual({ whole: false, sequence, problem: 'person-changed' });
      }),
    );
  });

  it('a detail of another entry of the same person', () => {
    const detailed = entries.filter(
      (entry) => entry.subjectDetail !== null && entry.subjectId === 'person-2',
    );
    const [first, second] = detailed;
    if (first === undefined || second === undefined) throw new Error('two details of one person');
    expect(verify(replace(second.sequence, () => ({ subjectDetail: first.subjectDetail })))).toEqual({
      whole: false,
      sequence: second.sequence,
      problem: 'person-changed',
    });
  });

  it('a chain of another store', () => {
    const other = { ...head, payload: { ...head.payload, chain: '00000000-0000-4000-8000-000000000000' } };
    expect(verify(entries, [other])).toMatchObject({ whole: false, problem: 'another-chain' });
  });
});

it('needs memory for one entry at a time only', () => {
  let alive = 0;
  let most = 0;
  function* oneAtATime() {
    for (const entry of entries) {
      alive += 1;
      most = Math.max(most, alive);
      yield entry;
      alive -= 1;
    }
  }
  expect(verify(oneAtATime())).toMatchObject({ whole: true });
  expect(most).toBe(1);
});
