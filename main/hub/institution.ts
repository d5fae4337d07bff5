import type { HubQuery } from './store/hub-database.ts';
import type { InstitutionSettings } from './store/schema.ts';

/** The settings and whose key they were made with; null until the hub is initialised. */
export async function readInstitution(
  query: HubQuery,
): Promise<{ readonly settings: InstitutionSettings; readonly hubKeyId: string } | null> {
  const row = await query.selectFrom('institution').select(['settings', 'hub_key_id']).executeTakeFirst();
  return row === undefined ? null : { settings: row.settings, hubKeyId: row.hub_key_id };
}

/** Why a hub may not run with this key and provider, or null. */
export function startRefusal(
  institution: { readonly settings: InstitutionSettings; readonly hubKeyId: string },
  running: {
    readonly keyId: string;
    readonly provider: { readonly kind: string; readonly simulated: boolean };
  },
): string | null {
  const { provider, production } = institution.settings;
  if (institution.hubKeyId !== running.keyId) return 'the hub key is not the one of this database';
  if (provider.kind !== running.provider.kind || provider.simulated !== running.provider.simulated)
    return 'the provider is not the one that this hub was initialised with';
  return production && running.provider.simulated ? 'a production hub never runs a simulated provider' : null;
}
