import type { TriageOutcome } from '../../../preload/contract/models/triage.ts';
import { urgent } from '../shared/counter-words.ts';
import { text } from '../writing.ts';

const alone = { urgent: [], bring: [], operations: [], office: null };
const byPhone = { kind: 'phone' as const, bring: [], office: null };
const number = text(
  '学生番号または職員番号が分かるもの',
  'Something that shows your student or staff number',
);
const stay = text(
  '待ち受けの画面を閉じずに、9:00〜17:00の間に電話してください。',
  'Keep the waiting page open, and call between 9:00 and 17:00.',
);
const appears = text(
  '電話での本人確認が済むと、QRコードが自動で出ます。',
  'Once they are sure that it is you, the QR code appears by itself.',
);
const everyBrowser = text(
  '初期化すると、すべてのブラウザーのTOTPが使えなくなります。',
  'Initialising ends TOTP in every browser that had it.',
);

export const kyotoOutcomes: TriageOutcome[] = [
  {
    id: 'code-by-mail',
    kind: 'self-service',
    title: text('コードを通知先メールで受け取れます', 'Get a code at your notification address'),
    steps: [
      text(
        'サインインの画面で、メールでコードを受け取るよう選びます。',
        'At sign-in, choose to receive a code by mail.',
      ),
    ],
    guides: ['code-by-mail'],
    ...alone,
  },
  {
    id: 'code-by-phone',
    ...byPhone,
    title: text('ヘルプデスクに電話してください', 'Call the help desk'),
    urgent: [],
    steps: [
      text('9:00〜17:00の間に、ご本人が電話してください。', 'Call yourself, between 9:00 and 17:00.'),
      text(
        '本人確認のあと、ワンタイムパスワードを伝えます。',
        'When they are sure that it is you, they read you a one-time password.',
      ),
      text(
        '次に備えて、通知先メールアドレスを登録してください。',
        'For the next time, register a notification address.',
      ),
    ],
    guides: ['code-by-phone', 'notification-address', 'help-desk-hours'],
    bring: [number],
    operations: ['temporary-code'],
  },
  {
    id: 'export-import',
    kind: 'self-service',
    title: text('そのブラウザーから移せます', 'Copy it from that browser'),
    steps: [
      text(
        'コードの出るブラウザーから書き出し、新しい方で読み込みます。初期化は要りません。',
        'Export from the browser that shows codes and import in the new one. Nothing need be initialised.',
      ),
    ],
    guides: ['export-import', 'initialise-resets-all'],
    ...alone,
  },
  {
    id: 'initialise-yourself',
    kind: 'self-service',
    title: text('ご自分で初期化できます', 'You can initialise it yourself'),
    steps: [
      text(
        '初期化を選び、通知先メールに届いたリンクを開きます。',
        'Choose to initialise, and open the link that arrives by mail.',
      ),
      everyBrowser,
    ],
    guides: ['initialise-yourself', 'initialise-resets-all'],
    ...alone,
  },
  {
    id: 'initialise-by-phone',
    ...byPhone,
    title: text('電話での本人確認のあと初期化します', 'Initialised after a check by telephone'),
    urgent: [],
    steps: [
      text(
        '初期化を選ぶと、依頼がヘルプデスクに届きます。',
        'Choose to initialise: the request goes to the help desk.',
      ),
      stay,
      appears,
      everyBrowser,
    ],
    guides: ['initialise-by-phone', 'initialise-resets-all', 'notification-address'],
    bring: [number],
    operations: ['initialise-totp'],
  },
  {
    id: 'lost-initialise-yourself',
    kind: 'self-service',
    title: text('回線を止め、すぐに初期化します', 'Stop the line, and initialise at once'),
    urgent: [urgent.carrier],
    steps: [
      text(
        'なくした機器にもコードが出るため、移すのではなく初期化します。',
        'The lost device shows codes too: initialise, do not copy.',
      ),
      text('通知先メールに届いたリンクを開きます。', 'Open the link that arrives by mail.'),
      everyBrowser,
    ],
    guides: ['lost-phone', 'initialise-yourself'],
    bring: [],
    operations: [],
    office: null,
    assumed: true,
  },
  {
    id: 'lost-initialise-by-phone',
    ...byPhone,
    title: text('回線を止め、ヘルプデスクに電話します', 'Stop the line, and call the help desk'),
    urgent: [urgent.carrier],
    steps: [
      text(
        'なくした機器にもコードが出るため、初期化します。',
        'The lost device shows codes too, so it must be initialised.',
      ),
      stay,
      appears,
    ],
    guides: ['lost-phone', 'initialise-by-phone'],
    bring: [number],
    operations: ['initialise-totp'],
    assumed: true,
  },
  {
    id: 'number-not-used',
    kind: 'nothing-to-do',
    title: text('電話番号は認証に使いません', 'Your number is not used for signing in'),
    steps: [
      text(
        'アプリのコードはそのまま使えます。届け出ている連絡先は更新してください。',
        'The app’s codes go on as before. Do update the number that the university has for you.',
      ),
    ],
    guides: ['number-changed', 'export-import'],
    ...alone,
    assumed: true,
  },
  {
    id: 'abroad',
    kind: 'self-service',
    title: text('出発前に通知先メールを登録します', 'Register a notification address before you leave'),
    steps: [
      text(
        '海外からは電話の受付時間に合わせにくいため、メールで済むようにしておきます。',
        'The help desk’s hours are awkward from abroad: make sure that mail will do.',
      ),
      text('時刻とタイムゾーンは自動にします。', 'Keep time and time zone automatic.'),
    ],
    guides: ['notification-address', 'going-abroad', 'totp-clock'],
    ...alone,
    assumed: true,
  },
  {
    id: 'unexpected',
    kind: 'self-service',
    title: text('リンクを開かず、パスワードを変えてください', 'Open no link; change the password'),
    urgent: [urgent.neverApprove, urgent.changePassword],
    steps: [
      text(
        '頼んでいない初期化のメールが届いたら、リンクを開かずヘルプデスクへ知らせてください。',
        'If a mail offers an initialisation that you did not ask for, open nothing and tell the help desk.',
      ),
    ],
    guides: ['unexpected-prompt', 'help-desk-hours'],
    bring: [],
    operations: ['refer'],
    office: null,
    assumed: true,
  },
  {
    id: 'first-time',
    kind: 'self-service',
    title: text('初めての設定', 'Setting it up for the first time'),
    steps: [
      text('TOTPを登録し、通知先メールも登録します。', 'Register TOTP, and a notification address too.'),
    ],
    guides: ['first-setup', 'notification-address', 'export-import'],
    ...alone,
    assumed: true,
  },
  {
    id: 'clock',
    kind: 'self-service',
    title: text('時刻とタイムゾーンを確かめます', 'Check the time and the time zone'),
    steps: [
      text(
        'どちらも自動にします。最近初期化したなら、登録し直したものを使います。',
        'Set both to automatic. If you initialised lately, use the one registered since.',
      ),
    ],
    guides: ['totp-clock', 'initialise-resets-all', 'forgotten-code-app'],
    ...alone,
    assumed: true,
  },
  {
    id: 'mail-missing',
    kind: 'self-service',
    title: text('通知先メールを確かめます', 'Check the notification address'),
    steps: [
      text(
        '迷惑メールの中も見て、通知先がどのアドレスか確かめます。',
        'Look among the junk mail, and see which address it is.',
      ),
      text(
        '読めないアドレスなら、ヘルプデスクに電話してください。',
        'If you cannot read that address, call the help desk.',
      ),
    ],
    guides: ['notification-address', 'code-by-phone'],
    ...alone,
    assumed: true,
  },
  {
    id: 'password',
    ...byPhone,
    title: text('ヘルプデスクへ相談してください', 'Ask the help desk'),
    urgent: [],
    steps: [
      text(
        'パスワードの手続きは、ヘルプデスクが案内します。',
        'The help desk tells you the way to a new password.',
      ),
    ],
    guides: ['help-desk-hours'],
    operations: ['refer'],
    assumed: true,
  },
  {
    id: 'ask-help-desk',
    ...byPhone,
    title: text('ヘルプデスクへ電話してください', 'Call the help desk'),
    urgent: [],
    steps: [
      text(
        '画面に出た言葉を控えて、9:00〜17:00の間に電話してください。',
        'Note what the screen said, and call between 9:00 and 17:00.',
      ),
    ],
    guides: ['search-by-keyword', 'help-desk-hours'],
    operations: ['refer'],
  },
];
