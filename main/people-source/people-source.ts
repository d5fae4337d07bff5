import { z } from 'zod';
import { instant } from '../../preload/contract/models/base.ts';
import { personSummary } from '../../preload/contract/models/people.ts';

/** A person as a directory tells of them. What it does not say is taken for unchanged. */
export const directoryPerson = personSummary.extend({
  /** The account is switched off. */
  disabled: z.boolean().optional(),
  /** When the password was last changed. */
  credentialChangedAt: instant.optional(),
  /** Where notices about their own account go. Stays at the hub; null takes it away. */
  mail: z.email().max(254).nullable().optional(),
});
export type DirectoryPerson = z.infer<typeof directoryPerson>;

/**
 * Why a row can't be taken. `missing`, `invalid`, `too-long`: one of its fields. `unknown-role`: its role is in no list.
 * `columns`, `quote`, `encoding`: of a file. `duplicate`: an earlier row has the same id. `other-source`: another import
 * answers for this person.
 */
export type BadRowCode =
  | 'missing'
  | 'invalid'
  | 'too-long'
  | 'unknown-role'
  | 'columns'
  | 'quote'
  | 'encoding'
  | 'duplicate'
  | 'other-source';

/** A row that can't be taken: where it stands, which field is at fault, and whom it is about where that can be read. */
export interface BadRow {
  readonly place: string;
  readonly code: BadRowCode;
  readonly field: string | null;
  readonly id: string | null;
}

/** `done` and `total` are of the source's own unit (bytes, entries), `total` null where it does not say. */
export type SourceItem =
  | { readonly kind: 'person'; readonly place: string; readonly person: DirectoryPerson }
  | ({ readonly kind: 'bad' } & BadRow)
  | { readonly kind: 'progress'; readonly done: number; readonly total: number | null };

/**
 * - `unreachable`: no answer, or it broke off. · `refused`: it does not let us in or will not answer this.
 * - `unreadable`: not of the format that the settings say, at `detail`. · `header`: columns that the settings name are
 * missing (`detail`). · `too-large`: more than the limits. · `changed`: the file was written while it was read.
 * - `incomplete`: it gave fewer people than it said there are.
 */
export type SourceFailure =
  | 'unreachable'
  | 'refused'
  | 'unreadable'
  | 'header'
  | 'too-large'
  | 'changed'
  | 'incomplete';

/**
 * `full`: whoever was not told of is gone. `changes`: only what changed since the cursor was told. `cursor` is what the next
 * reading begins with; null where only the whole can be read.
 */
export type SourceEnd =
  | { readonly ok: true; readonly mode: 'full' | 'changes'; readonly cursor: string | null }
  | { readonly ok: false; readonly code: SourceFailure; readonly detail?: string };

/** Where people come from: one connector per kind, each importing only this, its mapping and its library. */
export interface PeopleSource {
  /**
   * Reads in a bounded amount of memory, everything with a null cursor, otherwise what changed since, or everything where
   * the cursor no longer holds. Nobody is told of twice except by the source itself.
   */
  read(cursor: string | null, signal: AbortSignal): AsyncGenerator<SourceItem, SourceEnd>;
}
