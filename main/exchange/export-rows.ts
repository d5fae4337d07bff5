import type { AuditFormat } from '../../preload/contract/models/audit.ts';
import { commandReference } from './command.ts';

/** An entry as it is exported: the very text that was hashed. */
export interface ExportedEntry {
  readonly sequence: number;
  readonly hash: string;
  readonly entry: string;
}

/** Columns of a CSV. `entry` is the canonical text, so that a CSV proves as much as JSON lines do. */
export const exportColumns = [
  'sequence',
  'at',
  'kind',
  'actor_type',
  'actor',
  'reference',
  'subject',
  'hash',
  'entry',
] as const;

/** First line of a file: a CSV's column names, nothing of JSON lines. */
export function exportHead(format: AuditFormat): string {
  return format === 'csv' ? `${exportColumns.join(',')}\r\n` : '';
}

/** One entry as a line of a file, with its line ending. */
export function exportLine(format: AuditFormat, row: ExportedEntry): string {
  if (format === 'jsonl')
    return `{"entry":${row.entry},"hash":${JSON.stringify(row.hash)},"sequence":${row.sequence}}\n`;
  const entry = JSON.parse(row.entry) as {
    at?: unknown;
    kind?: unknown;
    actor?: { type?: unknown; id?: unknown };
    subject?: unknown;
    facts?: { command?: unknown };
  };
  const command = entry.facts?.command;
  const cells = [
    row.sequence,
    entry.at,
    entry.kind,
    entry.actor?.type,
    entry.actor?.id,
    typeof command === 'string' ? commandReference(command) : '',
    entry.subject,
    row.hash,
    row.entry,
  ];
  return `${cells.map((cell) => csvCell(cell === null || cell === undefined ? '' : String(cell))).join(',')}\r\n`;
}

/** Characters at whose sight a spreadsheet takes a cell for a formula (OWASP, CSV injection), and our own mark. */
const mistakable = /^[=+\-@\t\r\n'|%＝＋－＠]/;

/**
 * A cell of RFC 4180 that no spreadsheet calculates: what could be taken for a formula gets an apostrophe before it.
 * {@link plainCell} takes it away again, so nothing is lost.
 */
export function csvCell(text: string): string {
  return `"${(mistakable.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** What a cell was before {@link csvCell}, of its value as a reader of RFC 4180 gives it. */
export function plainCell(cell: string): string {
  return cell.startsWith("'") && mistakable.test(cell.slice(1)) ? cell.slice(1) : cell;
}
