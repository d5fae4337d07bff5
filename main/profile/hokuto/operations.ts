import type { Profile } from '../profile.ts';
import { text } from '../writing.ts';

/** What the fictitious institution does at its counter: everything that an institution may do, so that it can be seen. */
export const hokutoOperations: Profile['operations'] = [
  {
    id: 'suspend',
    label: text('追加の認証の一時停止', 'Suspend the second factor for a while'),
    by: 'provider',
    identity: 'documents',
    days: null,
    note: text('期限が来ると自動で元に戻ります。', 'It ends by itself.'),
  },
  {
    id: 'temporary-code',
    label: text('一時コードの発行', 'Issue a temporary code'),
    by: 'provider',
    identity: 'documents',
    days: null,
    note: text('スマートフォンを忘れただけのときに使います。', 'For somebody who only forgot their phone.'),
  },
  {
    id: 'initialise-totp',
    label: text('新しいTOTPの発行', 'Issue a new TOTP'),
    by: 'provider',
    identity: 'documents',
    days: null,
    note: text(
      'アプリを消した・機種変更した方に、その場で登録してもらいます。',
      'For somebody who deleted the app or changed phones: they register it here.',
    ),
  },
  {
    id: 'reset',
    label: text('認証手段の削除', 'Remove factors'),
    by: 'provider',
    identity: 'documents',
    days: null,
    note: text(
      '紛失・盗難のときは、失くした機器の登録を消します。',
      'After a loss or a theft, remove what the lost device was registered for.',
    ),
  },
  {
    id: 'replace-token',
    label: text('ハードウェアトークンの交換（申請）', 'Replace a hardware token (application)'),
    by: 'centre',
    identity: 'documents',
    days: { from: 2, to: 5 },
    note: text('センターが手作業で用意します。', 'The centre prepares it by hand.'),
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

/** What the person reads at home after each of them. */
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
        '期限を過ぎると、また追加の認証が必要になります。',
        'After the time on the receipt a second factor is needed again.',
      ),
    ],
  },
  {
    operation: 'temporary-code',
    steps: [
      text(
        '確認の画面で「一時コード」を選び、窓口で見たコードを入力します。',
        'When you are asked, choose “temporary code” and type the code that you saw at the counter.',
      ),
      text('コードは期限が来ると使えなくなります。', 'The code ends by itself.'),
    ],
  },
  {
    operation: 'initialise-totp',
    steps: [
      text(
        'これまでのアプリのコードは使えません。新しく登録したアプリのコードを使います。',
        'Codes of the old app no longer work: use those of the app that you registered at the counter.',
      ),
    ],
  },
  {
    operation: 'reset',
    steps: [
      text('次のサインインで、新しい認証手段を登録します。', 'Register a new factor at your next sign-in.'),
      text(
        '失くした機器が見つかっても、そのままでは使えません。',
        'Should the lost device turn up, it does not work as it is.',
      ),
    ],
  },
  {
    operation: 'replace-token',
    steps: [
      text(
        '用意ができたらメールで知らせます。この控えと学生証を持って受け取りに来てください。',
        'You are told by mail when it is ready. Bring this receipt and your card to fetch it.',
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

/** When its classes end. */
export const hokutoClassEnds: Profile['classEnds'] = ['10:30', '12:10', '14:40', '16:20', '18:00'];

/** While the visitor is here, for a class, for the day. */
export const hokutoCodes: Profile['temporaryCode'] = {
  defaultMinutes: 60,
  presetsMinutes: [30, 60, 180, 480],
};
