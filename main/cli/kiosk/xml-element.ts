/** An element of XML 1.0 as data, so that no value is ever pasted into markup. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

export function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (XmlElement | string)[]
): XmlElement {
  return { name, attributes, children };
}

/** The document as lines, two spaces a level. Text stands on the line of its element, since space may count in it. */
export function xmlDocument(root: XmlElement): string[] {
  return ['<?xml version="1.0" encoding="utf-8"?>', ...elementLines(root, '')];
}

function elementLines(one: XmlElement, indent: string): string[] {
  const attributes = Object.entries(one.attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const open = `${indent}<${one.name}${attributes.join('')}`;
  if (one.children.length === 0) return [`${open}/>`];
  const elements = one.children.filter((child) => typeof child !== 'string');
  if (elements.length === 0)
    return [`${open}>${one.children.map(String).map(escaped).join('')}</${one.name}>`];
  return [
    `${open}>`,
    ...elements.flatMap((child) => elementLines(child, `${indent}  `)),
    `${indent}</${one.name}>`,
  ];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for an element or an attribute. Control characters, which XML 1.0 §2.2 has no way to write, are left out. */
export function escaped(text: string): string {
  return [...text]
    .filter((character) => (character.codePointAt(0) ?? 0) >= 32 || character === '\t')
    .map((character) => entities[character] ?? character)
    .join('');
}
