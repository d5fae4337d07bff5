import type { Guide } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** The centre's articles on telephones that don't do as they should, and on errors. */
export const johoTroubleGuides: readonly Guide[] = [
  {
    id: 'voice-call',
    title: text('音声の電話に答える', 'Answering the voice call'),
    keywords: words(
      '音声 おんせい 電話 でんわ シャープ しゃーぷ # 20秒 内線 ないせん 転送 てんそう 切れる onsei denwa shapu naisen tenso voice call press hash pound sharp 20 seconds extension forwarding answer',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'new-student'],
    steps: [
      text('電話に出て、およそ20秒以内に # を押します。', 'Answer and press # within about 20 seconds.'),
      text('登録では、内線番号の欄を空けておきます。', 'When registering, leave the extension blank.'),
      text(
        '転送している電話では受けられません。転送を解除します。',
        'A forwarded line does not work: switch forwarding off.',
      ),
      text(
        '自分でサインインしていないのにかかってきたら、何も押さずに切ります。',
        'If you are not signing in, press nothing and hang up.',
      ),
    ],
  },
  {
    id: 'rotary-and-optical',
    title: text('ダイヤル回線・ひかり電話の場合', 'Rotary and optical lines'),
    keywords: words(
      'ダイヤル回線 だいやる パルス 黒電話 ひかり電話 光電話 光回線 トーン 米印 * 固定電話 daiyaru hikari rotary pulse optical fibre fiber line tone star asterisk landline',
    ),
    audience: 'everyone',
    relatedReasons: ['other'],
    steps: [
      text(
        'ダイヤル（パルス）回線では、先に * を押してから # を押します。',
        'On a rotary (pulse) line, press * first and then #.',
      ),
      text('光回線の電話には、うまくいかないものがあります。', 'Some optical lines fail.'),
      text(
        'だめなときは、携帯電話のSMSかアプリを登録します。',
        'If so, register SMS on a mobile phone, or an app.',
      ),
    ],
  },
  {
    id: 'robot-check',
    title: text('ロボットの確認や「問題が発生しました」', 'Robot check, or “we ran into a problem”'),
    keywords: words(
      'ロボット ろぼっと キャプチャ 問題が発生しました もんだい エラー クッキー キャッシュ 電波 繰り返す robotto mondai eraa robot captcha problem error cookies cache signal retry we ran into a problem',
    ),
    audience: 'everyone',
    relatedReasons: ['other'],
    steps: [
      text('しばらく待ちます。', 'Wait a while.'),
      text('電波のよい場所に移ります。', 'Move to where the signal is better.'),
      text('いったんサインアウトし、サインインし直します。', 'Sign out, and sign in again.'),
      text('ブラウザーのクッキーを消します。', 'Clear the browser’s cookies.'),
      text(
        'それでもだめなら、音声の電話かアプリを使います。',
        'If that fails too, use a voice call or an app.',
      ),
    ],
  },
  {
    id: 'password-reissue',
    title: text('パスワードの再発行（紙の申請）', 'A new password: a paper form'),
    keywords: words(
      'パスワード ぱすわーど 忘れた わすれた 再発行 さいはっこう 用紙 申請書 しんせいしょ pasuwado saihakko password forgot reissue paper form application pasword',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'forgotten'],
    steps: [
      text('センターで再発行の用紙に記入します。', 'Fill in the reissue form at the centre.'),
      text('本人確認書類と一緒に出します。', 'Hand it in with your documents.'),
    ],
  },
  {
    id: 'mail-apps-again',
    title: text('有効にしたあとメールが届かない', 'Mail stops after it is switched on'),
    keywords: words(
      'メール めーる メールアプリ 受信できない サインインし直す Outlook Thunderbird 設定後 meeru apuri mail app stopped sign in again outlook thunderbird after enabling password prompt',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student', 'other'],
    steps: [
      text(
        '多要素認証を有効にすると、メールアプリはサインインし直しが必要です。',
        'Once multi-factor authentication is on, mail apps must sign in again.',
      ),
      text(
        'アプリのアカウント設定を開き、サインインし直します。',
        'Open the account in the app’s settings and sign in again.',
      ),
      text(
        'できないときは、アカウントを削除して加え直します。サーバーのメールは消えません。',
        'If that fails, remove the account and add it again: mail on the server stays.',
      ),
    ],
  },
];
