import type { Guide } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** On machines that others use. */
export const sharedMachine: Guide = {
  id: 'shared-machine',
  title: text('共用のパソコンで気をつけること', 'On a computer that others use'),
  keywords: words(
    '共用 きょうよう 共有 演習室 えんしゅうしつ 図書館 今後このメッセージを表示しない 記憶 保存 サインアウト ログアウト kyoyo enshushitsu shared computer lab remember dont ask again sign out logout signout',
  ),
  audience: 'everyone',
  relatedReasons: ['other', 'new-student'],
  steps: [
    text(
      '「今後○日間は確認しない」「サインインしたままにする」は選びません。',
      'Do not choose “don’t ask again for N days” or “stay signed in”.',
    ),
    text('パスワードをブラウザーに保存しません。', 'Do not let the browser keep your password.'),
    text(
      '席を離れるときは、必ずサインアウトします。個人のファイルは終了時に消えます。',
      'Sign out whenever you leave. Your files on the machine are wiped when you do.',
    ),
  ],
};

/** A prompt that the person did not cause. */
export const unexpectedPrompt: Guide = {
  id: 'unexpected-prompt',
  title: text('身に覚えのない確認が届いたとき', 'A sign-in prompt that you did not start'),
  keywords: words(
    '身に覚えのない みにおぼえのない 通知 つうち 承認 しょうにん 不正 ふせい 乗っ取り のっとり フィッシング 拒否 tsuchi shonin fusei phishing fishing unexpected prompt approve deny attack push hacked',
  ),
  audience: 'everyone',
  relatedReasons: ['unexpected-prompt'],
  steps: [
    text(
      '承認しません。電話なら何も押さずに切ります。',
      'Never approve it. If it is a call, press nothing and hang up.',
    ),
    text(
      'だれかがパスワードを知っています。すぐにパスワードを変えます。',
      'Somebody knows your password. Change it at once.',
    ),
    text(
      'セキュリティ情報を開き、知らない機器や電話番号があれば消します。',
      'Open your security methods and delete any device or number that you do not know.',
    ),
    text(
      '承認してしまったときは、すぐにセンターへ知らせてください。叱られることはありません。',
      'If you did approve one, tell the centre at once. Nobody will blame you.',
    ),
  ],
};

/** Lost or stolen: the line first. */
export const lostPhone: Guide = {
  id: 'lost-phone',
  title: text('スマートフォンをなくした・盗まれたとき', 'Your phone is lost or stolen'),
  keywords: words(
    '紛失 ふんしつ なくした 無くした 失くした 盗難 とうなん 盗まれた 落とした おとした スマホ 回線停止 遠隔ロック リモートロック funshitsu tonan nakushita sumaho lost stolen phone missing carrier lock suspend',
  ),
  audience: 'everyone',
  relatedReasons: ['lost-or-stolen'],
  steps: [
    text(
      'まず携帯電話会社に連絡し、遠隔ロック、回線のロック、利用停止を頼みます。',
      'First call your carrier: remote lock, line lock, and suspension of use.',
    ),
    text(
      '別の方法でサインインできるなら、なくした機器の登録をすぐに消します。',
      'If another method lets you in, delete the lost device’s registration at once.',
    ),
    text(
      '念のためパスワードを変え、ほかの端末のサインインを終わらせます。',
      'Change the password to be safe, and end sign-ins on other machines.',
    ),
    text(
      'サインインできないときは、本人確認書類を持って窓口へ来てください。',
      'If nothing lets you in, come to the counter with your documents.',
    ),
  ],
};

/** Codes that don't arrive by SMS or call. */
export const smsNotArriving: Guide = {
  id: 'sms-not-arriving',
  title: text('SMSや電話が届かないとき', 'Texts or calls do not arrive'),
  keywords: words(
    'SMS ショートメッセージ 届かない とどかない 来ない こない 迷惑 めいわく 迷惑メール フィルター 非通知 着信拒否 docomo ドコモ au エーユー softbank ソフトバンク todokanai konai meiwaku spam filter text call blocked not arrive massage',
  ),
  audience: 'everyone',
  relatedReasons: ['number-changed', 'other'],
  steps: [
    text(
      '発信元の番号は毎回変わります。特定の番号だけを許可しても届きません。',
      'They come from several numbers, chosen at random: allowing one number does not help.',
    ),
    text(
      '携帯電話会社の迷惑SMS対策を見直します。ドコモ、au、ソフトバンクのどれにもあります。',
      'Look at your carrier’s spam filter: all three large carriers have one.',
    ),
    text(
      'スマートフォンの「不明な発信者」の設定と、SMSの迷惑フォルダーを見ます。',
      'Look at the phone’s screening of unknown senders and callers, and at the junk folder for texts.',
    ),
    text(
      'それでも届かないときは、音声の電話かアプリを選びます。',
      'If none arrives still, choose a voice call or an app.',
    ),
  ],
};

/** Travel: numbers may not travel along. */
export const goingAbroad: Guide = {
  id: 'going-abroad',
  title: text('海外へ行く前に', 'Before you go abroad'),
  keywords: words(
    '海外 かいがい 留学 りゅうがく 出張 しゅっちょう 国外 現地 番号 ローミング kaigai ryugaku abroad overseas travel foreign roaming exchange sim',
  ),
  audience: 'everyone',
  relatedReasons: ['going-abroad'],
  steps: [
    text(
      '出発前に、電波がなくても使えるアプリのコードを登録します。',
      'Before leaving, register an app’s codes: they work without a signal.',
    ),
    text(
      '海外の電話番号は登録できないことがあります。SMSだけに頼らないでください。',
      'Overseas numbers may fail to register. Do not rely on SMS alone.',
    ),
    text(
      '現地では、スマートフォンの時刻とタイムゾーンを自動にしておきます。',
      'While there, keep the phone’s time and time zone automatic.',
    ),
  ],
};
