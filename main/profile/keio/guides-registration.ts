import type { Guide } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** Keio: setting up, changing and checking one's methods. */
export const keioRegistrationGuides: readonly Guide[] = [
  {
    id: 'first-setup',
    title: text('多要素認証を初めて設定する', 'Set up multi-factor authentication'),
    keywords: words(
      '初期設定 しょきせってい 初めて はじめて 新入生 登録 とうろく 多要素認証 たようそにんしょう 二段階 tayoso ninsho settei setup first enrol enroll register MFA mfa 2fa multifactor',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student'],
    steps: [
      text(
        'ポータルから keio.jp にサインインし、設定の「セキュリティ方式」を開きます。',
        'From the portal, sign in to keio.jp and open the security methods in your settings.',
      ),
      text(
        'アプリのコードか、この機器のパスキー・生体認証を登録します。',
        'Register an app’s codes, or a passkey or biometrics of the device at hand.',
      ),
      text('予備として電話番号を一つ加えます。', 'Add one telephone number in reserve.'),
      text(
        '一つでも登録すると、自分で有効にしていなくても、サインインのたびに多要素認証を求められます。',
        'Once a single method is registered you are asked for it, even if you never switched anything on.',
      ),
    ],
  },
  {
    id: 'deadline',
    title: text('設定の期限と、やめられるかどうか', 'Your deadline, and whether it can be switched off'),
    keywords: words(
      '期限 きげん いつまで 締切 しめきり 解除 かいじょ 無効 むこう オフ やめたい 義務 kigen kaijo muko deadline due disable switch off turn off opt out mandatory',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student', 'other'],
    steps: [
      text(
        '期限は一人ひとり違います。自分の期限を確かめ、それまでに登録を済ませます。',
        'Everyone has a deadline of their own: look yours up, and register before it.',
      ),
      text(
        '恒久的にやめることはできません。やめられたのは試行期間だけです。',
        'It cannot be switched off for good: that existed only during the trial.',
      ),
      text(
        '機器を忘れたときなどに、窓口で一時的に止めることはできます。',
        'The counter can suspend it for a while, for instance when a device was left at home.',
      ),
    ],
  },
  {
    id: 'change-phone-yourself',
    title: text('機種変更（a）ほかの方法が使えるとき', 'New phone (a): another method still works'),
    keywords: words(
      '機種変更 きしゅへんこう 買い替え かいかえ 新しいスマホ 追加 削除 移行 データ移行 kishuhenko kishu henko new phone change replace migrate add delete self',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'broken', 'app-deleted'],
    steps: [
      text(
        'パスキー、ほかの機器のコード、電話番号のうち、今使えるものでサインインします。',
        'Sign in by whatever works now: a passkey, another device’s codes, or a telephone number.',
      ),
      text('先に新しい機器を登録します。', 'Add the new device first.'),
      text(
        '新しい機器でサインインできることを確かめてから、古い機器を消します。',
        'Make sure that it lets you in, and only then delete the old one.',
      ),
      text('終わったら「登録後の2点の確認」をします。', 'Finish with the check of two points.'),
    ],
  },
  {
    id: 'change-phone-counter',
    title: text('機種変更（b）使える方法がないとき', 'New phone (b): nothing works any more'),
    keywords: words(
      '機種変更 きしゅへんこう 使えない 締め出し しめだし 窓口 一時停止 いちじていし 大学メール 慶應メール madoguchi teishi shimedashi locked out counter suspend university mail new phone lockout',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'broken', 'app-deleted', 'number-changed', 'forgotten'],
    steps: [
      text(
        '本人確認書類を持って、いずれかのキャンパスのKIC窓口で一時停止を申し込みます。窓口でしかできません。',
        'With your documents, ask for a suspension at the KIC counter of any campus. It is done nowhere else.',
      ),
      text(
        '反映されたら、慶應メールを使う多要素認証でサインインします。',
        'Once it has taken effect, sign in with the factor that goes to your university mail.',
      ),
      text('新しい機器を登録します。', 'Add the new device.'),
      text('古い機器を消し、2点を確認します。', 'Delete the old one, and check the two points.'),
    ],
  },
  {
    id: 'two-point-check',
    title: text('登録後の2点の確認', 'The check of two points afterwards'),
    keywords: words(
      '確認 かくにん 登録後 Enable 有効 ゆうこう セキュリティ方式 一覧 できたか kakunin yuko enable enabled check registered list security methods verify afterwards',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'new-student'],
    steps: [
      text(
        '多要素認証の欄が「Enable」になっていることを見ます。',
        'See that multi-factor authentication says “Enable”.',
      ),
      text(
        'セキュリティ方式の一覧に、登録した認証器が並んでいることを見ます。',
        'See that your authenticators are listed under security methods.',
      ),
      text('どちらかが欠けていたら、登録をやり直します。', 'If either is missing, register again.'),
    ],
  },
  {
    id: 'okta-verify-by-hand',
    title: text('Okta Verify を手動で追加する', 'Add Okta Verify by hand'),
    keywords: words(
      'Okta Verify オクタ おくた ベリファイ 手動 しゅどう QR QRコード 読み取れない 組織 生体認証 okuta verifai octa okta verify manual manually no qr organisation organization reinstall add account',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'app-deleted', 'new-student'],
    steps: [
      text(
        'アプリの「＋」を押し、「組織」を選びます。',
        'Press the plus in the app and choose “Organisation”.',
      ),
      text('「スキップ」を押します。', 'Press “Skip”.'),
      text(
        '「QRコードがない」方を選び、サインインへ進みます。',
        'Say that you have no QR code, and go on to sign in.',
      ),
      text(
        '組織のサインイン用アドレスを入力してサインインします。',
        'Enter the organisation’s sign-in address and sign in.',
      ),
      text(
        '生体認証を有効にし、このアカウントを既定にします。',
        'Enable biometrics and make this account the default.',
      ),
      text(
        'うまくいかないときは、アプリを入れ直して最初から行います。',
        'Otherwise reinstall the app and start again.',
      ),
    ],
  },
  {
    id: 'per-device-methods',
    title: text('機器ごとに登録が必要な方法', 'Methods that belong to one device'),
    keywords: words(
      'パスキー ぱすきー 指紋 しもん 顔認証 生体認証 せいたい 機器ごと 端末ごと FIDO ふぁいど Face ID Touch ID Windows Hello pasukii seitai shimon passkey fingerprint face biometrics per device fido2',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'new-student'],
    steps: [
      text(
        'パスキー・生体認証は、機器ごとに登録します。',
        'A passkey or biometrics is registered on each device separately.',
      ),
      text(
        'Okta Verify も機器ごとです。新しいスマートフォンでは登録し直します。',
        'So is Okta Verify: on a new phone it must be registered again.',
      ),
      text(
        'パソコンとスマートフォンの両方に登録しておくと、片方をなくしても入れます。',
        'Registered on both a computer and a phone, losing one does not lock you out.',
      ),
    ],
  },
  {
    id: 'phone-numbers',
    title: text('電話番号の登録（携帯・固定・海外）', 'Telephone numbers: mobile, landline, overseas'),
    keywords: words(
      '電話番号 でんわばんごう 携帯 けいたい 固定電話 こていでんわ 音声 SMS 海外番号 国際 複数 予備 denwa bango kotei phone number mobile landline voice sms overseas foreign number several',
    ),
    audience: 'everyone',
    relatedReasons: ['number-changed', 'new-student', 'going-abroad'],
    steps: [
      text(
        '番号は複数登録できます。携帯はSMSか音声、固定電話は音声です。',
        'Several numbers can be registered: mobile by SMS or voice, landline by voice.',
      ),
      text('アプリを使う人も、予備に番号を一つ残します。', 'Keep one in reserve even if you use an app.'),
      text(
        '海外の番号は登録できないことがあります。海外ではアプリを使います。',
        'Overseas numbers may fail to register: abroad, use an app.',
      ),
    ],
  },
];
