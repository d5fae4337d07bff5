import type { Profile } from '../profile.ts';
import { text } from '../writing.ts';

export const hokutoMethods: Profile['methods'] = [
  {
    id: 'app-code',
    kind: 'app-code',
    name: text('認証アプリのコード', 'Authenticator app code'),
    countsAsMfa: true,
    digits: 6,
    device: 'totp-app',
    note: text('電波がなくても使えます。', 'Works without a signal.'),
  },
  {
    id: 'passkey',
    kind: 'passkey',
    name: text('パスキー・セキュリティキー', 'Passkey or security key'),
    countsAsMfa: true,
    digits: null,
    device: 'passkey',
    note: null,
  },
  {
    id: 'sms',
    kind: 'sms',
    name: text('携帯電話（SMS）', 'Mobile phone (SMS)'),
    countsAsMfa: true,
    digits: 6,
    device: 'sms',
    note: null,
  },
  {
    id: 'voice',
    kind: 'voice',
    name: text('電話（音声）', 'Telephone (voice)'),
    countsAsMfa: true,
    digits: null,
    device: 'voice',
    note: null,
  },
  {
    id: 'mail-address',
    kind: 'mail-address',
    name: text('連絡用メールアドレス', 'Contact mail address'),
    countsAsMfa: false,
    digits: null,
    device: null,
    note: text('お知らせを受け取るだけです。', 'It receives notices, nothing more.'),
  },
];

export const hokutoLimits: Profile['methodLimits'] = [
  {
    id: 'phones',
    label: text('電話番号', 'Telephone numbers'),
    methods: ['sms', 'voice'],
    maximum: 3,
  },
];

export const hokutoOperations: Profile['operations'] = [
  {
    id: 'suspend',
    label: text('追加認証の一時停止', 'Suspend the second factor for a while'),
    by: 'provider',
    identity: 'documents',
    days: null,
    note: text('期限が来ると自動で元に戻ります。', 'It ends by itself.'),
  },
  {
    id: 'refer',
    label: text('ほかの窓口を案内', 'Refer to another office'),
    by: 'person',
    identity: 'none',
    days: null,
    note: null,
  },
];

export const hokutoHandOuts: Profile['handOuts'] = [
  {
    operation: 'suspend',
    steps: [
      text(
        '停止が反映されてから、パスワードだけでサインインします。反映されたかどうかは控えの状態で確かめます。',
        'Once the suspension has taken effect, sign in with the password alone. The receipt’s state tells whether it has.',
      ),
      text(
        'セキュリティ設定を開き、新しい機器を登録します。',
        'Open the security settings and register the new device.',
      ),
      text(
        '新しい機器で一度サインインしてから、古い登録を消します。',
        'Sign in with the new device once, then delete the old registration.',
      ),
      text(
        '期限を過ぎると、また追加認証が必要になります。',
        'After the time on the receipt a second factor is needed again.',
      ),
    ],
  },
  {
    operation: 'refer',
    steps: [
      text(
        '控えに書かれた窓口へ、この控えを持って行ってください。',
        'Take this receipt to the office that it names.',
      ),
    ],
  },
];

export const hokutoMessages: Profile['messages'] = {
  signIn: text(
    '学籍番号（または s と学籍番号）とパスワードを入力してください。',
    'Enter your number, or s and your number, and your password.',
  ),
  notAsked: text(
    '入退室が管理された演習室なので、学生の追加認証を省略しました。',
    'This lab has controlled entry, so students are not asked for a second factor here.',
  ),
  asked: text(
    '教職員と、演習室の外では追加認証が必要です。',
    'Staff, and anyone outside the labs, are asked for a second factor.',
  ),
  locked: text(
    'アカウントがロックされています。情報センター窓口で解除できます。',
    'The account is locked. The Computing Centre counter can clear it.',
  ),
  passwordForgotten: text(
    '学生証を持って情報センター窓口へ来てください。',
    'Come to the Computing Centre counter with your card.',
  ),
  secondFactorLost: text(
    'ほかに登録した方法がなければ、本人確認書類を持って窓口へ来てください。',
    'If no other registered method works, come to the counter with your documents.',
  ),
  sharedMachine: text(
    '共用の端末です。パスワードを保存せず、離れるときはサインアウトしてください。',
    'This machine is shared. Save no password, and sign out when you leave.',
  ),
};
