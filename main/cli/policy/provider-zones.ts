import { z } from 'zod';
import type { ExemptNetwork } from '../../provider/provider.ts';

/** Of Okta's `GET /api/v1/zones` what is needed; blocklists and zones by country exempt nobody. */
const oktaZones = z.array(
  z.looseObject({
    name: z.string(),
    type: z.enum(['IP', 'DYNAMIC', 'DYNAMIC_V2']),
    status: z.enum(['ACTIVE', 'INACTIVE']).optional(),
    usage: z.enum(['POLICY', 'BLOCKLIST']).optional(),
    gateways: z.array(z.looseObject({ type: z.enum(['CIDR', 'RANGE']), value: z.string() })).nullish(),
  }),
);

/** Of Graph's `GET /identity/conditionalAccess/namedLocations` what is needed. */
const namedLocations = z.object({
  value: z.array(
    z.looseObject({
      '@odata.type': z.string(),
      displayName: z.string(),
      isTrusted: z.boolean().nullish(),
      ipRanges: z.array(z.looseObject({ cidrAddress: z.string() })).optional(),
    }),
  ),
});

/** Reads what a provider's own interface answered; null when it is neither Okta's nor Graph's. */
export function readProviderZones(text: string): readonly ExemptNetwork[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const okta = oktaZones.safeParse(value);
  if (okta.success) {
    return okta.data
      .filter(({ type }) => type === 'IP')
      .map(({ name, status, usage, gateways }) => ({
        name,
        ranges: (gateways ?? []).map((gateway) => gateway.value),
        trusted: status !== 'INACTIVE' && usage !== 'BLOCKLIST',
      }));
  }
  const graph = namedLocations.safeParse(value);
  if (!graph.success) return null;
  return graph.data.value
    .filter((location) => location['@odata.type'] === '#microsoft.graph.ipNamedLocation')
    .map(({ displayName, isTrusted, ipRanges }) => ({
      name: displayName,
      ranges: (ipRanges ?? []).map(({ cidrAddress }) => cidrAddress),
      trusted: isTrusted === true,
    }));
}
