import type { Profile } from '../profile.ts';
import { text } from '../writing.ts';

export const kyotoMethods: Profile['methods'] = [
  {
    id: 'totp-app',
    kind: 'app-code',
    name: text('アプリのコード（TOTP）', 'App code (TOTP)'),
    countsAsMfa: true,
    digits: 6,
    device: 'totp-app',
    note: null,
  },
  {
    id: 'totp-browser',
    kind: 'app-code',
    name: text('ブラウザーのコード（TOTP）', 'Browser code (TOTP)'),
    countsAsMfa: true,
    digits: 6,
    device: 'totp-app',
    note: text(
      '初期化すると、すべてのブラウザーで使えなくなります。書き出して移すことができます。',
      'Initialising ends it in every browser. It can be exported and imported.',
    ),
  },
  {
    id: 'notification-mail',
    kind: 'notification-mail',
    name: text('通知先メールアドレス', 'Notification address'),
    countsAsMfa: false,
    digits: null,
    device: null,
    note: text(
      'コードの受け取りと初期化に使います。TOTPなしで読めるものに限り、大学の職員メールは登録できません。',
      'For a code, and for initialising. It must be readable without TOTP: the university’s staff mail is refused.',
    ),
  },
];

export const kyotoOperations: Profile['operations'] = [
  {
    id: 'initialise-totp',
    label: text('TOTPの初期化', 'Initialise TOTP'),
    by: 'provider',
    identity: 'phone',
    days: null,
    note: text(
      '通知先メールのない人だけです。すべてのブラウザーのTOTPが無効になると伝えてから行います。',
      'Only for someone without a notification address. First say that TOTP ends in every browser.',
    ),
  },
  {
    id: 'temporary-code',
    label: text('ワンタイムパスワードを電話で伝える', 'Read a one-time password to the caller'),
    by: 'provider',
    identity: 'phone',
    days: null,
    note: text(
      '本人確認のあとに一度だけ伝えます。記録に残しません。',
      'Once, after the check. It is never written down.',
    ),
  },
  {
    id: 'refer',
    label: text('自分でできる手続きを案内', 'Refer to self-service'),
    by: 'person',
    identity: 'none',
    days: null,
    note: text(
      '通知先メールがあれば、初期化もコードもご本人ができます。',
      'With a notification address the person can do both alone.',
    ),
  },
];

/** For the one sign-in that the caller is about to make. */
export const kyotoCodes: Profile['temporaryCode'] = { defaultMinutes: 10, presetsMinutes: [10, 30] };

export const kyotoPhone: Profile['phone'] = {
  hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
  number: null,
  operations: ['initialise-totp', 'temporary-code'],
  waitingPage: {
    title: text('ヘルプデスクの確認を待っています', 'Waiting for the help desk'),
    steps: [
      text('この画面を閉じずにお待ちください。', 'Keep this page open.'),
      text(
        '9:00〜17:00の間に、ヘルプデスクへ電話してください。',
        'Call the help desk between 9:00 and 17:00.',
      ),
      text(
        '電話で本人確認が済むと、QRコードが自動で出ます。',
        'When they are sure that it is you, the QR code appears by itself.',
      ),
      text(
        '出たQRコードは、ご自分の機器だけで読み取ります。人に見せません。',
        'Scan it with your own device only, and show it to nobody.',
      ),
    ],
  },
  check: [
    text(
      '届け出のある番号へ、こちらからかけ直します。相手の言う番号にはかけません。',
      'Call back the number on file, never one that the caller gives.',
    ),
    text(
      '氏名、番号、所属を登録と照らします。登録の内容をこちらから読み上げません。',
      'Compare name, number and affiliation with the record. Read nothing of the record out first.',
    ),
    text(
      '待ち受けの画面に出ている受付番号を言ってもらいます。',
      'Have the caller read the reference on their waiting page.',
    ),
    text('パスワードや「秘密の質問」は尋ねません。', 'Ask for no password and no secret question.'),
    text('少しでも疑わしければ断り、記録します。', 'In any doubt, decline and record it.'),
  ],
};

export const kyotoHandOuts: Profile['handOuts'] = [
  {
    operation: 'initialise-totp',
    steps: [
      text(
        '待ち受けの画面にQRコードが出たら、読み取って登録します。',
        'When the QR code appears on the waiting page, scan it and register.',
      ),
      text(
        'ほかのブラウザーのTOTPはすべて無効です。一つずつ登録し直します。',
        'TOTP in all other browsers has ended: register each of them again.',
      ),
      text(
        '次に備えて、通知先メールアドレスを登録します。大学の職員メールは使えません。',
        'For the next time, register a notification address. The university’s staff mail is refused.',
      ),
    ],
  },
  {
    operation: 'temporary-code',
    steps: [
      text('伝えたワンタイムパスワードを、すぐに入力します。', 'Type the one-time password at once.'),
      text(
        'TOTPは変わっていません。アプリが手元に戻れば、そのまま使えます。',
        'Your TOTP has not changed: with the app at hand again, go on as before.',
      ),
      text(
        '次に備えて、通知先メールアドレスを登録します。',
        'For the next time, register a notification address.',
      ),
    ],
  },
  {
    operation: 'refer',
    steps: [
      text(
        '通知先メールがあれば、サインインの画面からコードの受け取りも初期化もできます。',
        'With a notification address, both a code and an initialisation start at the sign-in page.',
      ),
    ],
  },
];

export const kyotoMessages: Profile['messages'] = {
  signIn: text('統合認証のIDとパスワードを入力してください。', 'Enter your single sign-on ID and password.'),
  notAsked: text(
    'この場所の利用方針により、パスワードだけでサインインできます。',
    'By this place’s policy, the password is enough.',
  ),
  asked: text(
    'この場所に免除はありません。TOTPのコードを入力してください。',
    'Nothing is exempt here: enter a TOTP code.',
  ),
  locked: text(
    'サインインできません。9:00〜17:00の間にヘルプデスクへ電話してください。',
    'You cannot sign in. Call the help desk between 9:00 and 17:00.',
  ),
  passwordForgotten: text(
    'パスワードの手続きは、ヘルプデスクへ相談してください。',
    'Ask the help desk about a new password.',
  ),
  secondFactorLost: text(
    '通知先メールにコードを送れます。通知先がなければ、9:00〜17:00の間にヘルプデスクへ電話してください。',
    'A code can go to your notification address. Without one, call the help desk between 9:00 and 17:00.',
  ),
  sharedMachine: text(
    '共用の端末です。TOTPをこのブラウザーに登録せず、離れるときはサインアウトしてください。',
    'This machine is shared. Register no TOTP in its browser, and sign out when you leave.',
  ),
};
