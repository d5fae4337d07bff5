import type { Command } from 'commander';
import { type AuditSelection, auditSelection } from '../../../preload/contract/models/audit.ts';

/** How a selection is given in words on the command line. */
export interface SelectionWords {
  readonly person?: string;
  readonly operator?: string;
  readonly reference?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Adds the words by which entries are chosen. */
export function withSelection(command: Command): Command {
  return command
    .option('--person <id>', 'only entries about this person')
    .option('--operator <id>', 'only what this operator did')
    .option('--reference <reference>', 'only entries of this command, by its reference on the receipt')
    .option('--from <time>', 'only from this time on (ISO 8601)')
    .option('--to <time>', 'only before this time (ISO 8601)');
}

/** Reads the words; null where one of them is none. */
export function selectionOf(words: SelectionWords): AuditSelection | null {
  const instant = (text: string | undefined) => {
    if (text === undefined) return null;
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : new Date(at).toISOString();
  };
  const selection = auditSelection.safeParse({
    person: words.person ?? null,
    operator: words.operator ?? null,
    reference: words.reference?.toUpperCase() ?? null,
    from: instant(words.from),
    to: instant(words.to),
  });
  return selection.success ? selection.data : null;
}
