import { randomBytes, randomInt } from 'node:crypto';
import type { Updateable } from 'kysely';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import { sha256Base64url } from '../../exchange/canonical-json.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import type { WaitingPageTable } from './waiting-table.ts';

/** How long a page may stand open, from its opening and again from the moment when the help desk takes it. */
const openMs = 60 * 60_000;
/** A page that asked nothing for so long is closed; browsers let a page in the background ask once a minute. */
const silentMs = 150_000;
/** Most pages that wait at the same time. */
const mostOpen = 500;
/** How often somebody may mistype the first code of their app; the counter that judges it stops before. */
const mostCodes = 10;

interface Context {
  readonly database: HubDatabase;
  readonly now: () => Date;
}

/** What a page is told of itself. */
export interface PageState {
  readonly state: 'waiting' | 'called' | 'shown' | 'proved' | 'over';
  readonly sealed: string | null;
  /** Whether the code that was typed last was wrong. */
  readonly wrong: boolean;
  /** Whether a code is being judged. */
  readonly judging: boolean;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Opens a page. What is over is forgotten. Null while too many wait. */
export async function openPage(
  { database, now }: Context,
  key: string,
): Promise<{ readonly token: string; readonly reference: string; readonly expiresAt: Date } | null> {
  const at = now();
  const token = randomBytes(32).toString('base64url');
  const letters = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
  const reference = `${letters.slice(0, 4)}-${letters.slice(4)}`;
  const expiresAt = new Date(at.getTime() + openMs);
  return database.kysely.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('waiting_page').where('expires_at', '<=', at).execute();
    const { count } = await transaction
      .selectFrom('waiting_page')
      .select(({ fn }) => fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostOpen) return null;
    const opened = await transaction
      .insertInto('waiting_page')
      .values({
        reference,
        token_hash: sha256Base64url(token),
        page_key: key,
        opened_at: at,
        seen_at: at,
        expires_at: expiresAt,
        station: null,
        case_id: null,
        looked_at: null,
        sealed: null,
        code: null,
        code_number: 0,
        judged_number: 0,
        outcome: null,
      })
      .onConflict((conflict) => conflict.column('reference').doNothing())
      .returning('reference')
      .executeTakeFirst();
    return opened === undefined ? null : { token, reference, expiresAt };
  });
}

/** The page asks how it stands, which also says that it is open. Null for a token that is none, or too old. */
export async function pageState({ database, now }: Context, token: string): Promise<PageState | null> {
  const at = now();
  const row = await database.kysely
    .updateTable('waiting_page')
    .set({ seen_at: at })
    .where('token_hash', '=', sha256Base64url(token))
    .where('expires_at', '>', at)
    .returning(['case_id', 'looked_at', 'sealed', 'code', 'code_number', 'judged_number', 'outcome'])
    .executeTakeFirst();
  if (row === undefined) return null;
  // A counter that was restarted has forgotten what it issued: nobody is left to judge a code.
  const alone = row.looked_at !== null && row.looked_at.getTime() <= at.getTime() - silentMs;
  const over = row.outcome === null && row.sealed !== null && alone;
  if (over) return { state: 'over', sealed: null, wrong: false, judging: false };
  return {
    state: row.outcome ?? (row.sealed !== null ? 'shown' : row.case_id === null ? 'waiting' : 'called'),
    sealed: row.outcome === null ? row.sealed : null,
    wrong: row.code === null && row.code_number > 0 && row.judged_number === row.code_number,
    judging: row.code !== null,
  };
}

/** The page says that it is closed. One that asks again all the same is open again. */
export async function closePage({ database }: Context, token: string): Promise<void> {
  await database.kysely
    .updateTable('waiting_page')
    .set({ seen_at: new Date(0) })
    .where('token_hash', '=', sha256Base64url(token))
    .execute();
}

/** Takes the first code of the new app. False where none is waited for. */
export async function typeCode({ database, now }: Context, token: string, code: string): Promise<boolean> {
  const taken = await database.kysely
    .updateTable('waiting_page')
    .set(({ eb }) => ({ code, code_number: eb('code_number', '+', 1), seen_at: now() }))
    .where('token_hash', '=', sha256Base64url(token))
    .where('expires_at', '>', now())
    .where('sealed', 'is not', null)
    .where('outcome', 'is', null)
    .where('code', 'is', null)
    .where('code_number', '<', mostCodes)
    .returning('reference')
    .executeTakeFirst();
  return taken !== undefined;
}

