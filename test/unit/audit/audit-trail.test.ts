import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDetail } from '../../../main/agent/audit/sealed-detail.ts';
import { verifyAuditChain } from '../../../main/agent/audit/verify-audit-chain.ts';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import { auditCheckpoint } from '../../../main/exchange/station-documents.ts';
import { type AuditRig, appendSamples, createAuditRig, sampleEntry } from './audit-rig.ts';

let rig: AuditRig;
beforeEach(() => {
  rig = createAuditRig();
});
afterEach(() => rig.folder.remove());

describe('appending', () => {
  it('I8: makes one chain across restarts, whole to the last entry', () => {
    const first = rig.open();
    appendSamples(first, 7);
    first.store.close();
    const second = rig.open();
    appendSamples(second, 5);
    second.store.close();
    const { chain, entries } = rig.rows();
    const verdict = verifyAuditChain({ chain, entries, checkpoints: [] });
    expect(verdict).toMatchObject({ whole: true, entries: 12, erasedMentions: 0 });
  });

  it('I8: stands and falls with its transaction', () => {
    const { store, audit } = rig.open();
    appendSamples({ store, audit }, 3);
    expect(() =>
      store.write((database) => {
        audit.append(database, sampleEntry(2));
        audit.append(database, sampleEntry(1));
        throw new Error('refused after all');
      }),
    ).toThrow('refused after all');
    appendSamples({ store, audit }, 2);
    store.close();
    const { chain, entries } = rig.rows();
    expect(verifyAuditChain({ chain, entries, checkpoints: [] })).toMatchObject({ whole: true, entries: 5 });
  });

  it('refuses personal detail that is about nobody', () => {
    const { store, audit } = rig.open();
    const entry = { ...sampleEntry(0), detail: { lastFour1: '1234' } };
    expect(() => store.write((database) => audit.append(database, entry))).toThrow('needs a subject');
    store.close();
  });
});

describe('persons (I7)', () => {
  it('I7: are in no entry in the clear, and never under the same commitment twice', () => {
    const { store, audit } = rig.open();
    appendSamples({ store, audit }, 40);
    store.close();
    const { entries } = rig.rows();
    const texts = entries.map(({ entry }) => entry).join('\n');
    expect(texts).not.toMatch(/person-\d|4711|山田/u);
    const commitments = entries.flatMap(({ entry }) => {
      const { actor, subject } = JSON.parse(entry);
      return [actor.commitment, subject].filter((one) => one !== null);
    });
    expect(new Set(commitments).size).toBe(commitments.length);
    const detailed = entries[2];
    if (detailed?.subjectDetail == null || detailed.subjectKey === null) throw new Error('no detail');
    expect(openDetail(detailed.subjectKey, detailed.subjectDetail)).toEqual({
      lastFour1: '4711',
      note: '山田 太郎',
    });
    expect(openDetail(new Uint8Array(32), detailed.subjectDetail)).toBeNull();
  });

  it('I7: are in none of the files on disk in the clear', () => {
    const { store, audit } = rig.open();
    appendSamples({ store, audit }, 20);
    const bytes = Buffer.concat(
      readdirSync(rig.folder.folder).map((name) => readFileSync(join(rig.folder.folder, name))),
    );
    expect(['person-1', '4711', '山田', 'operator-1'].filter((text) => bytes.includes(text))).toEqual([]);
    store.close();
  });

  it('can be erased: nothing about them can be read any more, and the chain stays whole', () => {
    const { store, audit } = rig.open();
    appendSamples({ store, audit }, 40);
    const before = rig.rows();
    store.write((database) => audit.erasePerson(database, 'person-2'));
    store.write((database) => audit.erasePerson(database, 'person-9'));
    store.write((database) => audit.erasePerson(database, 'somebody unknown'));
    appendSamples({ store, audit }, 4);
    store.close();
    const { chain, entries } = rig.rows();
    const named = (rows: typeof entries) => rows.flatMap(({ actorId, subjectId }) => [actorId, subjectId]);
    expect(named(before.entries)).toContain('person-2');
    expect(named(entries.slice(0, 42))).not.toContain('person-2');
    expect(named(entries.slice(0, 42))).not.toContain('person-9');
    expect(named(entries)).toContain('person-1');
    const erased = named(before.entries).filter((id) => id === 'person-2' || id === 'person-9').length;
    expect(verifyAuditChain({ chain, entries, checkpoints: [] })).toMatchObject({
      whole: true,
      entries: 46,
      erasedMentions: erased,
    });
  });
});

describe('checkpoints', () => {
  it('sign the head, and are signed anew only when it moved', () => {
    const { store, audit } = rig.open();
    appendSamples({ store, audit }, 3);
    const first = audit.checkpoint();
    expect(first?.payload).toMatchObject({ v: 1, station: 'station-1', sequence: 3 });
    expect(audit.checkpoint()?.document).toBe(first?.document);
    const key = rig.identity.key();
    if (key === null || first === null) throw new Error('enrolled');
    const verified = verifyDocument(
      'madoguchi-checkpoint+jws',
      first.document,
      key,
      auditCheckpoint,
      'station/store-unavailable',
    );
    expect(verified).toEqual({ ok: true, value: first.payload });
    appendSamples({ store, audit }, 1);
    expect(audit.checkpoint()?.payload.sequence).toBe(4);
    store.close();
  });
});
