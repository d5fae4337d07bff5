import type { Guide, ProfileLink } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** Microsoft's own page where a person keeps their methods: the same at every institution. */
export const securityInfoLink: ProfileLink = {
  id: 'security-info',
  label: text('セキュリティ情報（Microsoft）', 'Security info (Microsoft)'),
  url: 'https://mysignins.microsoft.com/security-info',
};

export const addMicrosoftMethod: Guide = {
  id: 'add-method',
  title: text('方法を加える・消す（セキュリティ情報）', 'Add or delete a method (security info)'),
  keywords: words(
    '追加 ついか 登録 とうろく 削除 さくじょ セキュリティ情報 せきゅりてぃじょうほう サインイン方法 マイクロソフト tsuika toroku sakujo security info add delete method sign-in microsoft mysignins authenticator',
  ),
  audience: 'everyone',
  relatedReasons: ['new-student', 'replaced', 'number-changed'],
  steps: [
    text('サインインして「セキュリティ情報」を開きます。', 'Sign in and open “Security info”.'),
    text(
      '「サインイン方法の追加」で、アプリや電話番号を加えます。',
      'By “Add sign-in method”, add an app or a telephone number.',
    ),
    text(
      '新しい方法で確かめてから、要らないものの「削除」を押します。',
      'Try the new method, and only then press “Delete” beside the one you no longer need.',
    ),
  ],
};

export const microsoftNewPhone: Guide = {
  id: 'change-phone',
  title: text('機種変更するとき（Microsoft Authenticator）', 'Changing phones (Microsoft Authenticator)'),
  keywords: words(
    '機種変更 きしゅへんこう 買い替え かいかえ 新しいスマホ 移行 いこう Authenticator オーセンティケーター おーせんてぃけーたー 認証アプリ kishuhenko ikou new phone change replace move authenticator autenticator authentikator',
  ),
  audience: 'everyone',
  relatedReasons: ['replaced', 'broken'],
  steps: [
    text(
      '古いスマートフォンは、新しい方の登録が終わるまで手放しません。',
      'Keep the old phone until the new one is registered.',
    ),
    text(
      '古いスマートフォンか電話番号でサインインし、「セキュリティ情報」を開きます。',
      'Sign in with the old phone or a telephone number, and open “Security info”.',
    ),
    text(
      '新しいスマートフォンのアプリを加え、QRコードを読み取ります。',
      'Add the app of the new phone and scan the QR code.',
    ),
    text(
      '新しい方でサインインできたら、古いアプリの登録を消します。',
      'When the new one lets you in, delete the old app’s registration.',
    ),
  ],
};

export const microsoftDefault: Guide = {
  id: 'default-method',
  title: text('既定の方法を変える', 'Change the default method'),
  keywords: words(
    '既定 きてい デフォルト でふぉると 優先 ゆうせん 変更 最初に kitei yusen default method change first preferred defalt',
  ),
  audience: 'everyone',
  relatedReasons: ['other', 'replaced'],
  steps: [
    text('「セキュリティ情報」を開きます。', 'Open “Security info”.'),
    text(
      '「既定のサインイン方法」の横の「変更」を押し、方法を選びます。',
      'Press “Change” beside the default sign-in method and choose one.',
    ),
  ],
};

export const useAnotherMicrosoft: Guide = {
  id: 'use-another-method',
  title: text('今日だけ別の方法でサインインする', 'Sign in by another method today'),
  keywords: words(
    '別の方法 べつのほうほう アプリを使用できない 忘れた わすれた 家 電話 コード betsu wasureta another method cannot use app forgot phone other way',
  ),
  audience: 'everyone',
  relatedReasons: ['forgotten', 'app-deleted'],
  steps: [
    text(
      '確認の画面で「現在アプリを使用できません」または「別の方法」を選びます。',
      'When you are asked, choose “I can’t use my app now” or “another way”.',
    ),
    text(
      '登録してある電話番号などを選び、届いたコードを入力します。',
      'Choose a registered number or other method, and type the code that arrives.',
    ),
  ],
};
