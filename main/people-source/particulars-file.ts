import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { type CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { identifier } from '../../preload/contract/models/base.ts';
import { type Portrait, portrait, telephoneNumber } from '../../preload/contract/models/identity.ts';
import { isPicture } from '../exchange/portrait-picture.ts';
import { boundedLines } from './bounded-lines.ts';
import { type PortraitFault, readPortraitFile } from './portrait-file.ts';

const maximumBytes = 4 * 1024 ** 3;
/** How often it is said how far the list was read. */
const progressRows = 100;
/** A line with the largest photograph in it, and room. */
const maximumLineBytes = 64 * 1024;

/** What a list tells of a person for checks. What it does not say of them is taken for unchanged; null takes it away. */
export interface ListedParticulars {
  readonly person: string;
  readonly telephone?: string | null;
  readonly portrait?: Portrait | null;
}

export type ParticularsFault =
  | PortraitFault
  | 'missing'
  | 'invalid'
  | 'too-long'
  | 'columns'
  | 'quote'
  | 'encoding'
  | 'not-json'
  | 'duplicate';

export type ParticularsItem =
  /** Bytes of the list. */
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'person'; readonly place: string; readonly told: ListedParticulars }
  | {
      readonly kind: 'bad';
      readonly place: string;
      readonly code: ParticularsFault;
      readonly field: string | null;
    };

/** `kind`: neither .csv nor .jsonl. · `header`: no column `person`, or one that nobody knows. · `changed`: while it was read. */
export type ParticularsEnd =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: 'kind' | 'unreachable' | 'unreadable' | 'header' | 'too-large' | 'changed';
    };

const columns = ['person', 'telephone', 'portrait'] as const;

/** As it stands in a list: a photograph is the name of a file beside the list, or, in JSON lines, the picture itself. */
const row = z.strictObject({
  person: identifier,
  telephone: telephoneNumber.nullable().optional(),
  portrait: z
    .union([z.string().max(200), portrait])
    .nullable()
    .optional(),
});

/**
 * Reads telephone numbers on file and photographs: `.csv` (RFC 4180, UTF-8, the first line names `person`, `telephone`,
 * `portrait`, an empty cell takes away) or `.jsonl` (an object a line). Each row is judged by itself, in bounded memory.
 */
export async function* readParticularsFile(
  path: string,
  signal: AbortSignal,
): AsyncGenerator<ParticularsItem, ParticularsEnd> {
  const kind = extname(path).toLowerCase();
  if (kind !== '.csv' && kind !== '.jsonl') return { ok: false, code: 'kind' };
  const before = await stat(path).catch(() => null);
  if (before === null || !before.isFile()) return { ok: false, code: 'unreachable' };
  if (before.size > maximumBytes) return { ok: false, code: 'too-large' };
  const seen = new Set<string>();
  const total = before.size;
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
  };
  const rows = kind === '.csv' ? csvRows(path, signal, onBytes) : jsonRows(path, signal, onBytes);
  try {
    for (let count = 0; ; count += 1) {
      if (count % progressRows === 0) yield { kind: 'progress', done, total };
      const next = await rows.next();
      if (next.done === true) {
        if (!next.value.ok) return next.value;
        break;
      }
      yield await judge(next.value, dirname(path), seen);
    }
    yield { kind: 'progress', done: total, total };
  } catch {
    signal.throwIfAborted();
    return { ok: false, code: 'unreadable' };
  } finally {
    await rows.return({ ok: true });
  }
  const after = await stat(path).catch(() => null);
  const same = after?.size === before.size && after.mtimeMs === before.mtimeMs;
  return same ? { ok: true } : { ok: false, code: 'changed' };
}

type RawRow =
  | { readonly kind: 'row'; readonly place: string; readonly value: unknown }
  | Extract<ParticularsItem, { kind: 'bad' }>;

