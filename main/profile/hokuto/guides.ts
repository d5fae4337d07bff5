import type { Guide } from '../../../preload/contract/models/guides.ts';
import { backupMethod, phoneAge } from '../shared/device-guides.ts';
import {
  goingAbroad,
  lostPhone,
  sharedMachine,
  smsNotArriving,
  unexpectedPrompt,
} from '../shared/phone-guides.ts';
import { forgottenCodeApp, totpClock } from '../shared/totp-guides.ts';
import { text, words } from '../writing.ts';

const own: readonly Guide[] = [
  {
    id: 'first-setup',
    title: text('追加の認証を初めて設定する', 'Set up a second factor for the first time'),
    keywords: words(
      '初期設定 しょきせってい 初めて はじめて 新入生 しんにゅうせい 登録 とうろく 設定 shinnyusei settei toroku first setup enrol enroll register new student',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student'],
    steps: [
      text(
        '学内のパソコンで、北斗大学のポータルからセキュリティ設定を開きます。',
        'On a campus computer, open the security settings from Hokuto’s portal.',
      ),
      text(
        '認証アプリを加え、表示されたQRコードを読み取ります。',
        'Add an authenticator app and scan the QR code shown.',
      ),
      text('続けて、電話番号を一つ加えます。', 'Then add one telephone number as well.'),
      text('いったんサインアウトし、両方を試します。', 'Sign out, and try both.'),
    ],
  },
  {
    id: 'change-phone',
    title: text('機種変更したとき', 'When you change phones'),
    keywords: words(
      '機種変更 きしゅへんこう 買い替え かいかえ 新しいスマホ 移行 引っ越し kishuhenko new phone change replace move transfer migrate',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'broken'],
    steps: [
      text(
        '古いスマートフォンを手放す前に、それでサインインします。',
        'Sign in with the old phone before you part with it.',
      ),
      text(
        'セキュリティ設定に新しいスマートフォンを加えます。',
        'Add the new phone in the security settings.',
      ),
      text(
        '新しい方で一度サインインしてから、古い登録を消します。',
        'Sign in once with the new one, then delete the old.',
      ),
    ],
  },
  {
    id: 'change-number',
    title: text('電話番号が変わったとき', 'When your number changes'),
    keywords: words(
      '電話番号 でんわばんごう 変更 へんこう 番号変更 乗り換え MNP bango denwa number change changed carrier porting',
    ),
    audience: 'everyone',
    relatedReasons: ['number-changed'],
    steps: [
      text('アプリなど別の方法でサインインします。', 'Sign in by another method, such as an app.'),
      text('新しい番号を加え、届くことを確かめます。', 'Add the new number and make sure that codes arrive.'),
      text('古い番号を消します。', 'Delete the old number.'),
    ],
  },
  {
    id: 'use-another-method',
    title: text('今日だけ別の方法でサインインする', 'Sign in by another method today'),
    keywords: words(
      '別の方法 べつのほうほう 忘れた わすれた 家に置いてきた betsu hoho wasureta another method forgot phone home alternative',
    ),
    audience: 'everyone',
    relatedReasons: ['forgotten'],
    steps: [
      text('確認の画面で「別の方法」を押します。', 'Press “another method” when you are asked.'),
      text('登録してある電話番号やパスキーを選びます。', 'Choose a registered number or a passkey.'),
    ],
  },
  {
    id: 'at-the-counter',
    title: text('窓口に来るとき', 'Coming to the counter'),
    keywords: words(
      '窓口 まどぐち 持ち物 もちもの 本人確認 ほんにんかくにん 学生証 受付時間 madoguchi mochimono counter bring documents identity hours help desk helpdesk',
    ),
    audience: 'everyone',
    relatedReasons: ['forgotten', 'lost-or-stolen', 'broken'],
    steps: [
      text('写真つきの本人確認書類を持ってきてください。', 'Bring a document with your photograph.'),
      text(
        '受付は平日9時から18時、土曜10時から15時です。',
        'It is open 9:00 to 18:00 on weekdays and 10:00 to 15:00 on Saturdays.',
      ),
      text(
        'ご本人が来てください。代わりの方には応じられません。',
        'Come yourself: nobody can do it for you.',
      ),
    ],
  },
  {
    id: 'after-suspension',
    title: text('一時停止のあいだにすること', 'While the second factor is suspended'),
    keywords: words(
      '一時停止 いちじていし 停止中 解除 期限 控え 受付番号 teishi kaijo suspension suspended receipt until register',
    ),
    audience: 'everyone',
    relatedReasons: ['forgotten', 'lost-or-stolen', 'replaced', 'broken'],
    steps: [
      text(
        '控えの状態が「反映済み」になってからサインインします。',
        'Sign in once the receipt’s state says that it has taken effect.',
      ),
      text('新しい機器を登録し、古い登録を消します。', 'Register the new device and delete the old.'),
      text(
        '登録が済めば、一時停止は早く終わります。',
        'When you have registered, the suspension ends early.',
      ),
    ],
  },
  {
    id: 'password-reissue',
    title: text('パスワードを忘れたとき', 'When you forget your password'),
    keywords: words(
      'パスワード ぱすわーど 忘れた わすれた 再発行 さいはっこう 初期化 リセット pasuwado password forgot reset reissue pasword',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'forgotten'],
    steps: [
      text('学務課に学生証を持って行きます。', 'Take your card to Student Affairs.'),
      text(
        '受け取った仮のパスワードは、最初のサインインで変えます。',
        'Change the temporary password at your first sign-in.',
      ),
    ],
  },
];

export const hokutoGuides: Guide[] = [
  ...own,
  totpClock,
  forgottenCodeApp,
  sharedMachine,
  unexpectedPrompt,
  lostPhone,
  smsNotArriving,
  goingAbroad,
  backupMethod,
  phoneAge,
];
