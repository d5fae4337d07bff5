import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { TriageFact, TriageNext, TriageQuestion } from '../../../preload/contract/models/triage.ts';
import type { VisitReason } from '../../../preload/contract/models/visit.ts';
import { text } from '../writing.ts';

const reasonLabels: Readonly<Record<VisitReason, LocalizedText>> = {
  forgotten: text('スマートフォンなどを忘れてきた', 'I left my phone or key at home'),
  'lost-or-stolen': text('なくした・盗まれた', 'It is lost or was stolen'),
  replaced: text('機種変更した・買い替えた', 'I changed to a new phone'),
  broken: text('壊れた・動かない', 'It is broken or does not start'),
  'number-changed': text('電話番号が変わった', 'My telephone number changed'),
  'going-abroad': text('海外へ行く・海外にいる', 'I am going abroad, or am abroad'),
  'unexpected-prompt': text('身に覚えのない確認が届いた', 'I got a prompt that I did not start'),
  'app-deleted': text('認証アプリやその登録を消してしまった', 'I deleted the app or its account'),
  'new-student': text('新しく入った・初めて設定する', 'I am new here, or set it up for the first time'),
  other: text(
    'コードが合わない・届かない・そのほか',
    'Codes are refused or do not arrive, or something else',
  ),
};

/** "Which of these happened to you?", with the place to which each answer leads. */
export function whatHappened(next: Readonly<Record<VisitReason, TriageNext>>): TriageQuestion {
  const reasons = Object.keys(reasonLabels) as readonly VisitReason[];
  return {
    id: 'what-happened',
    fact: 'what-happened',
    text: text('どれに当てはまりますか。', 'Which of these happened to you?'),
    options: reasons.map((reason) => ({
      id: reason,
      label: reasonLabels[reason],
      reason,
      next: next[reason],
    })),
  };
}

/** A question with two answers, `yes` and `no`. */
export function yesOrNo(
  id: string,
  fact: TriageFact | null,
  asked: LocalizedText,
  answers: {
    readonly yes: readonly [LocalizedText, TriageNext];
    readonly no: readonly [LocalizedText, TriageNext];
  },
): TriageQuestion {
  return {
    id,
    fact,
    text: asked,
    options: [
      { id: 'yes', label: answers.yes[0], next: answers.yes[1] },
      { id: 'no', label: answers.no[0], next: answers.no[1] },
    ],
  };
}

/** Whether another registered method would do: then nobody needs the counter. */
export function anotherMethod(yes: TriageNext, no: TriageNext, id = 'another-method'): TriageQuestion {
  return yesOrNo(
    id,
    'another-method-works',
    text(
      'ほかに登録した方法（別の機器、電話番号、パスキーなど）を今使えますか。',
      'Can you use another registered method now: another device, a telephone number, a passkey?',
    ),
    {
      yes: [text('はい、使えます', 'Yes, one works'), yes],
      no: [text('いいえ・分かりません', 'No, or I am not sure'), no],
    },
  );
}

/** An answer that leads to another question. */
export function ask(question: string): TriageNext {
  return { question };
}

/** An answer that ends the questions. */
export function end(outcome: string): TriageNext {
  return { outcome };
}

/** What kind of trouble `other` is, where nothing is lost. */
export function whichTrouble(next: {
  readonly refused: TriageNext;
  readonly missing: TriageNext;
  readonly password: TriageNext;
  readonly else: TriageNext;
}): TriageQuestion {
  return {
    id: 'which-trouble',
    fact: null,
    text: text('どのようなことでお困りですか。', 'What is the trouble?'),
    options: [
      {
        id: 'refused',
        label: text('アプリのコードを入れても通らない', 'The app’s codes are refused'),
        next: next.refused,
      },
      {
        id: 'missing',
        label: text('SMSや電話、通知が届かない', 'Texts, calls or notices do not arrive'),
        next: next.missing,
      },
      {
        id: 'password',
        label: text('パスワードが分からない', 'I do not know my password'),
        next: next.password,
      },
      { id: 'else', label: text('どれでもない', 'None of these'), next: next.else },
    ],
  };
}