async function judge(raw: RawRow, folder: string, seen: Set<string>): Promise<ParticularsItem> {
  if (raw.kind === 'bad') return raw;
  const { place } = raw;
  const parsed = row.safeParse(raw.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = issue?.path[0];
    const isMissing = name === 'person' && !hasPerson(raw.value);
    return {
      kind: 'bad',
      place,
      code: isMissing ? 'missing' : 'invalid',
      field: typeof name === 'string' ? name : null,
    };
  }
  const { person, telephone, portrait: picture } = parsed.data;
  if (seen.has(person)) return { kind: 'bad', place, code: 'duplicate', field: 'person' };
  seen.add(person);
  const told = { person, ...(telephone === undefined ? {} : { telephone }) };
  if (picture === undefined) return { kind: 'person', place, told };
  if (typeof picture === 'string') {
    const read = await readPortraitFile(folder, picture);
    return read.ok
      ? { kind: 'person', place, told: { ...told, portrait: read.portrait } }
      : { kind: 'bad', place, code: read.code, field: 'portrait' };
  }
  if (picture !== null && !isPicture(picture))
    return { kind: 'bad', place, code: 'portrait-no-picture', field: 'portrait' };
  return { kind: 'person', place, told: { ...told, portrait: picture } };
}

function hasPerson(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'person' in value && value.person !== '';
}

async function* jsonRows(
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): AsyncGenerator<RawRow, ParticularsEnd> {
  for await (const { number, text } of boundedLines(path, maximumLineBytes, signal, onBytes)) {
    const place = `line ${number}`;
    if (text === null) {
      yield { kind: 'bad', place, code: 'too-long', field: null };
    } else if (text.includes('\ufffd')) {
      yield { kind: 'bad', place, code: 'encoding', field: null };
    } else if (text.trim() !== '') {
      const value = readJson(text.replace(/^\ufeff/, ''));
      yield value === undefined
        ? { kind: 'bad', place, code: 'not-json', field: null }
        : { kind: 'row', place, value };
    }
  }
  return { ok: true };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* csvRows(
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): AsyncGenerator<RawRow, ParticularsEnd> {
  const skipped: CsvError[] = [];
  const file = createReadStream(path, { signal });
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maximumLineBytes,
    on_skip: (error) => {
      if (error !== undefined) skipped.push(error);
      return undefined;
    },
  });
  file.once('error', (error) => parser.destroy(error));
  file.on('data', (part) => onBytes(part.length));
  file.pipe(parser);
  let names: readonly string[] | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRow>) {
      if (names === null) {
        names = record.map((name) => name.trim());
        if (!isHeader(names)) return { ok: false, code: 'header' };
        continue;
      }
      for (const error of skipped.splice(0)) yield badQuote(error);
      yield csvRow(names, record, `line ${info.lines}`);
    }
  } finally {
    file.destroy();
    parser.destroy();
  }
  // A quote that is never closed swallows every row after it: nothing of that is a row by itself.
  if (skipped.some(({ code }) => code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE'))
    return { ok: false, code: 'unreadable' };
  for (const error of skipped) yield badQuote(error);
  return names === null ? { ok: false, code: 'header' } : { ok: true };
}

interface CsvRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function isHeader(names: readonly string[]): boolean {
  const known: readonly string[] = columns;
  return (
    names.includes('person') &&
    new Set(names).size === names.length &&
    names.every((name) => known.includes(name))
  );
}

function badQuote(error: CsvError): RawRow {
  const line = 'lines' in error ? String(error.lines) : '?';
  return { kind: 'bad', place: `line ${line}`, code: 'quote', field: null };
}

function csvRow(names: readonly string[], record: readonly string[], place: string): RawRow {
  if (record.some((cell) => cell.includes('\ufffd')))
    return { kind: 'bad', place, code: 'encoding', field: null };
  if (record.length !== names.length) return { kind: 'bad', place, code: 'columns', field: null };
  const cells = names.map((name, index): [string, string | null] => {
    const cell = (record[index] ?? '').trim();
    return [name, cell === '' && name !== 'person' ? null : cell];
  });
  return { kind: 'row', place, value: Object.fromEntries(cells) };
}
