import { expect } from 'vitest';
import { verifyDocument } from '../../../main/exchange/signed-document.ts';
import { verificationKey } from '../../../main/exchange/signing-key.ts';
import { type EnrolmentDocument, enrolmentDocument } from '../../../main/exchange/station-documents.ts';

/** The document of an enrolment's answer, by the very hub whose key the token names. */
export function verifiedEnrolment(answer: unknown, token: string): EnrolmentDocument {
  const { hubKey, enrolment } = answer as { hubKey: { x: string }; enrolment: string };
  const key = verificationKey({ kty: 'OKP', crv: 'Ed25519', x: hubKey.x });
  expect(key.id).toBe(token.split('.')[2]);
  const kind = 'madoguchi-enrolment+jws';
  const document = verifyDocument(kind, enrolment, key, enrolmentDocument, 'hub/token-refused');
  if (!document.ok) throw new Error('enrolment does not verify');
  return document.value;
}
