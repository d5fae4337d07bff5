// What the build takes for `react/jsx-runtime`: React's own, except that sentences are drawn with their readings. So every
// component shows plain Japanese rightly, and none has to know of it.
import { jsx as draw, jsxs as drawMany, Fragment } from 'react/jsx-runtime';
import { annotatedPieces, hasReadings, mayHaveReadings, withoutReadings } from './furigana-marks.ts';

export { Fragment };

type Draw = typeof draw;
type Properties = Readonly<Record<string, unknown>>;

/** Elements that take text alone. */
const plainElements = new Set<unknown>(['option', 'title', 'textarea', 'text', 'tspan', 'desc', 'style']);

export const jsx: Draw = (type, properties, key) => draw(type, drawn(type, properties), key);
export const jsxs: Draw = (type, properties, key) => drawMany(type, drawn(type, properties), key);

function drawn(type: unknown, properties: unknown): unknown {
  if (!mayHaveReadings() || (typeof type !== 'string' && type !== Fragment)) return properties;
  const given = Object.entries(properties as Properties);
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      name === 'children' && !plainElements.has(type) ? withRuby(value) : plain(value),
    ]),
  );
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'string' ? withoutReadings(value) : value;
}

/**
 * Text that stands together stays together: where a row is laid out by its parts, it is one of them. Everything else keeps
 * its place among its siblings, and so its state, when the wording changes.
 */
function withRuby(children: unknown): unknown {
  if (typeof children === 'string') return hasReadings(children) ? annotated(children) : children;
  if (!Array.isArray(children)) return children;
  const drawnChildren: unknown[] = [];
  for (const child of children) {
    const before = drawnChildren.length - 1;
    if (isText(child) && isText(drawnChildren[before])) {
      drawnChildren[before] = `${drawnChildren[before]}${child}`;
      // Its place stays taken, by nothing.
      drawnChildren.splice(before, 0, null);
    } else drawnChildren.push(child);
  }
  return drawnChildren.map(withRuby);
}

function isText(child: unknown): child is string | number {
  return typeof child === 'string' || typeof child === 'number';
}

function annotated(text: string): unknown {
  const pieces = annotatedPieces(text).map((piece) =>
    typeof piece === 'string'
      ? piece
      : drawMany('ruby', {
          children: [piece.written, draw('rt', { 'aria-hidden': true, children: piece.reading })],
        }),
  );
  return drawMany('span', { children: pieces });
}
