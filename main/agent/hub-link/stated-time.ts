import { verifyDocument } from '../../exchange/signed-document.ts';
import { type PublicJwk, verificationKey } from '../../exchange/signing-key.ts';
import { timeStatement } from '../../exchange/station-documents.ts';

/** The hub's word on the time, if it is signed by its key and answers this nonce; else null. */
export function statedTime(document: string, hubKey: PublicJwk, nonce: string): Date | null {
  const statement = verifyDocument(
    'madoguchi-time+jws',
    document,
    verificationKey(hubKey),
    timeStatement,
    'clock/untrusted',
  );
  return statement.ok && statement.value.nonce === nonce ? new Date(statement.value.now) : null;
}
