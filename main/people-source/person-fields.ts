import { z } from 'zod';
import { identifier } from '../../preload/contract/models/base.ts';
import { role } from '../../preload/contract/models/lab.ts';
import { moment } from './moment.ts';
import type { BadRowCode, DirectoryPerson } from './people-source.ts';

const name = z.string().min(1).max(200);
/** One column, attribute or path, or several that are joined by a space (family and given name). */
const field = z.union([name, z.array(name).min(1).max(4)]);

/** Which of a source's fields say what of a person. */
export const personFields = z.strictObject({
  /** The institution's id, which never changes: letters, digits, `.`, `_`, `-`. */
  id: field,
  /** What is printed on the card; the id where it is not said. */
  number: field.optional(),
  login: field,
  name: field,
  kana: field.optional(),
  romaji: field.optional(),
  role: z.strictObject({
    field: name.optional(),
    /** What the source says → role; letters of any case. The first of several values that is known counts. */
    values: z.record(z.string().min(1).max(500), role).default({}),
    /** Whoever has none of them; without it such a row is not taken. */
    otherwise: role.optional(),
  }),
  affiliation: z.strictObject({ ja: field, en: field.optional() }).optional(),
  mail: field.optional(),
  /** The account is off where the field has one of the values, or a number with that bit (Active Directory: 2). */
  disabled: z
    .union([
      z.strictObject({ field: name, values: z.array(z.string().max(200)).min(1).max(20) }),
      z.strictObject({ field: name, bit: z.number().int().min(1) }),
    ])
    .optional(),
  /** When the password was last changed: ISO 8601, GeneralizedTime (RFC 4517) or Active Directory's `pwdLastSet`. */
  passwordChanged: name.optional(),
});
export type PersonFields = z.infer<typeof personFields>;

/** All fields of the source that the settings name, each once. */
export function namesOf(fields: PersonFields): readonly string[] {
  const { role: byRole, affiliation, disabled, passwordChanged, ...plain } = fields;
  const named = [
    ...Object.values(plain).flatMap((one) => one ?? []),
    ...[affiliation?.ja ?? [], affiliation?.en ?? []].flat(),
    ...[byRole.field, disabled?.field, passwordChanged].filter((one) => one !== undefined),
  ];
  return [...new Set(named)];
}

export type ReadPerson =
  | { readonly ok: true; readonly person: DirectoryPerson }
  | {
      readonly ok: false;
      readonly code: BadRowCode;
      readonly field: string;
      readonly id: string | null;
    };

/** Longest that one text of a person may be. */
const longestText = 200;
/**
 * What must not be in a name: controls, halves of characters, and what changes how the text around it is read or drawn, as
 * marks of direction (UAX #9), of readings (U+FFF9 to U+FFFB, which our own screens draw) and of nothing that is seen.
 */
const controls =
  /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\u{e0000}-\u{e007f}]/u;
const mailAddress = z.email().max(254);

/** Makes a person of one row. `read` gives a field's values, none for what the row does not have. */
export function personFromFields(
  fields: PersonFields,
  read: (name: string) => readonly string[],
): ReadPerson {
  const text = (one: PersonFields['id'] | undefined): string =>
    [one ?? []]
      .flat()
      .map((part) => (read(part)[0] ?? '').normalize('NFC').trim())
      .filter((part) => part !== '')
      .join(' ');
  const id = text(fields.id);
  const known = identifier.safeParse(id).success ? id : null;
  const bad = (code: BadRowCode, where: string): ReadPerson => ({ ok: false, code, field: where, id: known });
  if (known === null) return bad(id === '' ? 'missing' : 'invalid', 'id');

  const { affiliation } = fields;
  const ja = text(affiliation?.ja);
  const texts = {
    number: text(fields.number) || known,
    login: text(fields.login),
    name: text(fields.name),
    kana: text(fields.kana),
    romaji: text(fields.romaji),
    ja,
    en: text(affiliation?.en) || ja,
  };
  for (const [where, value] of Object.entries(texts)) {
    if (value.length > longestText) return bad('too-long', where);
    if (controls.test(value)) return bad('invalid', where);
  }
  for (const where of ['login', 'name'] as const) if (texts[where] === '') return bad('missing', where);
  const isRole = roleOf(fields, read);
  if (isRole === null) return bad('unknown-role', 'role');
  const mail = fields.mail === undefined ? undefined : text(fields.mail) || null;
  if (typeof mail === 'string' && !mailAddress.safeParse(mail).success) return bad('invalid', 'mail');
  const changed = fields.passwordChanged === undefined ? '' : (read(fields.passwordChanged)[0] ?? '');
  const credentialChangedAt = moment(changed);
  if (credentialChangedAt === null) return bad('invalid', 'passwordChanged');

  const { number, login, name: called, kana, romaji, en } = texts;
  const disabled = disabledOf(fields, read);
  return {
    ok: true,
    person: {
      id: known,
      number,
      login,
      name: called,
      kana,
      romaji,
      role: isRole,
      affiliation: { ja, en },
      ...(mail === undefined ? {} : { mail }),
      ...(disabled === null ? {} : { disabled }),
      ...(credentialChangedAt === 'never' ? {} : { credentialChangedAt }),
    },
  };
}

function roleOf({ role: by }: PersonFields, read: (name: string) => readonly string[]) {
  const folded = (value: string) => value.normalize('NFKC').trim().toLowerCase();
  const table = new Map(Object.entries(by.values).map(([value, is]) => [folded(value), is]));
  const found = (by.field === undefined ? [] : read(by.field)).map((value) => table.get(folded(value)));
  return found.find((one) => one !== undefined) ?? by.otherwise ?? null;
}

function disabledOf({ disabled }: PersonFields, read: (name: string) => readonly string[]): boolean | null {
  if (disabled === undefined) return null;
  const values = read(disabled.field).map((value) => value.normalize('NFKC').trim().toLowerCase());
  if ('bit' in disabled) return values.some((value) => (Number(value) & disabled.bit) !== 0);
  return disabled.values.some((value) => values.includes(value.normalize('NFKC').trim().toLowerCase()));
}
