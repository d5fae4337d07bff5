import { ok, type Refusal, type Result, refuse } from '../../../preload/contract/errors.ts';
import { enrolResponse } from '../../exchange/hub-interface.ts';
import {
  exportPrivatePem,
  exportPublicJwk,
  generateSigningKey,
  keyThumbprint,
} from '../../exchange/signing-key.ts';
import { type EnrolmentDocument, enrolmentToken } from '../../exchange/station-documents.ts';
import { postJson } from '../hub-link/hub-http.ts';
import type { AuditTrail, Store } from '../ports.ts';
import { verifyEnrolment, writeEnrolment } from './station-identity.ts';

/**
 * Enrols this station with a one-time token: makes its key pair here, shows the hub the public half, and believes the
 * answer only when the hub's key is the one that the token names and the enrolment is signed by it for our key.
 */
export async function enrolStation(
  ports: { readonly store: Store; readonly audit: AuditTrail },
  input: {
    readonly hubUrl: string;
    readonly token: string;
    /** Refused by the hub, before the token is used up, where it was made for a station of another name. */
    readonly name?: string;
    /** Why this station cannot be what the enrolment says; null when it can. Asked before anything is stored. */
    readonly objection?: (enrolment: EnrolmentDocument) => Refusal | null;
  },
): Promise<Result<EnrolmentDocument>> {
  const token = enrolmentToken.safeParse(input.token);
  if (!token.success) return refuse('hub/token-refused');
  const key = generateSigningKey();
  const named = input.name === undefined ? {} : { name: input.name };
  const body = JSON.stringify({ token: token.data, publicKey: exportPublicJwk(key), ...named });
  const answer = await postJson(new URL('/v1/stations/enrol', input.hubUrl), body, {}, enrolResponse, 10_000);
  if (!answer.ok) return answer;
  const { hubKey, enrolment: document } = answer.value;
  if (keyThumbprint(hubKey) !== token.data.split('.')[2]) return refuse('hub/proof-refused');
  const enrolment = verifyEnrolment(document, hubKey, key);
  if (enrolment === null) return refuse('hub/proof-refused');
  const objection = input.objection?.(enrolment) ?? null;
  if (objection !== null) return { ok: false, refusal: objection };
  ports.store.write((database) => {
    writeEnrolment(database, {
      document,
      hubKey,
      privateKeyPem: exportPrivatePem(key),
      hubUrl: input.hubUrl,
    });
    ports.audit.append(database, {
      kind: 'station-enrolled',
      actor: { type: 'station', id: enrolment.station.id },
      subject: null,
      facts: { name: enrolment.station.name, kind: enrolment.station.kind, hubKey: keyThumbprint(hubKey) },
      detail: null,
    });
  });
  return ok(enrolment);
}
