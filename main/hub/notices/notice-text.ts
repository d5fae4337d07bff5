import en from '../../../preload/contract/messages/notice-en.json' with { type: 'json' };
import ja from '../../../preload/contract/messages/notice-ja.json' with { type: 'json' };
import type { Language, LocalizedText } from '../../../preload/contract/models/base.ts';
import { commandReference } from '../../exchange/command.ts';
import type { NoticeKind } from '../store/operation-tables.ts';

export type NoticeSentence = keyof typeof ja;

/** A sentence of mails and of the page for objections, its places filled in. */
export function noticeSentence(
  language: Language,
  key: NoticeSentence,
  parameters: Readonly<Record<string, string | number>> = {},
): string {
  const sentence = (language === 'ja' ? ja : en)[key];
  return sentence.replaceAll(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(parameters, name) ? String(parameters[name]).replaceAll(/[\p{Cc}]/gu, ' ') : place,
  );
}

export interface NoticeFacts {
  readonly kind: NoticeKind;
  readonly institution: LocalizedText;
  readonly command: string;
  readonly until: Date | null;
  /** Where the reader may object; null where mails bear no link. */
  readonly objection: { readonly url: string; readonly days: number } | null;
  readonly timeZone: string;
}

/** The mail in both languages, Japanese first. Says nothing that its reader does not know of themselves, not even their name. */
export function noticeText(facts: NoticeFacts): { readonly subject: string; readonly text: string } {
  const part = (language: Language) => {
    const until =
      facts.until === null
        ? ''
        : new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
            dateStyle: 'long',
            timeStyle: 'short',
            timeZone: facts.timeZone,
          }).format(facts.until);
    const { kind, objection } = facts;
    return [
      noticeSentence(language, `${kind}.body`, {}).replace('{until}', until),
      noticeSentence(language, 'reference', { reference: commandReference(facts.command) }),
      ...(objection === null ? [] : [noticeSentence(language, 'objection', { ...objection })]),
      noticeSentence(language, 'automatic'),
    ].join('\n\n');
  };
  const subject = (language: Language) =>
    noticeSentence(language, `${facts.kind}.subject`, { institution: facts.institution[language] });
  return { subject: `${subject('ja')} / ${subject('en')}`, text: `${part('ja')}\n\n----\n\n${part('en')}\n` };
}
