import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeExport } from '../../../main/cli/audit/judge-export.ts';
import { createAuditFiles } from '../../../main/electron/audit-files.ts';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { AuditExport, AuditExportProgress } from '../../../preload/contract/models/audit.ts';
import { station, value } from '../counter/counter-desk.ts';
import { oversightOf } from './oversight-station.ts';

const selection = { person: null, operator: null, reference: null, from: null, to: null };
const format = 'jsonl';

let documents: string;
/** Called before each question to the agent; a refusal is what the agent answers then. */
let before: (name: string) => Result<never> | undefined;
let told: AuditExportProgress[];

beforeEach(() => {
  documents = mkdtempSync(join(tmpdir(), 'madoguchi-documents-'));
  before = () => undefined;
  told = [];
});
afterEach(() => rmSync(documents, { recursive: true }));

/** The face's part, over this station's own audit desk. */
function files() {
  const audit = oversightOf(station).parts.audit;
  const { answers } = createAuditFiles({
    documents,
    async ask(name, input) {
      if (name === 'audit.cancelExport') return ok({ cancelled: false });
      const refused = before(name);
      if (refused !== undefined) return refused;
      if (name === 'audit.search') return audit.search(input as never);
      if (name === 'audit.exportPart') return audit.exportPart(input as never);
      if (name === 'audit.exportProof') return audit.exportProof(input as never);
      return ok({ station: { name: 'counter-01' } });
    },
    tell: (progress) => told.push(progress),
  });
  return {
    write: () => answers('audit.export', { format, selection }) as Promise<Result<AuditExport | null>>,
    cancel: () => answers('audit.cancelExport', {}),
  };
}

/** More than one part of a file: each look at the trail is an entry of it. */
function manyEntries(): void {
  const { audit } = oversightOf(station).parts;
  for (let turn = 0; turn < 450; turn += 1) value(audit.search({ selection, before: null }));
}

describe('an export from the counter’s window', () => {
  it('is the file and its proof, and says how far it is', async () => {
    manyEntries();
    const written = value(await files().write())!;
    expect(readdirSync(documents).sort()).toEqual([written.file, written.proof]);
    const [file, proof] = [written.file, written.proof].map((name) => readFileSync(join(documents, name)));
    expect(judgeExport(file!, proof!.toString().trim(), () => ({})).problem).toBeNull();
    const total = Number(/-(\d+)\.jsonl$/.exec(written.file)?.[1]);
    expect(told[0]).toEqual({ part: 'writing', done: 0, total });
    expect(told.at(-1)?.part).toBe('signing');
  });

  it.each(['audit.exportPart', 'audit.exportProof'])(
    'that is cancelled while it waits for %s leaves what was there, and nothing else',
    async (moment) => {
      manyEntries();
      writeFileSync(join(documents, 'older.txt'), '');
      const { write, cancel } = files();
      let asked = 0;
      before = (name) => {
        if (name === moment) asked += 1;
        if (asked === (moment === 'audit.exportPart' ? 2 : 1)) void cancel();
        return undefined;
      };
      expect(await write()).toEqual(ok(null));
      expect(readdirSync(documents)).toEqual(['older.txt']);
      expect(await cancel()).toEqual(ok({ cancelled: false }));
      before = () => undefined;
      expect(await write()).toMatchObject({ ok: true, value: { rows: expect.any(Number) } });
    },
  );

  it('that the agent refuses in the middle leaves nothing', async () => {
    manyEntries();
    before = (name) => (name === 'audit.exportProof' ? refuse('staff/not-signed-in') : undefined);
    expect(await files().write()).toEqual(refuse('staff/not-signed-in'));
    expect(readdirSync(documents)).toEqual([]);
  });
});
