import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { Transform } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import type { PeopleSource, SourceEnd, SourceItem } from './people-source.ts';
import { namesOf, personFields, personFromFields } from './person-fields.ts';

const maximumBytes = 1024 ** 3;
const maximumRecordBytes = 64 * 1024;
/** Rows between two words on how far it is. */
const progressRows = 1000;

export const csvSourceSettings = z.strictObject({
  kind: z.literal('csv'),
  path: z.string().max(1000).refine(isAbsolute, 'expected an absolute path'),
  /** `shift_jis` is the Windows code page 932 (WHATWG Encoding). A byte order mark at the beginning of UTF-8 is no harm. */
  encoding: z.enum(['utf-8', 'shift_jis']).default('utf-8'),
  delimiter: z.enum([',', ';', '\t']).default(','),
  /** By the names in the file's first line. */
  fields: personFields,
});
export type CsvSourceSettings = z.infer<typeof csvSourceSettings>;

/** Reads people from a file of comma-separated values (RFC 4180) whose first line names the columns: always the whole. */
export function createCsvSource(settings: CsvSourceSettings): PeopleSource {
  return {
    async *read(_, signal) {
      const before = await stat(settings.path).catch(() => null);
      if (before === null || !before.isFile()) return { ok: false, code: 'unreachable' };
      if (before.size > maximumBytes) return { ok: false, code: 'too-large' };
      const end = yield* rowsOf(settings, before.size, signal);
      if (!end.ok) return end;
      const after = await stat(settings.path).catch(() => null);
      const same = after?.size === before.size && after.mtimeMs === before.mtimeMs;
      return same ? end : { ok: false, code: 'changed' };
    },
  };
}

async function* rowsOf(
  settings: CsvSourceSettings,
  total: number,
  signal: AbortSignal,
): AsyncGenerator<SourceItem, SourceEnd> {
  const skipped: CsvError[] = [];
  const file = createReadStream(settings.path, { signal });
  const parser = parse({
    delimiter: settings.delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maximumRecordBytes,
    on_skip: (error) => {
      if (error !== undefined) skipped.push(error);
      return undefined;
    },
  });
  const decoder = decoding(settings.encoding);
  file.once('error', (error) => parser.destroy(error));
  decoder.once('error', (error) => parser.destroy(error));
  file.pipe(decoder).pipe(parser);
  let columns: ReadonlyMap<string, number> | null = null;
  let width = 0;
  let rows = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Row>) {
      if (columns === null) {
        columns = new Map(record.map((name, index) => [name.normalize('NFC').trim(), index]));
        width = record.length;
        const missing = namesOf(settings.fields).filter(
          (name) => columns?.has(name.normalize('NFC')) !== true,
        );
        if (missing.length > 0) return { ok: false, code: 'header', detail: missing.join(', ') };
        continue;
      }
      for (const error of skipped.splice(0)) {
        if (isFatal(error)) return { ok: false, code: 'unreadable', detail: `line ${lineOf(error)}` };
        yield { kind: 'bad', place: `line ${lineOf(error)}`, code: 'quote', field: null, id: null };
      }
      yield itemOf(settings, { columns, width }, { record, info });
      rows += 1;
      if (rows % progressRows === 0) yield { kind: 'progress', done: file.bytesRead, total };
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const at = error instanceof Error && 'lines' in error ? `line ${String(error.lines)}` : undefined;
    return { ok: false, code: 'unreadable', ...(at === undefined ? {} : { detail: at }) };
  } finally {
    file.destroy();
    parser.destroy();
  }
  for (const error of skipped) {
    if (isFatal(error)) return { ok: false, code: 'unreadable', detail: `line ${lineOf(error)}` };
    yield { kind: 'bad', place: `line ${lineOf(error)}`, code: 'quote', field: null, id: null };
  }
  if (columns === null) return { ok: false, code: 'header', detail: namesOf(settings.fields).join(', ') };
  return { ok: true, mode: 'full', cursor: null };
}

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function itemOf(
  { fields }: CsvSourceSettings,
  { columns, width }: { readonly columns: ReadonlyMap<string, number>; readonly width: number },
  { record, info }: Row,
): SourceItem {
  const within = record.reduce((sum, value) => sum + value.split('\n').length - 1, 0);
  const place = `line ${info.lines - within}`;
  const read = (name: string): readonly string[] => {
    const value = record[columns.get(name.normalize('NFC')) ?? -1];
    return value === undefined || value === '' ? [] : [value];
  };
  const found = personFromFields(fields, read);
  const id = found.ok ? found.person.id : found.id;
  // Beside what can't be decoded nothing of the row is sure.
  if (record.some((value) => value.includes('\ufffd')))
    return { kind: 'bad', place, code: 'encoding', field: null, id };
  // With a column too few or too many, even the id may stand elsewhere.
  if (record.length !== width) return { kind: 'bad', place, code: 'columns', field: null, id: null };
  if (found.ok) return { kind: 'person', place, person: found.person };
  return { kind: 'bad', place, code: found.code, field: found.field, id: found.id };
}

/** What was cut off or swallowed can't be told row by row. */
function isFatal({ code }: CsvError): boolean {
  return code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE';
}

function lineOf(error: CsvError): string {
  return 'lines' in error ? String(error.lines) : '?';
}

/**
 * Decodes as it streams; what is no text of the encoding becomes U+FFFD, which the row is then refused for. Line ends
 * become one character, so that lines can be counted within quotes too.
 */
function decoding(encoding: string): Transform {
  const decoder = new TextDecoder(encoding);
  let held = '';
  const lines = (text: string, isLast: boolean): string => {
    const all = held + text;
    // What comes next may be its line feed.
    held = !isLast && all.endsWith('\r') ? '\r' : '';
    return all.slice(0, all.length - held.length).replaceAll(/\r\n?/g, '\n');
  };
  return new Transform({
    decodeStrings: true,
    encoding: 'utf8',
    transform(chunk: Buffer, _, done) {
      done(null, lines(decoder.decode(chunk, { stream: true }), false));
    },
    flush(done) {
      done(null, lines(decoder.decode(), true));
    },
  });
}
