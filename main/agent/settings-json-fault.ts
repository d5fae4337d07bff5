/** JSON's scalars and the white space before them (RFC 8259 §§2, 3, 6, 7). */
const space = /[ \t\n\r]*/y;
const scalar =
  /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;
const deepest = 100;

/** Where a text stops being JSON, as an index into it; its length where it ends too early. `JSON.parse` doesn't always say. */
export function jsonFault(text: string): number | null {
  let at = 0;
  const skip = () => {
    space.lastIndex = at;
    space.exec(text);
    at = space.lastIndex;
  };
  const take = (character: string): boolean => {
    skip();
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  const takeScalar = (isKey: boolean): boolean => {
    skip();
    if (isKey && text[at] !== '"') return false;
    scalar.lastIndex = at;
    if (scalar.exec(text) === null) return false;
    at = scalar.lastIndex;
    return true;
  };
  const list = (close: string, item: () => boolean): boolean => {
    if (take(close)) return true;
    do {
      if (!item()) return false;
    } while (take(','));
    return take(close);
  };
  const value = (depth: number): boolean => {
    if (depth > deepest) return false;
    if (take('[')) return list(']', () => value(depth + 1));
    if (take('{')) return list('}', () => takeScalar(true) && take(':') && value(depth + 1));
    return takeScalar(false);
  };
  const whole = value(0);
  skip();
  return whole && at === text.length ? null : at;
}
