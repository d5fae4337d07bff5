import { z } from 'zod';
import { identifier } from '../../../preload/contract/models/base.ts';
import { csvSourceSettings } from '../../people-source/csv-source.ts';
import { ldapSourceSettings } from '../../people-source/ldap-source.ts';
import type { PeopleSource } from '../../people-source/people-source.ts';
import { scimSourceSettings } from '../../people-source/scim-source.ts';

/** One import of people into the replica, in the hub's settings file. */
export const importDefinition = z.strictObject({
  /** Who answers for the people that it brings; a person has one import. */
  name: identifier,
  source: z.discriminatedUnion('kind', [csvSourceSettings, scimSourceSettings, ldapSourceSettings]),
  /** How often the running hub imports by itself; absent: only by command. */
  everyMinutes: z
    .number()
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .optional(),
  /** After how long a source that tells its changes is read as a whole again: only then is seen who is gone. */
  fullEveryHours: z
    .number()
    .int()
    .min(1)
    .max(31 * 24)
    .default(24),
  limits: z
    .strictObject({
      /** More of the import's people than this may not go at once, unless it is forced. */
      removedPercent: z.number().int().min(0).max(100).default(20),
      /** More rows than this may not be bad, unless it is forced. */
      badPercent: z.number().int().min(0).max(100).default(10),
    })
    .prefault({}),
});
export type ImportDefinition = z.infer<typeof importDefinition>;

export const importDefinitions = z
  .array(importDefinition)
  .max(20)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'each import has its own name');

/** Loads only the connector that is wanted. */
export async function openPeopleSource({ source }: ImportDefinition): Promise<PeopleSource> {
  switch (source.kind) {
    case 'csv':
      return (await import('../../people-source/csv-source.ts')).createCsvSource(source);
    case 'scim':
      return (await import('../../people-source/scim-source.ts')).createScimSource(source);
    case 'ldap':
      return (await import('../../people-source/ldap-source.ts')).createLdapSource(source);
  }
}
