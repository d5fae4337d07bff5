import { signDocument } from '../exchange/signed-document.ts';
import type { SigningKey } from '../exchange/signing-key.ts';
import type { TimeStatement } from '../exchange/station-documents.ts';

/** The hub's word on the time, fresh by the station's nonce: a `madoguchi-time+jws`. */
export function stateTime(now: Date, nonce: string, key: SigningKey): string {
  const statement: TimeStatement = { v: 1, now: now.toISOString(), nonce };
  return signDocument('madoguchi-time+jws', statement, key);
}
