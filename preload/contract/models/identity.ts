import { z } from 'zod';
import { identifier, instant, localizedText } from './base.ts';

export const documentType = z.enum([
  'student-card',
  'staff-card',
  'driving-licence',
  'my-number-card',
  'residence-card',
  'passport',
  'insurance-certificate',
  'residence-record',
  'pension-notice',
]);
export type DocumentType = z.infer<typeof documentType>;

/** What a check leaves behind (I7): type, outcome, validity and at most the last four characters. */
export const checkedDocument = z.strictObject({
  type: documentType,
  /** False, and of no meaning, for a type that bears no photograph. */
  photoMatches: z.boolean(),
  nameMatches: z.boolean(),
  validUntil: z.iso.date().nullable(),
  lastFour: z.string().regex(/^[0-9A-Za-z]{0,4}$/),
});
export type CheckedDocument = z.infer<typeof checkedDocument>;

/** What a caller who was called back at the number on file said, and whether the record agrees. */
export const phoneAnswers = z.strictObject({
  name: z.boolean(),
  number: z.boolean(),
  affiliation: z.boolean(),
  /** The reference on their waiting page, or else the one that was given to them at their own call. */
  reference: z.boolean(),
});
export type PhoneAnswers = z.infer<typeof phoneAnswers>;

/** A check by telephone: when the number on file was called back, and what the person answered. */
export const phoneCheck = z.strictObject({
  calledBackAt: instant,
  /** The last two digits of the number on file that was dialled; the number itself stays where it is. */
  numberEnds: z.string().regex(/^\d{2}$/),
  answers: phoneAnswers,
  /** The caller's waiting page, by its reference; absent where there was none. */
  page: z.string().max(20).optional(),
});
export type PhoneCheck = z.infer<typeof phoneCheck>;

/** A recorded look at who somebody is. One by telephone has no documents, and says so by `phone`. */
export const identityCheck = z
  .strictObject({
    documents: z.array(checkedDocument).max(4),
    outcome: z.enum(['passed', 'failed']),
    checkedAt: instant,
    /** Absent in a check of documents. */
    phone: phoneCheck.optional(),
    /** The institution's points against impersonation that the operator acknowledged, by id. */
    prompts: z.array(identifier).max(12).optional(),
  })
  .refine(({ documents, phone }) => documents.length > 0 !== (phone !== undefined), {
    error: 'either documents or a call',
  });
export type IdentityCheck = z.infer<typeof identityCheck>;

/** Why a check failed. */
export const checkFailure = z.enum([
  'photo-differs',
  'name-differs',
  'not-accepted',
  'answers-differ',
  'doubt',
]);
export type CheckFailure = z.infer<typeof checkFailure>;

export const checkMethod = z.enum(['documents', 'phone']);
export type CheckMethod = z.infer<typeof checkMethod>;

/** A check of this person that failed earlier, here or at another counter. */
export const failedCheck = z.strictObject({
  id: z.uuid(),
  at: instant,
  counter: localizedText,
  /** At this very station. */
  here: z.boolean(),
  method: checkMethod,
  reasons: z.array(checkFailure).min(1).max(5),
});
export type FailedCheck = z.infer<typeof failedCheck>;

/** A photograph on file: small, of one of two types, and decoded by nothing but the window's sandbox. */
export const maximumPortraitBytes = 24 * 1024;
export const portrait = z.strictObject({
  type: z.enum(['image/jpeg', 'image/png']),
  /** base64. */
  data: z
    .string()
    .max(Math.ceil(maximumPortraitBytes / 3) * 4)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/),
});
export type Portrait = z.infer<typeof portrait>;

/** A telephone number as a directory keeps it for calling back. */
export const telephoneNumber = z
  .string()
  .max(24)
  .regex(/^\+?[0-9](?:[0-9 -]{4,20})[0-9]$/);
