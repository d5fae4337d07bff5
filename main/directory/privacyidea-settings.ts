import { z } from 'zod';
import { serviceOrigin } from '../http/service-origin.ts';

/**
 * privacyIDEA as second factor beside a directory that knows passwords only. Its policies must take a code alone as the
 * answer (`otppin` = no PIN), for the password was judged elsewhere.
 */
export const privacyIdeaSettingsSchema = z
  .strictObject({
    kind: z.literal('privacyidea'),
    origin: serviceOrigin,
    /** Where it is served below a path: `/privacyidea`. */
    path: z
      .string()
      .max(100)
      .regex(/^(?:\/[a-z0-9._-]+)*$/i)
      .default(''),
    realm: z.string().max(100).optional(),
    /** Which of a person's names privacyIDEA knows them by. */
    user: z.enum(['login', 'id']).default('login'),
    /**
     * A service account's token (`POST /auth`, or `pi-manage api createtoken --role validate`), which alone may use
     * `/validate/triggerchallenge`. A station that students sit at should have one that can do nothing but validate.
     */
    serviceToken: z.string().min(20).max(4096).optional(),
    /** What the people's tokens let be sent; needs the service account. Codes can always be typed. */
    sends: z
      .array(z.enum(['push', 'sms', 'email']))
      .max(3)
      .default([]),
    timeoutMilliseconds: z.int().min(100).max(30_000).default(3000),
  })
  .refine(
    ({ sends, serviceToken }) => sends.length === 0 || serviceToken !== undefined,
    'sending needs a service account',
  );
export type PrivacyIdeaSettings = z.infer<typeof privacyIdeaSettingsSchema>;
export type PrivacyIdeaSettingsInput = z.input<typeof privacyIdeaSettingsSchema>;
