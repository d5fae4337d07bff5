import { z } from 'zod';
import { identifier, instant, localizedText } from '../../preload/contract/models/base.ts';
import { operatorAssertion, operatorRole } from '../../preload/contract/models/staff.ts';
import { operatorStatement } from './operator-statement.ts';

/** What counters and hub say to each other about operators over HTTP; all of it with a station's proof. */

/** `XXXX-XXXX-XXXX-XXXX` in Crockford base 32: 20 bits name the invitation, 60 bits are its secret. */
export const enrolmentCode = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/);

/** Reads a code as a person types it: any case, spaces or hyphens anywhere, and the letters that base 32 leaves out. */
export function readEnrolmentCode(typed: string): string | null {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0');
  const code = plain.match(/.{1,4}/g)?.join('-') ?? '';
  return enrolmentCode.safeParse(code).success ? code : null;
}

const base64url = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .regex(/^[A-Za-z0-9_-]+$/);

/** `POST /v1/operators/statements`. */
export const statementRequest = z.strictObject({
  statement: operatorStatement,
  assertion: operatorAssertion,
});
export const statementResponse = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done') }),
  /** Shown once: the hub keeps only its digest. */
  z.strictObject({ kind: z.literal('code'), code: enrolmentCode, expiresAt: instant }),
  /** An `otpauth` address (Key URI format) and its secret in base 32, to be confirmed by a code before it counts. */
  z.strictObject({
    kind: z.literal('totp'),
    uri: z.string().max(1024),
    secret: z.string().regex(/^[A-Z2-7]{32}$/),
    expiresAt: instant,
  }),
]);
export type StatementResponse = z.infer<typeof statementResponse>;

/** How far an enrolment is. `challenge` is for the next step: a registration, or the test of what was just registered. */
export const enrolmentProgress = z.strictObject({
  operator: z.strictObject({ id: identifier, name: localizedText, role: operatorRole }),
  purpose: z.enum(['new', 'recovery', 'platform']),
  /** Labels of the keys that were registered and have proved themselves. */
  keys: z.array(z.string().max(100)).max(10),
  /** How many keys the policy wants before it counts. */
  minimumKeys: z.number().int().min(1).max(2),
  challenge: base64url(64),
  attestation: z.enum(['none', 'direct']),
  /** Credentials that no new key may hold already: one person, one set of keys. */
  exclude: z.array(base64url(1400)).max(5000),
  expiresAt: instant,
});
export type EnrolmentProgress = z.infer<typeof enrolmentProgress>;

/** `POST /v1/operators/enrolment`: begins, or begins anew; what was registered halfway is forgotten. */
export const enrolmentOpenRequest = z.strictObject({ code: enrolmentCode });

/** `POST /v1/operators/enrolment/register`: a registration in WebAuthn JSON (WebAuthn Level 3 §5.1). */
export const enrolmentRegisterRequest = z.strictObject({
  code: enrolmentCode,
  label: z.string().trim().min(1).max(60),
  registration: z.object({
    id: base64url(1400),
    rawId: base64url(1400),
    type: z.literal('public-key'),
    response: z.object({ clientDataJSON: base64url(8192), attestationObject: base64url(24 * 1024) }),
    authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
  }),
});

/** `POST /v1/operators/enrolment/prove`: the test signature of the key that was just registered. */
export const enrolmentProveRequest = z.strictObject({ code: enrolmentCode, assertion: operatorAssertion });

/** `POST /v1/operators/enrolment/finish`: the record becomes active and goes to every counter. */
export const enrolmentFinishRequest = z.strictObject({ code: enrolmentCode });
export const enrolmentFinishResponse = z.strictObject({ operator: identifier });

const sixDigits = z.string().regex(/^[0-9]{6}$/);

/** `POST /v1/operators/totp/confirm`: the first code of an app that was just set up. */
export const totpConfirmRequest = z.strictObject({
  statement: z.uuid(),
  operator: identifier,
  code: sixDigits,
});

/** `POST /v1/operators/totp/sign-in`. */
export const totpSignInRequest = z.strictObject({
  operator: identifier,
  code: sixDigits,
  nonce: z.string().min(16).max(64),
});

/** What a code was worth. `clock` and `zone` explain a code that was right at another time; it is not accepted. */
export const totpVerdict = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('wrong') }),
  z.strictObject({ outcome: z.literal('used') }),
  z.strictObject({ outcome: z.literal('wait'), seconds: z.number().int().positive() }),
  z.strictObject({ outcome: z.literal('too-many-failures') }),
  /** Seconds by which the phone is ahead of the hub; negative when it is behind. */
  z.strictObject({ outcome: z.literal('clock'), aheadSeconds: z.number().int() }),
  /** Minutes by which the phone's time zone seems to be off. */
  z.strictObject({ outcome: z.literal('zone'), aheadMinutes: z.number().int() }),
]);
export type TotpVerdict = z.infer<typeof totpVerdict>;
export const totpConfirmResponse = z.union([z.strictObject({ outcome: z.literal('ok') }), totpVerdict]);
/** `statement` is a `madoguchi-sign-in+jws`, so that nobody on the line can say that a code was right. */
export const totpSignInResponse = z.union([
  z.strictObject({ outcome: z.literal('ok'), statement: z.string().max(4096) }),
  totpVerdict,
]);

/** Payload of `madoguchi-sign-in+jws`: the hub's word to one station that an operator's code was right, by its nonce. */
export const signInStatement = z.strictObject({
  v: z.literal(1),
  station: identifier,
  operator: identifier,
  nonce: z.string().max(64),
  at: instant,
});
