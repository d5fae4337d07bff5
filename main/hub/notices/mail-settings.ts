import { z } from 'zod';
import { secretPath } from '../../provider/secret-file.ts';

/** How notices are sent, in the hub's settings file. */
export const mailSettings = z
  .strictObject({
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535),
    /** `implicit`: TLS from the start. `required`: STARTTLS or nothing. `none`: only to this machine itself. */
    tls: z.enum(['implicit', 'required', 'none']),
    /** PEM of the authority that signed the server's certificate, where it is not a public one. */
    authorityFile: secretPath.optional(),
    user: z.string().optional(),
    /** An owner-only file with the password and nothing else. */
    passwordFile: secretPath.optional(),
    from: z.email(),
    /** Where people reach this hub, for the link by which they object; without it mails bear none. */
    publicUrl: z.url({ protocol: /^https$/ }).optional(),
    /** Who hears of too many suspensions; without it only the supervisors' board does. */
    alertsTo: z.array(z.email()).min(1).max(20).optional(),
    objectionDays: z.number().int().min(1).max(365).default(30),
    timeZone: z.string().default('Asia/Tokyo'),
  })
  .refine(({ host, tls }) => tls !== 'none' || ['127.0.0.1', '::1', 'localhost'].includes(host), {
    message: 'mail leaves this machine over TLS only',
  })
  .refine(({ user, passwordFile }) => (user === undefined) === (passwordFile === undefined), {
    message: 'user and passwordFile go together',
  });
export type MailSettings = z.infer<typeof mailSettings>;
