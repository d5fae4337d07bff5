import type { TriageTree } from '../../../preload/contract/models/triage.ts';
import { anotherMethod, ask, end, whatHappened, whichTrouble } from '../shared/triage-questions.ts';
import { text } from '../writing.ts';
import { johoOutcomes } from './triage-outcomes.ts';

/** The centre: another method, or a suspension against documents, since impersonation has happened elsewhere. */
export const johoTriage: TriageTree = {
  start: 'what-happened',
  questions: [
    whatHappened({
      forgotten: ask('another-method'),
      'lost-or-stolen': ask('another-method-lost'),
      replaced: ask('another-method-replaced'),
      broken: ask('another-method-replaced'),
      'number-changed': ask('another-method-replaced'),
      'going-abroad': end('abroad'),
      'unexpected-prompt': end('unexpected'),
      'app-deleted': ask('another-method-replaced'),
      'new-student': end('first-time'),
      other: ask('which-trouble'),
    }),
    anotherMethod(end('use-another'), end('suspend')),
    anotherMethod(end('register-yourself'), end('suspend'), 'another-method-replaced'),
    anotherMethod(end('lost-delete'), end('lost-suspend'), 'another-method-lost'),
    whichTrouble({
      refused: ask('app-remembered'),
      missing: ask('call-or-text'),
      password: end('password'),
      else: ask('which-else'),
    }),
    {
      id: 'app-remembered',
      fact: 'app-remembered',
      text: text('コードを出すアプリがどれか分かりますか。', 'Do you know which app shows the code?'),
      options: [
        { id: 'yes', label: text('はい', 'Yes'), next: end('clock') },
        {
          id: 'no',
          label: text('いいえ、覚えがない', 'No, I do not remember any'),
          next: end('find-the-app'),
        },
      ],
    },
    {
      id: 'call-or-text',
      fact: null,
      text: text('何が届きませんか。', 'What does not arrive, or does not work?'),
      options: [
        {
          id: 'call',
          label: text('音声の電話', 'The voice call'),
          next: end('voice'),
        },
        { id: 'text', label: text('SMSのメッセージ', 'Texts'), next: end('not-arriving') },
        {
          id: 'app',
          label: text('SMSにしたのにアプリに届く', 'I chose SMS, but the app is asked'),
          next: end('app-first'),
        },
      ],
    },
    {
      id: 'which-else',
      fact: null,
      text: text('どれに近いですか。', 'Which is closest?'),
      options: [
        {
          id: 'robot',
          label: text(
            'ロボットの確認や「問題が発生しました」が出る',
            'A robot check, or “we ran into a problem”',
          ),
          next: end('robot'),
        },
        {
          id: 'mail',
          label: text('メールアプリが使えなくなった', 'My mail app stopped'),
          next: end('mail-app'),
        },
        {
          id: 'full',
          label: text('これ以上登録できないと出る', 'It says that I cannot register more'),
          next: end('full'),
        },
        { id: 'else', label: text('どれでもない', 'None of these'), next: end('ask-centre') },
      ],
    },
  ],
  outcomes: johoOutcomes,
};
