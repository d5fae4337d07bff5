import type { CborMap, CborValue } from './canonical-cbor.ts';

/** PublicKeyCredentialDescriptor as CTAP carries it (CTAP 2.2 §6.1: `id` and `type` only). */
export function credentialDescriptor(id: Uint8Array): CborMap {
  return new Map<string, CborValue>([
    ['id', id],
    ['type', 'public-key'],
  ]);
}

/** The id in a descriptor of type `public-key`; null in anything else. */
export function descriptorId(value: CborValue | undefined): Uint8Array | null {
  if (!(value instanceof Map) || value.get('type') !== 'public-key') return null;
  const id = value.get('id');
  return id instanceof Uint8Array ? id : null;
}
