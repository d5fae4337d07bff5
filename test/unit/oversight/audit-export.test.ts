import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idEndingOf } from '../../../main/agent/audit/audit-search.ts';
import { erasePerson } from '../../../main/agent/erasure/erase-person.ts';
import { judgeExport } from '../../../main/cli/audit/judge-export.ts';
import { sha256Base64url } from '../../../main/exchange/canonical-json.ts';
import { commandReference } from '../../../main/exchange/command.ts';
import { csvCell, plainCell } from '../../../main/exchange/export-rows.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { exportPublicJwk, generateSigningKey } from '../../../main/exchange/signing-key.ts';
import type { AuditFormat, AuditSelection } from '../../../preload/contract/models/audit.ts';
import { codeOf, counter, kinds, opened, signed, station, value } from '../counter/counter-desk.ts';
import { stationKey } from '../staff/counter-station.ts';
import { oversightOf } from './oversight-station.ts';

const all: AuditSelection = { person: null, operator: null, reference: null, from: null, to: null };
const desk = () => oversightOf(station).parts.audit;
const close = () => value(counter().close({ caseId: value(counter().current())!.id }));

async function someCases(): Promise<string> {
  const done = await signed('S1001');
  close();
  opened('S1003');
  close();
  return done.command!.reference;
}

/** The file as a face writes it, part by part, and its proof. */
async function exported(format: AuditFormat, selection = all) {
  const audit = desk();
  const through = value(audit.search({ selection, before: null })).entries;
  const { document, rows } = value(await audit.exportProof({ format, selection, through }));
  let text = '';
  for (let after: number | null = 0; after !== null; ) {
    const part: { text: string; next: number | null } = value(
      audit.exportPart({ format, selection, after, through }),
    );
    text += part.text;
    after = part.next;
  }
  return { file: Buffer.from(text), document, rows, through };
}
const problem = (file: Uint8Array, document: string, known = {}) =>
  judgeExport(file, document, () => known).problem;

describe('searching the trail', () => {
  it('finds by person, operator, reference and time, and is itself on record (I8)', async () => {
    const reference = await someCases();
    const found = (selection: Partial<AuditSelection>) =>
      value(desk().search({ selection: { ...all, ...selection }, before: null }));
    const of = (selection: Partial<AuditSelection>) => found(selection).rows.map(({ kind }) => kind);
    expect(of({ person: 'S1003' })).toEqual(['audit-searched', 'case-closed', 'person-opened']);
    expect(found({ person: 'S1003' }).rows.at(-1)?.person).toMatchObject({ number: 'S1003' });
    expect(of({ operator: 'op-b' })).toEqual([]);
    expect(of({ reference })).toEqual([
      'case-closed',
      'command-queued',
      'case-decided',
      'check-recorded',
      'person-opened',
    ]);
    expect(of({ reference: 'ZZZZ-ZZZZ' })).toEqual([]);
    expect(of({ to: '2025-06-01T00:00:00.000Z' })).toEqual([]);
    const searches = station.audited().filter(({ kind }) => kind === 'audit-searched');
    expect(searches.length).toBeGreaterThan(4);
    expect(JSON.stringify(searches)).not.toContain('S1003');
  });

  it('leaves no way to look without a record: not from the middle, not by an export’s parts (I8)', async () => {
    await someCases();
    const looks = () => station.audited().filter(({ kind }) => kind === 'audit-searched').length;
    const audit = desk();
    const far = Number.MAX_SAFE_INTEGER;
    const about = (person: string) => ({ ...all, person });
    expect(value(audit.search({ selection: about('S1003'), before: far })).rows).not.toEqual([]);
    expect(looks()).toBe(1);
    value(audit.search({ selection: about('S1003'), before: 5 }));
    expect(looks()).toBe(1);
    const part = { format: 'jsonl', after: 0, through: 5 } as const;
    value(audit.exportPart({ ...part, selection: about('S1001') }));
    value(audit.exportPart({ ...part, after: 2, selection: about('S1001') }));
    expect(looks()).toBe(2);
    value(audit.search({ selection: about('S1001'), before: null }));
    expect(looks()).toBe(3);
  });

  it('finds nobody any more who was erased', async () => {
    await someCases();
    const { store, audit, people } = station.now;
    store.write((database) => erasePerson(database, { audit, people }, { person: 'S1003', known: true }));
    const rows = value(desk().search({ selection: { ...all, person: 'S1003' }, before: null })).rows;
    expect(rows.map(({ kind }) => kind)).toEqual(['audit-searched']);
  });

  it('goes through all of it page by page, each entry once', async () => {
    for (let turn = 0; turn < 30; turn += 1) {
      opened('S1003');
      close();
    }
    const seen: number[] = [];
    for (let before: number | null | undefined; before !== null; ) {
      const page: { rows: readonly { sequence: number }[]; next: number | null } = value(
        desk().search({ selection: all, before: before ?? null }),
      );
      seen.push(...page.rows.map(({ sequence }) => sequence));
      before = page.next;
    }
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => seen.length - index));
  });

  it('reads a reference back into what ids end in', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(idEndingOf(commandReference(id))).toBe(id.replaceAll('-', '').slice(-10));
      }),
    );
  });
});

