import type { CborKey, CborMap, CborValue } from './canonical-cbor.ts';

/** Reads a field of a decoded map as one type; undefined where it is absent or of another type. */
export function mapField(map: CborMap, key: CborKey): CborMap | undefined {
  const value = map.get(key);
  return value instanceof Map ? value : undefined;
}

/** See `mapField`. */
export function bytesField(map: CborMap, key: CborKey): Uint8Array | undefined {
  const value = map.get(key);
  return value instanceof Uint8Array ? value : undefined;
}

/** See `mapField`. */
export function textField(map: CborMap, key: CborKey): string | undefined {
  const value = map.get(key);
  return typeof value === 'string' ? value : undefined;
}

/** See `mapField`; negative numbers count as another type. */
export function countField(map: CborMap, key: CborKey): number | undefined {
  const value = map.get(key);
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

/** See `mapField`. */
export function flagField(map: CborMap, key: CborKey): boolean | undefined {
  const value = map.get(key);
  return typeof value === 'boolean' ? value : undefined;
}

/** See `mapField`. */
export function arrayField(map: CborMap, key: CborKey): readonly CborValue[] | undefined {
  const value = map.get(key);
  return Array.isArray(value) ? value : undefined;
}

/** A map of the fields that are present, to build requests whose parts are optional. */
export function presentFields(
  fields: readonly (readonly [CborKey, CborValue | undefined])[],
): Map<CborKey, CborValue> {
  const map = new Map<CborKey, CborValue>();
  for (const [key, value] of fields) if (value !== undefined) map.set(key, value);
  return map;
}