interface OfCase {
  readonly station: string;
  readonly reference: string;
  readonly caseId: string;
}

/**
 * The caller read this reference to a counter: the page belongs to its case. Refuses with `waiting/none` for a page that is
 * closed, over or another case's.
 */
export async function joinPage(
  { database, now }: Context,
  { station, reference, caseId }: OfCase,
): Promise<Result<{ readonly key: string; readonly openedAt: Date }>> {
  const at = now();
  return database.kysely.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('waiting_page')
      .set({ outcome: 'over', sealed: null, code: null })
      .where('station', '=', station)
      .where('case_id', '=', caseId)
      .where('reference', '<>', reference)
      .execute();
    const row = await transaction
      .updateTable('waiting_page')
      .set({ station, case_id: caseId, expires_at: new Date(at.getTime() + openMs) })
      .where('reference', '=', reference)
      .where('expires_at', '>', at)
      .where('seen_at', '>', new Date(at.getTime() - silentMs))
      .where('outcome', 'is', null)
      .where('sealed', 'is', null)
      .where(({ eb, or, and }) =>
        or([eb('case_id', 'is', null), and([eb('case_id', '=', caseId), eb('station', '=', station)])]),
      )
      .returning(['page_key', 'opened_at'])
      .executeTakeFirst();
    return row === undefined ? refuse('waiting/none') : ok({ key: row.page_key, openedAt: row.opened_at });
  });
}

/** Lays down what the page is to show, once. Refuses with `waiting/none` where the page is closed by now. */
export async function showOnPage(
  context: Context,
  of: OfCase & { readonly sealed: string },
): Promise<Result<null>> {
  const { sealed } = of;
  return (await change(context, of, { sealed, looked_at: context.now() }, true)) === null
    ? refuse('waiting/none')
    : ok(null);
}

/** What a counter waits for at a page of its case, and what it says of what was typed there. */
export async function lookAtPage(
  context: Context,
  of: OfCase & {
    readonly judged: { readonly number: number; readonly right: boolean } | null;
    readonly over: boolean;
  },
): Promise<{
  readonly open: boolean;
  readonly code: { readonly number: number; readonly code: string } | null;
}> {
  const { judged, over } = of;
  if (judged?.right === true) {
    await change(context, of, { outcome: 'proved', sealed: null, code: null }, false);
    return { open: false, code: null };
  }
  if (over) {
    await change(context, of, { outcome: 'over', sealed: null, code: null }, false);
    return { open: false, code: null };
  }
  if (judged !== null)
    await change(context, of, { judged_number: judged.number, code: null }, false, judged.number);
  const row = await context.database.kysely
    .updateTable('waiting_page')
    .set({ looked_at: context.now() })
    .where('reference', '=', of.reference)
    .where('station', '=', of.station)
    .where('case_id', '=', of.caseId)
    .where('expires_at', '>', context.now())
    .returning(['code', 'code_number', 'seen_at', 'outcome'])
    .executeTakeFirst();
  if (row === undefined || row.outcome !== null) return { open: false, code: null };
  return {
    open: row.seen_at.getTime() > context.now().getTime() - silentMs,
    code: row.code === null ? null : { number: row.code_number, code: row.code },
  };
}

async function change(
  { database, now }: Context,
  { station, reference, caseId }: OfCase,
  to: Updateable<WaitingPageTable>,
  fresh: boolean,
  codeNumber?: number,
): Promise<string | null> {
  let query = database.kysely
    .updateTable('waiting_page')
    .set(to)
    .where('reference', '=', reference)
    .where('station', '=', station)
    .where('case_id', '=', caseId)
    .where('expires_at', '>', now())
    .where('outcome', 'is', null);
  if (fresh)
    query = query.where('sealed', 'is', null).where('seen_at', '>', new Date(now().getTime() - silentMs));
  if (codeNumber !== undefined) query = query.where('code_number', '=', codeNumber);
  const row = await query.returning('reference').executeTakeFirst();
  return row?.reference ?? null;
}
