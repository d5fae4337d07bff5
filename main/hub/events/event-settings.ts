import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { identifier } from '../../../preload/contract/models/base.ts';

const syslog = {
  /** Names the receiver; with another name everything is sent to it from the beginning. */
  name: identifier,
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
  /** IANA private enterprise number for the structured data (RFC 5424, 7.2.2); 32473 is the one for examples. */
  enterprise: z.number().int().min(1).default(32_473),
  /** 13 is "log audit" (RFC 5424, 6.2.1). */
  facility: z.number().int().min(0).max(23).default(13),
};

/** Where the hub's events go, in its settings file. */
export const eventSink = z.discriminatedUnion('kind', [
  /** RFC 5424 over TCP, octet-counted (RFC 6587, 3.4.1). */
  z
    .strictObject({ kind: z.literal('tcp'), ...syslog })
    .refine(({ host }) => ['127.0.0.1', '::1', 'localhost'].includes(host), {
      message: 'events leave this machine over TLS, or by UDP where that is accepted',
    }),
  /** RFC 5424 over TLS (RFC 5425). */
  z.strictObject({
    kind: z.literal('tls'),
    ...syslog,
    /** PEM of the authority that signed the receiver's certificate, where it is not a public one. */
    authorityFile: z.string().max(1000).refine(isAbsolute, 'expected an absolute path').optional(),
  }),
  /** RFC 5424 over UDP (RFC 5426): nobody notices what is lost on the way. */
  z.strictObject({ kind: z.literal('udp'), ...syslog }),
  /** JSON lines, appended; the file may be moved away at any time. */
  z.strictObject({
    kind: z.literal('file'),
    name: identifier,
    path: z.string().max(1000).refine(isAbsolute, 'expected an absolute path'),
  }),
]);
export type EventSink = z.infer<typeof eventSink>;

export const eventSinks = z
  .array(eventSink)
  .max(4)
  .refine(
    (all) => new Set(all.map(({ name }) => name)).size === all.length,
    'each receiver has its own name',
  );
