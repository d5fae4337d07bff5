/**
 * The values of an attribute by its path (RFC 7644, 3.10): `userName`, `name.familyName`, or with the schema's URN before
 * it. Of several complex values the primary one, otherwise the first, is taken, by its `value`.
 */
export function valuesAt(resource: object, path: string): readonly string[] {
  let value: unknown = resource;
  for (const part of partsOf(path)) value = memberOf(one(value), part);
  return [value].flat().flatMap((single) => textOf(single));
}

function partsOf(path: string): readonly string[] {
  if (!path.toLowerCase().startsWith('urn:')) return path.split('.');
  const end = path.lastIndexOf(':');
  return [path.slice(0, end), ...path.slice(end + 1).split('.')];
}

/** Attribute names are of any case (RFC 7643, 2.1). */
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const wanted = name.toLowerCase();
  return Object.entries(value).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

function one(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.find((single) => memberOf(single, 'primary') === true) ?? value[0];
}

function textOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'boolean' || typeof value === 'number') return [String(value)];
  const inner = memberOf(value, 'value');
  return typeof inner === 'string' && inner !== '' ? [inner] : [];
}
