import type { Guide } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** Kyoto University: its own articles. */
export const kyotoGuides: readonly Guide[] = [
  {
    id: 'initialise-yourself',
    title: text('TOTPを自分で初期化する（メールのリンク）', 'Initialise TOTP yourself (link by mail)'),
    keywords: words(
      '初期化 しょきか 再設定 さいせってい リンク 通知先メール つうちさき 自分で shokika saisettei tsuchisaki initialise initialize reset link mail self TOTP totp notification',
    ),
    audience: 'everyone',
    relatedReasons: ['lost-or-stolen', 'replaced', 'broken', 'app-deleted'],
    steps: [
      text('サインインの画面からTOTPの初期化を選びます。', 'At sign-in, choose to initialise TOTP.'),
      text(
        '通知先メールに届いたリンクを開きます。',
        'Open the link that arrives at your notification address.',
      ),
      text(
        '表示されたQRコードを読み取り、出たコードで確かめます。',
        'Scan the QR code shown, and confirm with a code.',
      ),
      text(
        'ほかのブラウザーのTOTPはすべて無効になります。一つずつ登録し直します。',
        'TOTP in every other browser stops working: register each of them again.',
      ),
    ],
  },
  {
    id: 'initialise-by-phone',
    title: text('通知先メールがないとき（電話で初期化）', 'No notification address: initialise by phone'),
    keywords: words(
      '電話 でんわ ヘルプデスク へるぷですく 初期化 通知先 未登録 9時 17時 受付時間 待つ 画面 denwa herupu desuku phone call help desk helpdesk initialise hours 9 17 waiting page stay qr',
    ),
    audience: 'everyone',
    relatedReasons: ['lost-or-stolen', 'replaced', 'broken', 'app-deleted'],
    steps: [
      text(
        'TOTPの初期化を選ぶと、依頼がヘルプデスクに届きます。',
        'When you choose to initialise TOTP, the request goes to the help desk.',
      ),
      text('9:00〜17:00の間に、ヘルプデスクへ電話します。', 'Call the help desk between 9:00 and 17:00.'),
      text(
        '待ち受けの画面を閉じずに、電話で本人確認を受けます。',
        'Do not close the waiting page while they make sure by telephone that it is you.',
      ),
      text(
        '確認が済むと、QRコードが自動で出ます。読み取って登録します。',
        'The QR code then appears by itself. Scan it and register.',
      ),
    ],
  },
  {
    id: 'code-by-mail',
    title: text('アプリが手元にないとき（メールでコード）', 'App not at hand: a code by mail'),
    keywords: words(
      '忘れた わすれた 手元にない ワンタイムパスワード わんたいむ OTP メール 通知先 コード wasureta wantaimu one time password otp mail code forgot phone home notification address',
    ),
    audience: 'everyone',
    relatedReasons: ['forgotten', 'broken'],
    steps: [
      text(
        'サインインの画面で、コードを通知先メールへ送るよう選びます。',
        'At sign-in, choose to have a code sent to your notification address.',
      ),
      text(
        '届いたコードを入力します。今日のサインインだけで、TOTPは変わりません。',
        'Type the code that arrives. It is for this sign-in; your TOTP stays as it is.',
      ),
    ],
  },
  {
    id: 'code-by-phone',
    title: text('通知先メールもないとき（電話でコード）', 'No address either: a code by phone'),
    keywords: words(
      '電話 でんわ ワンタイムパスワード わんたいむ ヘルプデスク 読み上げ 通知先 未登録 本人確認 denwa yomiage one time password otp phone read out help desk identity caller',
    ),
    audience: 'everyone',
    relatedReasons: ['forgotten', 'broken'],
    steps: [
      text(
        '9:00〜17:00の間に、ご本人がヘルプデスクへ電話します。',
        'Call the help desk yourself, between 9:00 and 17:00.',
      ),
      text(
        '本人確認のあと、ワンタイムパスワードを電話で伝えます。',
        'When they are sure that it is you, they read a one-time password to you.',
      ),
      text(
        'その場で入力します。書き残したり、人に伝えたりしません。',
        'Type it at once. Do not write it down or pass it on.',
      ),
    ],
  },
  {
    id: 'notification-address',
    title: text('通知先メールアドレスを登録する', 'Register a notification address'),
    keywords: words(
      '通知先 つうちさき メールアドレス めーるあどれす 登録 職員メール 使えない 拒否 個人メール tsuchisaki meeru notification address mail register refused staff mail private gmail',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student', 'forgotten', 'other'],
    steps: [
      text(
        '普段使うメールアドレスを一つ、通知先に登録します。',
        'Register one address that you use every day.',
      ),
      text(
        'TOTPなしで読めるものに限ります。大学の職員メールは登録できません。',
        'It must be readable without TOTP: the university’s own staff mail is refused.',
      ),
      text(
        'これがあれば、コードの受け取りも初期化も、電話なしで行えます。',
        'With it, both a code and an initialisation work without a telephone call.',
      ),
    ],
  },
  {
    id: 'export-import',
    title: text('コードの出るブラウザーから移す', 'Copy it from a browser that still shows codes'),
    keywords: words(
      'エクスポート えくすぽーと インポート いんぽーと 移行 いこう 移す 書き出し 読み込み ブラウザ 別のパソコン ekusupooto inpooto export import copy move browser another computer transfer backup',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'app-deleted', 'broken', 'new-student'],
    steps: [
      text(
        '有効なコードが出るブラウザーが残っていれば、初期化は要りません。',
        'If a browser still shows a valid code, there is no need to initialise.',
      ),
      text('そのブラウザーから設定を書き出します。', 'Export from that browser.'),
      text('新しいブラウザーや機器で読み込みます。', 'Import it in the new browser or device.'),
      text(
        '書き出したファイルは、読み込んだらすぐに消します。共用の端末には置きません。',
        'Delete the exported file as soon as it is imported. Never leave it on a shared machine.',
      ),
    ],
  },
  {
    id: 'initialise-resets-all',
    title: text('初期化すると、すべてのブラウザーが対象', 'Initialising resets every browser'),
    keywords: words(
      '初期化 しょきか 全部 ぜんぶ 消える 使えなくなった ブラウザ 自宅 研究室 zenbu kieru initialise initialize resets all browsers every stops elsewhere home office',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'app-deleted', 'other'],
    steps: [
      text(
        '初期化すると、登録していたすべてのブラウザーと機器のTOTPが使えなくなります。',
        'Initialising ends TOTP in every browser and device that had it.',
      ),
      text(
        '自宅や研究室のパソコンも登録し直しです。',
        'Computers at home and in the laboratory need registering again.',
      ),
      text(
        '一つでもコードの出るものがあれば、書き出して移す方を選びます。',
        'If one of them still shows a code, export and import instead.',
      ),
    ],
  },
  {
    id: 'search-by-keyword',
    title: text('案内を言葉で探す', 'Find a guide by keyword'),
    keywords: words(
      '検索 けんさく 探す さがす キーワード きーわーど 案内 ヘルプ kensaku sagasu search find keyword guide help faq',
    ),
    audience: 'everyone',
    relatedReasons: ['other'],
    steps: [
      text(
        '困っていることを短い言葉で入力します。ひらがなやローマ字でも探せます。',
        'Type your trouble in a word or two. Kana and romaji work too.',
      ),
      text(
        '見つからないときは「どれに当てはまりますか」に答えます。',
        'If nothing is found, answer “Which of these happened to you?”.',
      ),
    ],
  },
  {
    id: 'first-setup',
    title: text('TOTPを初めて設定する', 'Set up TOTP for the first time'),
    keywords: words(
      '初期設定 しょきせってい 初めて はじめて 新入生 登録 とうろく QR 多要素認証 settei toroku shinnyusei first setup register enrol enroll qr totp new student staff',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student'],
    assumed: true,
    steps: [
      text(
        '統合認証の設定画面を開き、QRコードをアプリかブラウザーで読み取ります。',
        'Open the single sign-on’s settings, and read the QR code with an app or a browser.',
      ),
      text('表示されたコードを入力して登録します。', 'Type the code shown to register.'),
      text('続けて、通知先メールアドレスを登録します。', 'Then register a notification address.'),
    ],
  },
  {
    id: 'help-desk-hours',
    title: text('ヘルプデスクに電話する', 'Call the help desk'),
    keywords: words(
      'ヘルプデスク へるぷですく 電話 でんわ 受付時間 9時 17時 何時まで 窓口 herupu desuku help desk helpdesk phone hours nine five contact call',
    ),
    audience: 'everyone',
    relatedReasons: ['forgotten', 'lost-or-stolen', 'broken', 'other'],
    steps: [
      text('受付は9:00〜17:00です。', 'It answers from 9:00 to 17:00.'),
      text(
        'ご本人がかけてください。電話で本人確認をします。',
        'Call yourself: they make sure by telephone that it is you.',
      ),
      text(
        'パスワードを尋ねることはありません。尋ねられたら切ってください。',
        'They never ask for a password. If somebody does, hang up.',
      ),
    ],
  },
  {
    id: 'number-changed',
    title: text('電話番号が変わったとき', 'When your telephone number changes'),
    keywords: words(
      '電話番号 でんわばんごう 変更 へんこう 番号変更 乗り換え MNP 連絡先 れんらくさき bango denwa renrakusaki number change changed phone carrier contact record',
    ),
    audience: 'everyone',
    relatedReasons: ['number-changed'],
    assumed: true,
    steps: [
      text(
        'サインインには影響しません。アプリやブラウザーのコードはそのまま使えます。',
        'Signing in is not affected: codes of the app or browser go on.',
      ),
      text(
        '大学に届け出ている番号を更新します。ヘルプデスクがかけ直すのはその番号です。',
        'Update the number that the university has on file: it is the one that the help desk calls back.',
      ),
      text(
        '機種も替わるときは、古い方を手放す前にコードを移します。',
        'If the handset changes too, copy your codes before you part with the old one.',
      ),
    ],
  },
];
