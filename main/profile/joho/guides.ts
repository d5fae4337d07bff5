import type { Guide } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** The centre's own articles on methods and the counter; telephone and trouble have a file of their own. */
export const johoGuides: readonly Guide[] = [
  {
    id: 'suspension-at-counter',
    title: text('スマートフォンを忘れたとき（一時停止）', 'You left your phone at home (suspension)'),
    keywords: words(
      '忘れた わすれた 忘れ物 一時停止 いちじていし 窓口 まどぐち センター 本人確認 なりすまし wasureta ichiji teishi madoguchi forgot phone home suspend counter centre center identity impersonation',
    ),
    audience: 'everyone',
    relatedReasons: ['forgotten', 'lost-or-stolen', 'broken', 'replaced', 'app-deleted', 'number-changed'],
    steps: [
      text(
        'ほかに登録した電話やアプリがあれば、それを使います。',
        'If another registered telephone or app is at hand, use it.',
      ),
      text(
        'なければ、本人確認書類を持ってセンターの窓口へ来てください。',
        'If not, come to the centre’s counter with your documents.',
      ),
      text(
        '本人と確かめたうえで、多要素認証をしばらく止めます。他大学でなりすましが起きたため、確認は省けません。',
        'Once sure that it is you, the centre suspends it for a while. Impersonation has happened elsewhere, so the check is never skipped.',
      ),
    ],
  },
  {
    id: 'how-many',
    title: text('登録できる数（アプリ5台・電話3本）', 'How many: five apps, three telephone lines'),
    keywords: words(
      '上限 じょうげん 何台 何個 いくつ 5台 3本 登録数 追加できない jogen nandai ikutsu how many limit maximum five apps three phones cannot add more full',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'new-student', 'number-changed'],
    steps: [
      text(
        '一つのアカウントに、認証アプリは5台、電話は3本まで登録できます。',
        'One account takes up to five authenticator apps and three telephone lines.',
      ),
      text(
        'いっぱいのときは、使わなくなったものを消してから加えます。',
        'When it is full, delete one that you no longer use and then add.',
      ),
      text(
        '手放した機器や番号は、数に余裕があっても消します。',
        'Delete what you gave up even if there is room.',
      ),
    ],
  },
  {
    id: 'what-first',
    title: text('どの順に登録するとよいか', 'What to register first'),
    keywords: words(
      '順番 じゅんばん 最初 さいしょ おすすめ 初期設定 SMS ガラケー がらけー 固定電話 アプリ junban osusume first order recommended sms feature phone landline app setup start garakei',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student'],
    steps: [
      text('最初に、携帯電話のSMSを登録します。', 'Register SMS on a mobile phone first.'),
      text('次に、アプリか固定電話を加えます。', 'Then add an app or a landline.'),
      text(
        'SMSが使えるガラケーでも十分です。スマートフォンは必須ではありません。',
        'A feature phone that receives SMS is enough: no smartphone is needed.',
      ),
    ],
  },
  {
    id: 'app-only-risk',
    title: text('アプリだけの登録は危険です', 'An app alone can lock you out'),
    keywords: words(
      'アプリだけ 一つだけ 締め出し しめだし 全滅 危険 きけん 予備 shimedashi kiken yobi app only single method lock out total danger backup',
    ),
    audience: 'everyone',
    relatedReasons: ['new-student', 'app-deleted', 'broken'],
    steps: [
      text(
        'アプリだけだと、機種変更や故障で、まったく入れなくなります。',
        'With an app alone, a new or broken phone shuts you out entirely.',
      ),
      text(
        'SMSを受け取れる番号か固定電話を、必ず一つ加えます。',
        'Always add a number that receives SMS, or a landline.',
      ),
    ],
  },
  {
    id: 'office-phone',
    title: text('職場の電話を登録するとき', 'Registering an office telephone'),
    keywords: words(
      '職場 しょくば 会社 研究室 けんきゅうしつ 電話 代表番号 だいひょうばんごう 共用 他人 シャープ shokuba daihyo kenkyushitsu office phone switchboard shared bystander press hash pound',
    ),
    audience: 'staff',
    relatedReasons: ['number-changed', 'new-student', 'unexpected-prompt'],
    steps: [
      text('職場の電話は、なるべく登録しません。', 'Register an office telephone sparingly.'),
      text('代表番号は決して登録しません。', 'Never register the switchboard.'),
      text(
        '居合わせた人が事情を知らずに # を押し、侵入を許した例があります。',
        'Bystanders have pressed # without knowing why, and let an intruder in.',
      ),
      text(
        '共用の電話に確認がかかってきたら、何も押さずに切り、本人に知らせます。',
        'If such a call reaches a shared telephone: press nothing, hang up, and tell the person.',
      ),
    ],
  },
  {
    id: 'app-comes-first',
    title: text('既定を変えてもアプリが先に出る', 'The app comes first whatever the default'),
    keywords: words(
      '既定 きてい デフォルト アプリが先 優先 現在アプリを使用できません 別の方法 kitei yusen app first default prompt cannot use app now other way sms instead',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'forgotten'],
    steps: [
      text(
        '既定の方法を変えても、アプリがあれば確認はアプリに先に出ます。',
        'If there is an app, it is asked first, whatever default you chose.',
      ),
      text(
        '「現在アプリを使用できません」を選ぶと、ほかの方法が出ます。',
        'Choose “I can’t use my app now”: the other methods appear.',
      ),
      text('SMSや電話を選んで続けます。', 'Choose SMS or a call and go on.'),
    ],
  },
];
