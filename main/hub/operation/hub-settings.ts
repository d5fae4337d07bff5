import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { eventSinks } from '../events/event-settings.ts';
import { importDefinitions } from '../imports/import-settings.ts';
import { mailSettings } from '../notices/mail-settings.ts';

/** How one hub process runs beside its commands: `--settings FILE`, JSON. Every hub on one database has the same. */
export const hubSettings = z.strictObject({
  /** Absent: nobody is told by mail. */
  mail: mailSettings.optional(),
  /** Prometheus metrics over plain HTTP on an address of their own; absent: none. */
  metrics: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.number().int().min(0).max(65_535),
    })
    .optional(),
  /** Where the people of the replica come from. */
  imports: importDefinitions.default([]),
  /** Where the hub's events are sent, for a SIEM. */
  events: eventSinks.default([]),
  /** After how many days what is personal is taken out of commands that are over; absent: never. */
  retentionDays: z.number().int().min(1).max(3650).optional(),
});
export type HubSettings = Partial<z.infer<typeof hubSettings>>;

/** Reads a settings file. Throws when it is none, with the place of the first mistake. */
export function readHubSettings(path: string): HubSettings {
  const parsed = hubSettings.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
