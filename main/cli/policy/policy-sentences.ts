import en from '../../../preload/contract/messages/en.json' with { type: 'json' };
import ja from '../../../preload/contract/messages/ja.json' with { type: 'json' };
import policyEn from '../../../preload/contract/messages/policy-en.json' with { type: 'json' };
import policyJa from '../../../preload/contract/messages/policy-ja.json' with { type: 'json' };
import type { Language } from '../../../preload/contract/models/base.ts';
import type { PolicyProblem } from './policy-problem.ts';

export type PolicySentence = keyof typeof policyJa;
export type Parameters = Readonly<Record<string, string | number>>;

/** Says a sentence of the command line in one language. */
export interface PolicySpeech {
  readonly language: Language;
  readonly say: (key: PolicySentence, parameters?: Parameters) => string;
  /** A sentence that window and command line share, with its places filled in. */
  readonly shared: (key: string, parameters?: Parameters) => string;
}

export function policySpeech(language: Language): PolicySpeech {
  const sentences: Readonly<Record<string, string>> = language === 'ja' ? policyJa : policyEn;
  const messages: Readonly<Record<string, string>> = language === 'ja' ? ja : en;
  return {
    language,
    say: (key, parameters = {}) => filled(sentences[key] ?? key, parameters),
    shared: (key, parameters = {}) => filled(messages[key] ?? key, parameters),
  };
}

/** Every value is cut and made one line: what a file says must not be able to look like another line of the answer. */
function filled(sentence: string, parameters: Parameters): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return value === undefined ? place : oneLine(String(value));
  });
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]/gu, '�').slice(0, 2000);
}

/** The language asked for, otherwise the terminal's (`LC_ALL`, `LC_MESSAGES`, `LANG`), otherwise English. */
export function languageOfTerminal(
  asked: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Language {
  if (asked === 'ja' || asked === 'en') return asked;
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '')?.startsWith('ja')
    ? 'ja'
    : 'en';
}

/** `policy.yaml:12:5: error: There is no field …`, as compilers write it, so that editors can jump to the place. */
export function problemLine(problem: PolicyProblem, path: string, speech: PolicySpeech): string {
  const { position } = problem;
  const place = position === undefined ? path : `${path}:${position.line}:${position.column}`;
  const sentence = speech.say(`problem.${problem.code}`, problem.parameters);
  const named = problem.path.length === 0 || position !== undefined ? '' : ` (${problem.path.join('.')})`;
  return `${place}: ${speech.say(`problem.${problem.severity}`)}: ${sentence}${named}`;
}
