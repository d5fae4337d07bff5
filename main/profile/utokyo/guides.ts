import type { Guide } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** The University of Tokyo: its own articles. */
export const utokyoGuides: readonly Guide[] = [
  {
    id: 'user-name',
    title: text('ユーザー名は10桁の数字です', 'Your user name is 10 digits'),
    keywords: words(
      'ユーザー名 ゆーざーめい ID 10桁 じゅっけた 数字 共通ID 何を入力 yuzamei keta user name username id ten digits number what to type login',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student', 'other'],
    steps: [
      text('ユーザー名には10桁の数字を入力します。', 'Type the 10 digits as your user name.'),
      text('メールアドレスではありません。', 'It is not your mail address.'),
      text(
        '全角の数字や空白が混ざっていないか確かめます。',
        'See that no full-width digit or blank has slipped in.',
      ),
    ],
  },
  {
    id: 'apply-then-register',
    title: text('利用を申し込み、次のサインインで登録する', 'Apply first, register at the next sign-in'),
    keywords: words(
      '申し込み もうしこみ 申請 しんせい 利用開始 ユーザーメニュー ゆーざーめにゅー 初期設定 登録 moushikomi shinsei menu apply enrol enroll register user menu start mfa first setup',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student'],
    steps: [
      text(
        '先に、利用者メニューで多要素認証の利用を申し込みます。',
        'First apply for multi-factor authentication in the user menu.',
      ),
      text(
        'いったんサインアウトし、次のサインインで方法を登録します。',
        'Sign out; at the next sign-in you are led to register your methods.',
      ),
      text(
        'メールアドレスは、大学のクラウドメール以外のものを使います。大学のメールはサインインしないと読めません。',
        'Use a mail address outside the university’s own cloud mail, which cannot be read without signing in.',
      ),
      text('電話とアプリなど、二つ以上登録します。', 'Register two or more, such as a phone and an app.'),
    ],
  },
  {
    id: 'who-needs-it',
    title: text('だれに必要ですか', 'Who needs it?'),
    keywords: words(
      '任意 にんい 義務 ぎむ 必須 必要 毎回 まいかい 求められる 職員 学生 nini gimu hissu voluntary mandatory required every time asked enrolled optional',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student', 'other'],
    steps: [
      text(
        '利用は任意です（2021年の案内）。職員のVPNには必須です。',
        'It is voluntary (as of 2021), except for the staff VPN.',
      ),
      text(
        '申し込んだ人は、サインインのたびに確認を求められます。',
        'Whoever has enrolled is asked at every sign-in.',
      ),
      text(
        '確認を保存すると、その端末では省かれることがあります。共用の端末では保存しません。',
        'A saved verification can skip the prompt on that machine. Never save one on a shared machine.',
      ),
    ],
  },
  {
    id: 'staff-vpn',
    title: text('職員VPNと多要素認証', 'The staff VPN'),
    keywords: words(
      'VPN ブイピーエヌ 職員 しょくいん 在宅 テレワーク 接続 つながらない shokuin zaitaku vpn staff remote work telework connect required',
    ),
    audience: 'staff',
    relatedReasons: ['new-student', 'other'],
    steps: [
      text('職員VPNを使うには、多要素認証が必要です。', 'The staff VPN needs multi-factor authentication.'),
      text(
        'VPNを使う前に、利用者メニューで申し込み、方法を登録しておきます。',
        'Apply in the user menu and register a method before you need the VPN.',
      ),
    ],
  },
  {
    id: 'three-phones',
    title: text('電話は3種類、一つずつ', 'Three kinds of telephone, one of each'),
    keywords: words(
      '電話 でんわ 携帯 けいたい 代替 だいたい 会社電話 職場 しょくば 内線 ないせん 3つ 三種類 上限 denwa keitai daitai naisen phone mobile alternate office extension three limit',
    ),
    audience: 'everyone',
    relatedReasons: ['number-changed', 'new-student'],
    steps: [
      text('携帯電話：SMSか音声で受け取ります。', 'Mobile: codes by SMS, or a voice call.'),
      text('代替の電話：音声だけです。', 'Alternate: voice call only.'),
      text(
        '職場の電話：音声だけです。内線番号を付けられます。',
        'Office: voice call only; an extension may be given.',
      ),
      text('それぞれ一つずつ、合わせて三つまでです。', 'One of each, three in all.'),
    ],
  },
  {
    id: 'six-digit-codes',
    title: text('届くコードは6桁です', 'Codes have six digits'),
    keywords: words(
      'コード こーど 6桁 ろっけた SMS メール 確認コード 数字 桁数 rokketa kodo code six digits 6 sms mail verification number',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'new-student'],
    steps: [
      text('SMSとメールで届くコードは、どちらも6桁です。', 'Codes by SMS and by mail both have six digits.'),
      text(
        '桁数の違うコードを求める画面には入力しません。',
        'Do not answer a page that wants another number of digits.',
      ),
    ],
  },
  {
    id: 'not-a-method',
    title: text('メールとアプリパスワードは数に入りません', 'Mail and app passwords do not count'),
    keywords: words(
      'メールアドレス めーるあどれす アプリパスワード あぷりぱすわーど 数えない 方法ではない meeru pasuwado mail address app password not a method count',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'forgotten'],
    steps: [
      text(
        '登録したメールアドレスでは、サインインの確認を受けられません。',
        'A registered mail address cannot answer a sign-in prompt.',
      ),
      text(
        'アプリパスワードも、本人確認の方法ではありません。',
        'Nor is an app password a way to be verified.',
      ),
      text('電話かアプリを二つ以上登録しておきます。', 'Keep two or more telephones or apps registered.'),
    ],
  },
  {
    id: 'last-method',
    title: text('最後の方法を消すとどうなるか', 'If you delete the last method'),
    keywords: words(
      '最後 さいご 全部 削除 さくじょ 消した 再設定 やり直し saigo sakujo keshita last method delete all set up again forced',
    ),
    audience: 'everyone',
    relatedReasons: ['app-deleted', 'replaced'],
    steps: [
      text(
        '方法を全部消しても、多要素認証は終わりません。',
        'Deleting every method does not end multi-factor authentication.',
      ),
      text(
        '次のサインインで、もう一度設定するよう求められます。',
        'The next sign-in makes you set it up again.',
      ),
      text(
        '出先でそうならないよう、新しい方法を加えてから消します。',
        'Add the new method before you delete, or this catches you on the road.',
      ),
    ],
  },
  {
    id: 'cannot-end',
    title: text('多要素認証はやめられますか', 'Can it be switched off?'),
    keywords: words(
      'やめたい やめる 解除 かいじょ 終了 しゅうりょう 無効 むこう オフ kaijo shuryo muko yameru stop end disable switch off turn off cancel opt out',
    ),
    audience: 'everyone',
    relatedReasons: ['other'],
    steps: [
      text('原則としてやめられません。', 'In principle it cannot be ended.'),
      text(
        '利用者メニューの利用申込みは、そのままにしておきます。変えても終わらず、ほかのシステムが使えなくなることがあります。',
        'Leave the application in the user menu as it is. Changing it does not end anything, and can break other systems.',
      ),
      text(
        '困っていることがあれば、方法を変えるか窓口へ相談してください。',
        'If it troubles you, change the method or ask the counter.',
      ),
    ],
  },
  {
    id: 'locked-out',
    title: text('どの方法も使えなくなったとき', 'When no method works any more'),
    keywords: words(
      '締め出し しめだし 使えない サインインできない 再登録 さいとうろく 窓口 学生証 職員証 shimedashi saitoroku locked out cannot sign in re-register counter card next business day lockout',
    ),
    audience: 'everyone',
    relatedReasons: ['lost-or-stolen', 'broken', 'app-deleted', 'number-changed', 'forgotten', 'replaced'],
    assumed: true,
    steps: [
      text(
        '学生証か職員証を持って窓口へ来てください。',
        'Come to the counter with your student or staff card.',
      ),
      text('再登録の手続きをします。', 'Your re-registration is arranged there.'),
      text(
        '翌営業日に済み、メールでお知らせします。届くメールアドレスを窓口で確かめます。',
        'It is done on the next business day and you get a mail: the counter checks the address.',
      ),
    ],
  },
];