describe('an export', () => {
  it.each(['jsonl', 'csv'] as const)(
    'proves that nothing is missing, as %s, and names nobody (I7, I8)',
    async (format) => {
      await someCases();
      const { file, document, rows, through } = await exported(format);
      expect(rows).toBe(through);
      const verdict = judgeExport(file, document, () => ({ key: stationKey.id }));
      expect(verdict).toMatchObject({
        verified: true,
        signedBy: stationKey.id,
        proof: { selection: null, rows, source: 'station' },
      });
      expect(file.toString('utf8')).not.toMatch(/S100|髙橋|9Z7Y/);
      expect(kinds().at(-1)).toBe('audit-exported');
    },
  );

  it('shows a changed, dropped, doubled or moved line, and a forged proof', async () => {
    await someCases();
    const { file, document } = await exported('jsonl');
    const lines = file.toString('utf8').trimEnd().split('\n');
    const resealed = (changed: readonly string[], change = {}) => {
      const text = Buffer.from(`${changed.join('\n')}\n`);
      const [, payload = ''] = document.split('.');
      const said = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const proof = {
        ...said,
        rows: changed.length,
        bytes: text.length,
        file: sha256Base64url(text),
        ...change,
      };
      return problem(text, signDocument('madoguchi-audit-export+jws', proof, stationKey));
    };
    expect(problem(Buffer.from(file.toString('utf8').replace('op-a', 'op-b')), document)).toBe(
      'file-changed',
    );
    expect(problem(file, `${document.slice(0, -4)}AAAA`)).toBe('proof-not-signed');
    expect(problem(file, document, { key: generateSigningKey().id })).toBe('other-signer');
    // Even a station that signs what it likes is found out by the chain inside the file.
    expect(resealed(lines)).toBeNull();
    expect(resealed(lines.filter((_, index) => index !== 2))).toBe('not-complete');
    expect(resealed(lines.slice(0, -1))).toBe('not-complete');
    expect(resealed([...lines.slice(0, 3), ...lines.slice(2)])).toBe('not-complete');
    expect(resealed(lines.map((line, index) => (index === 3 ? line.replace('op-a', 'op-b') : line)))).toBe(
      'entry-changed',
    );
    const other = generateSigningKey();
    expect(resealed(lines, { publicKey: exportPublicJwk(other) })).toBe('proof-not-signed');
  });

  it('is compared with how far the hub knows the chain', async () => {
    await someCases();
    const { file, document, through } = await exported('jsonl');
    const { chain } = JSON.parse(Buffer.from(document.split('.')[1] ?? '', 'base64url').toString());
    const rows = file
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { sequence: number; hash: string });
    const third = rows[2]!;
    expect(problem(file, document, { head: { chain, ...third, sequence: 3 } })).toBeNull();
    expect(problem(file, document, { head: { chain, sequence: 3, hash: rows[3]!.hash } })).toBe(
      'not-as-known',
    );
    expect(problem(file, document, { head: { chain, sequence: through + 1, hash: third.hash } })).toBe(
      'not-as-known',
    );
    expect(problem(file, document, { head: { chain: 'another', sequence: 3, hash: third.hash } })).toBe(
      'not-as-known',
    );
  });

  it('of a selection says what was selected, and holds exactly that', async () => {
    await someCases();
    const { file, document, rows } = await exported('csv', { ...all, person: 'S1003' });
    const verdict = judgeExport(file, document, () => ({}));
    expect(verdict).toMatchObject({ verified: true, proof: { rows, selection: { person: 'S1003' } } });
    const table: Record<string, string>[] = parse(file, { columns: true });
    expect(table.map(({ kind }) => kind)).toEqual(['person-opened', 'case-closed', 'audit-searched']);
  });

  it('vouches for no entry that the trail does not have', async () => {
    expect(codeOf(await desk().exportProof({ format: 'csv', selection: all, through: 999_999 }))).toBe(
      'call/bad-input',
    );
  });
});

describe('a CSV’s cells', () => {
  it('are no formula to a spreadsheet, and come back as they were', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('=1+1', '+A1', '-2', '@SUM(A1)', "'=x", '\t=1', '＝1', '%0A')),
        (text) => {
          const [[cell = '']] = parse(`${csvCell(text)}\r\n`, {
            relax_quotes: false,
            skip_empty_lines: false,
          }) as [[string?]];
          expect(cell).not.toMatch(/^[=+\-@\t\r\n|%＝＋－＠]/);
          expect(plainCell(cell)).toBe(text);
        },
      ),
    );
  });
});
