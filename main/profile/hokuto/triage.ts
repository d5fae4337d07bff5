import type { TriageTree } from '../../../preload/contract/models/triage.ts';
import { bring, urgent } from '../shared/counter-words.ts';
import { anotherMethod, ask, end, whatHappened, whichTrouble } from '../shared/triage-questions.ts';
import { text } from '../writing.ts';

const documents = [bring.document, bring.devices];

export const hokutoTriage: TriageTree = {
  start: 'what-happened',
  questions: [
    whatHappened({
      forgotten: ask('another-method'),
      'lost-or-stolen': end('lost'),
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
    anotherMethod(end('replace-yourself'), end('suspend'), 'another-method-replaced'),
    whichTrouble({
      refused: end('clock'),
      missing: end('not-arriving'),
      password: end('password'),
      else: end('ask-counter'),
    }),
  ],
  outcomes: [
    {
      id: 'use-another',
      kind: 'self-service',
      title: text('別の方法でサインインできます', 'Sign in by another method'),
      urgent: [],
      steps: [
        text(
          '確認の画面で「別の方法」を選び、使える方法で続けます。',
          'When you are asked, choose “another method” and continue with the one that works.',
        ),
      ],
      guides: ['use-another-method', 'backup-method'],
      bring: [],
      operations: [],
      office: null,
    },
    {
      id: 'replace-yourself',
      kind: 'self-service',
      title: text('ご自分で登録し直せます', 'You can register the new device yourself'),
      urgent: [],
      steps: [
        text('使える方法でサインインします。', 'Sign in by the method that works.'),
        text(
          '先に新しい機器や番号を加え、次に古い登録を消します。',
          'Add the new device or number first, then delete the old one.',
        ),
      ],
      guides: ['change-phone', 'change-number'],
      bring: [],
      operations: [],
      office: null,
    },
    {
      id: 'suspend',
      kind: 'counter',
      title: text('情報センター窓口へお越しください', 'Come to the Computing Centre counter'),
      urgent: [],
      steps: [
        text(
          '書類で本人確認のうえ、追加の認証を一時的に止めます。',
          'Against your documents, the counter suspends the second factor for a while.',
        ),
        text('その間に新しい機器を登録してください。', 'Register a new device in the meantime.'),
      ],
      guides: ['at-the-counter', 'after-suspension'],
      bring: documents,
      operations: ['suspend', 'temporary-code', 'initialise-totp', 'reset'],
      office: null,
    },
    {
      id: 'lost',
      kind: 'counter',
      title: text('まず回線を止め、それから窓口へ', 'Stop the line first, then come to the counter'),
      urgent: [urgent.carrier, urgent.deleteDevice],
      steps: [
        text(
          '別の方法でサインインできれば、窓口に来る必要はありません。',
          'If another method still lets you in, you need not come.',
        ),
        text(
          'できなければ、本人確認書類を持って窓口へ来てください。',
          'If none does, come to the counter with your documents.',
        ),
      ],
      guides: ['lost-phone', 'at-the-counter'],
      bring: documents,
      operations: ['suspend', 'reset', 'temporary-code'],
      office: null,
    },
    {
      id: 'unexpected',
      kind: 'counter',
      title: text('承認せず、すぐにパスワードを変えてください', 'Do not approve; change the password now'),
      urgent: [urgent.neverApprove, urgent.changePassword, urgent.endSessions],
      steps: [
        text(
          '承認してしまったとき、パスワードを変えられないときは、すぐ窓口へ知らせてください。',
          'If you approved it, or cannot change the password, tell the counter at once.',
        ),
      ],
      guides: ['unexpected-prompt'],
      bring: [bring.document],
      operations: ['refer'],
      office: null,
    },
    {
      id: 'abroad',
      kind: 'self-service',
      title: text('出発前にアプリのコードを登録します', 'Register an app’s codes before you leave'),
      urgent: [],
      steps: [
        text('SMSだけに頼らず、アプリのコードを加えます。', 'Do not rely on SMS alone: add an app’s codes.'),
      ],
      guides: ['going-abroad', 'totp-clock'],
      bring: [],
      operations: [],
      office: null,
    },
    {
      id: 'first-time',
      kind: 'self-service',
      title: text('初めての設定', 'Setting it up for the first time'),
      urgent: [],
      steps: [
        text(
          'セキュリティ設定を開き、アプリと電話番号を登録します。',
          'Open the security settings, and register an app and a telephone number.',
        ),
      ],
      guides: ['first-setup', 'backup-method', 'phone-age'],
      bring: [],
      operations: [],
      office: null,
    },
    {
      id: 'clock',
      kind: 'self-service',
      title: text('時刻とタイムゾーンを確かめます', 'Check the time and the time zone'),
      urgent: [],
      steps: [
        text(
          'スマートフォンの時刻とタイムゾーンを、どちらも自動にします。',
          'Set both the phone’s time and its time zone to automatic.',
        ),
      ],
      guides: ['totp-clock', 'forgotten-code-app'],
      bring: [],
      operations: [],
      office: null,
    },
    {
      id: 'not-arriving',
      kind: 'self-service',
      title: text('迷惑対策の設定を見直します', 'Look at the spam settings'),
      urgent: [],
      steps: [
        text(
          '発信元の番号は一つではありません。届かなければ別の方法を選びます。',
          'The sender’s number varies. If nothing arrives, choose another method.',
        ),
      ],
      guides: ['sms-not-arriving', 'use-another-method'],
      bring: [],
      operations: [],
      office: null,
    },
    {
      id: 'password',
      kind: 'other-office',
      title: text('パスワードの再発行', 'A new password'),
      urgent: [],
      steps: [
        text(
          '学務課で、学生証を見せて申し込んでください。',
          'Apply at the Student Affairs office with your card.',
        ),
      ],
      guides: ['password-reissue'],
      bring: [bring.card],
      operations: ['refer'],
      office: text('学務課（架空）', 'Student Affairs (fictitious)'),
    },
    {
      id: 'ask-counter',
      kind: 'counter',
      title: text('窓口でお聞かせください', 'Tell us at the counter'),
      urgent: [],
      steps: [
        text(
          '画面に出た言葉を控えておくと、早く解決できます。',
          'Note what the screen said: it makes things quicker.',
        ),
      ],
      guides: ['at-the-counter'],
      bring: [bring.card],
      operations: ['replace-token', 'refer'],
      office: null,
    },
  ],
};
