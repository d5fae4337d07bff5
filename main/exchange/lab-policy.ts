import { z } from 'zod';
import { identifier, localizedText } from '../../preload/contract/models/base.ts';

/** An absolute path of the workstation's system, POSIX or Windows, without a step upwards. */
const absolutePath = z
  .string()
  .max(1024)
  .regex(/^(?:\/|[A-Za-z]:\\)[^\0]*$/)
  .refine((path) => !path.split(/[\\/]/).includes('..'), { error: 'a path with a step upwards' });

const commandArgument = z
  .string()
  .max(1024)
  .regex(/^[^\0]*$/);

const httpsOrigin = z
  .string()
  .max(300)
  .regex(/^https:\/\/(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/);

/** Pictures that a tile may carry; drawn by the window. */
export const tileIcon = z.enum([
  'document',
  'table',
  'slides',
  'code',
  'browser',
  'mail',
  'book',
  'print',
  'tool',
]);

/** A program that a session may start: exactly this file with exactly these arguments. */
export const programTile = z.strictObject({
  kind: z.literal('program'),
  id: identifier,
  label: localizedText,
  icon: tileIcon,
  path: absolutePath,
  arguments: z.array(commandArgument).max(32),
});

/** A campus site, opened in an isolated browser session that keeps nothing. */
export const siteTile = z.strictObject({
  kind: z.literal('site'),
  id: identifier,
  label: localizedText,
  icon: tileIcon,
  start: z.url({ protocol: /^https$/ }).max(2000),
  /** Where it may go, its start included; `https://*.example.ac.jp` covers every host below. */
  origins: z.array(httpsOrigin).min(1).max(100),
  downloads: z.boolean(),
  printing: z.boolean(),
});
export const labTile = z.discriminatedUnion('kind', [programTile, siteTile]);
export type LabTile = z.infer<typeof labTile>;

/**
 * A command of the site's own, run by the agent: `start` mounts what the person needs (their verified id and login come
 * as MADOGUCHI_PERSON_ID and MADOGUCHI_LOGIN, never the password), `end` cleans up.
 */
export const siteHook = z.strictObject({
  id: identifier,
  when: z.enum(['start', 'end']),
  path: absolutePath,
  arguments: z.array(commandArgument).max(32),
  timeoutSeconds: z.number().int().min(1).max(120),
  /** `lock`: what failed locks the station with a message to IT; `report`: it is recorded and the work goes on. */
  whenFails: z.enum(['lock', 'report']),
});
export type SiteHook = z.infer<typeof siteHook>;

/** What a lab session offers and leaves nothing of. */
export const labPolicy = z.strictObject({
  tiles: z.array(labTile).max(60),
  hooks: z.array(siteHook).max(16),
  /** Folders besides the session's own whose content is wiped at its end. */
  wipedFolders: z.array(absolutePath).max(32),
});
export type LabPolicy = z.infer<typeof labPolicy>;

/** Password sign-in while the directory cannot be reached, for students only; without it there is none. */
export const offlinePolicy = z.strictObject({
  /** How old the last sign-in that the directory accepted may be. */
  maximumAgeHours: z
    .number()
    .int()
    .min(1)
    .max(24 * 30),
  /** How many people one station keeps a verifier of; the oldest gives way. */
  maximumPeople: z.number().int().min(1).max(1000),
});
export type OfflinePolicy = z.infer<typeof offlinePolicy>;
