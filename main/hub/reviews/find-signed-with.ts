import { commandEnvelope } from '../../exchange/command.ts';
import type { HubTransaction } from '../store/hub-database.ts';

const waiting = ['accepted', 'waiting-centre', 'in-work'] as const;
const states = {
  'not carried out': waiting,
  'not over': [...waiting, 'applied', 'propagating', 'needs-review', 'issuing', 'issued'],
} as const;

/** Envelopes that are read at a time. */
const chunk = 500;

/**
 * Ids of commands that are not yet carried out, or not over, and bear a signature by one of these credentials, the first one or
 * an approval.
 * Envelopes are the evidence and are read as they came: what is looked for once in a revocation costs nothing at every command.
 * Under the lock of trust, so that none is stored meanwhile.
 */
export async function findSignedWith(
  transaction: HubTransaction,
  credentials: readonly string[],
  of: 'not carried out' | 'not over' = 'not carried out',
): Promise<readonly string[]> {
  if (credentials.length === 0) return [];
  const wanted = new Set(credentials);
  const found: string[] = [];
  for (let after = -1; ; ) {
    const rows = await transaction
      .selectFrom('command')
      .select(['id', 'arrival', 'envelope'])
      .where('state', 'in', states[of])
      .where('arrival', '>', after)
      .orderBy('arrival')
      .limit(chunk)
      .execute();
    for (const { id, envelope } of rows)
      if (signaturesOf(envelope).some((credential) => wanted.has(credential))) found.push(id);
    const last = rows.at(-1);
    if (last === undefined || rows.length < chunk) return found;
    after = Number(last.arrival);
  }
}

/** Verified when it was taken; none where details were erased since. */
function signaturesOf(envelope: string): readonly string[] {
  const [, payload = ''] = envelope.split('.');
  try {
    const read = commandEnvelope.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    if (!read.success) return [];
    return [read.data.assertion.id, ...(read.data.approvals ?? []).map(({ id }) => id)];
  } catch {
    return [];
  }
}
