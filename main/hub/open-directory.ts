import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { Directory } from '../directory/directory.ts';
import { createEntraDirectory } from '../directory/entra.ts';
import { entraSettingsSchema } from '../directory/entra-settings.ts';
import { createLdapDirectory } from '../directory/ldap.ts';
import { ldapSettingsSchema } from '../directory/ldap-settings.ts';
import { createOktaDirectory } from '../directory/okta.ts';
import { oktaSettingsSchema } from '../directory/okta-settings.ts';

const directoryFile = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ldap'), settings: ldapSettingsSchema }),
  z.strictObject({ kind: z.literal('okta'), settings: oktaSettingsSchema }),
  z.strictObject({ kind: z.literal('entra'), settings: entraSettingsSchema }),
]);

/**
 * Opens the directory that the hub asks for its lab stations, from a JSON file of `kind` and `settings`. The file may
 * hold a service account's password, hence it is its owner's alone.
 *
 * @throws Error or ZodError when it can't be read, is open to others, or is not valid; none shows a secret.
 */
export function openDirectoryFile(path: string): Directory {
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new Error('the directory file is open to others than its owner');
  }
  const file = directoryFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  switch (file.kind) {
    case 'ldap':
      return createLdapDirectory(file.settings);
    case 'okta':
      return createOktaDirectory(file.settings);
    case 'entra':
      return createEntraDirectory(file.settings);
  }
}
