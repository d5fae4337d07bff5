import { type IssuingCommand, newTotpCommand, temporaryCodeCommand } from '../../exchange/command.ts';
import type { HubDatabase } from '../store/hub-database.ts';

/** A stored command that issues something, as it was signed; null for any other, or one that was erased. */
export async function issuingCommandOf(database: HubDatabase, id: string): Promise<IssuingCommand | null> {
  const row = await database.kysely
    .selectFrom('command')
    .select('body')
    .where('id', '=', id)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  const totp = newTotpCommand.safeParse(row?.body);
  if (totp.success) return totp.data;
  const code = temporaryCodeCommand.safeParse(row?.body);
  return code.success ? code.data : null;
}
