import type { Guide } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** Aichi University of Education: its own articles. */
export const aueGuides: readonly Guide[] = [
  {
    id: 'where-asked',
    title: text('どこで追加認証を求められるか', 'Where a second factor is asked for'),
    keywords: words(
      '学内 がくない 学外 がくがい 求められる 聞かれる なぜ 人によって 違う 免除 gakunai gakugai on campus off campus why asked different person exempt mfa',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'new-student'],
    steps: [
      text('学外では、いつも追加認証が必要です。', 'Off campus, a second factor is always needed.'),
      text(
        '学内では、多くの人はパスワードだけで使えます。',
        'On campus, most people need the password only.',
      ),
      text(
        '学内でも求められる人がいます。故障ではなく、その人の設定です。',
        'Some people are asked on campus too. It is not a fault: they are set up that way.',
      ),
    ],
  },
  {
    id: 'reset-application',
    title: text('サインインできなくなったら（リセットの申請）', 'Locked out: apply for a reset'),
    keywords: words(
      'リセット りせっと 初期化 締め出し しめだし 申請 しんせい センター 本人確認 身分証 何日 数日 shinsei shokika reset locked out apply application identity document centre center days lockout',
    ),
    audience: 'everyone',
    relatedReasons: ['app-deleted', 'broken', 'replaced', 'lost-or-stolen', 'number-changed', 'forgotten'],
    steps: [
      text(
        '身分を確認できる書類を持って、センターへ来てください。',
        'Come to the centre with an identity document.',
      ),
      text('窓口で追加認証のリセットを申請します。', 'Apply there for a reset of the second factor.'),
      text(
        '職員が手作業で行うため、数日かかります。その場では終わりません。',
        'It is done by hand and takes several days: not while you wait.',
      ),
      text(
        '済んだら、新しい機器を登録します。すべてに反映されるまで最大24時間かかります。',
        'Afterwards, register the new device. It can take up to 24 hours to reach everything.',
      ),
    ],
  },
  {
    id: 'app-deleted',
    title: text('認証アプリや登録を消してしまった', 'You deleted the app or its account'),
    keywords: words(
      'アプリ 消した けした 削除 さくじょ アンインストール アカウント 消えた keshita sakujo apuri deleted app account removed uninstall reinstall gone',
    ),
    audience: 'everyone',
    relatedReasons: ['app-deleted'],
    steps: [
      text(
        '電話番号など、二つ目の方法でサインインします。',
        'Sign in by your second method, such as a telephone number.',
      ),
      text('入れたら、アプリをもう一度登録します。', 'Once in, register the app again.'),
      text(
        '方法が一つしかなかったときは、身分を確認できる書類を持ってセンターで申請します。',
        'If it was your only method, apply at the centre with an identity document.',
      ),
    ],
  },
  {
    id: 'lost-delete-device',
    title: text('なくした機器はすぐに消す', 'Delete a lost device at once'),
    keywords: words(
      '紛失 ふんしつ 盗難 とうなん なくした 落とした すぐ 削除 機器 デバイス funshitsu tonan lost stolen delete device at once immediately theft',
    ),
    audience: 'everyone',
    relatedReasons: ['lost-or-stolen'],
    steps: [
      text(
        '別の方法でサインインし、「セキュリティ情報」からその機器をすぐに消します。',
        'Sign in by another method, and delete that device from “Security info” at once.',
      ),
      text('パスワードも変えます。', 'Change the password as well.'),
      text(
        'サインインできないときは、センターへ申し出てください。',
        'If you cannot sign in, tell the centre.',
      ),
    ],
  },
  {
    id: 'number-and-handset',
    title: text('番号と機種を同時に変えるとき', 'Changing number and handset together'),
    keywords: words(
      '番号 機種 同時 どうじ 乗り換え のりかえ MNP 新規 電話番号変更 古い番号 削除 bango kishu doji norikae number handset both change carrier lock out old number delete',
    ),
    audience: 'everyone',
    relatedReasons: ['number-changed', 'replaced'],
    steps: [
      text(
        '同時に変えると、アプリもSMSも使えなくなり、締め出されます。',
        'Changed together, neither app nor SMS works and you are locked out.',
      ),
      text(
        '先に新しいスマートフォンを登録し、確かめてから古い方を処分します。',
        'Register the new phone first; scrap the old one when you are sure.',
      ),
      text(
        '使わなくなった番号は消します。次にその番号を持つ人にコードが届いてしまいます。',
        'Delete the number that you gave up: codes would go to whoever gets it next.',
      ),
    ],
  },
  {
    id: 'app-before-sms',
    title: text('アプリとSMSの両方があるとき', 'With both the app and SMS'),
    keywords: words(
      'アプリ SMS 優先 ゆうせん どちら 両方 届かない 通知 yusen ryoho app sms both which first prompt instead preferred',
    ),
    audience: 'everyone',
    relatedReasons: ['other'],
    steps: [
      text(
        '両方を登録すると、アプリへの確認が先になります。',
        'When both are registered, the app is asked first.',
      ),
      text(
        'SMSを使いたいときは、確認の画面で別の方法を選びます。',
        'To use SMS, choose another method when you are asked.',
      ),
    ],
  },
  {
    id: 'up-to-24-hours',
    title: text('変更が効くまでの時間', 'How long a change takes'),
    keywords: words(
      '反映 はんえい 24時間 いつから 効かない まだ 待つ hanei jikan matsu 24 hours wait take effect propagation not yet delay',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'other'],
    steps: [
      text(
        '変更が全体に行き渡るまで、最大24時間かかります。',
        'A change can take up to 24 hours to reach everything.',
      ),
      text('待つあいだ、同じ変更を繰り返さないでください。', 'Do not repeat it while you wait.'),
      text(
        '24時間を過ぎても変わらなければ、センターへ知らせてください。',
        'If nothing has changed after 24 hours, tell the centre.',
      ),
    ],
  },
  {
    id: 'password-paper-form',
    title: text('パスワードを忘れたとき（紙の申請）', 'A forgotten password: a paper form'),
    keywords: words(
      'パスワード ぱすわーど 忘れた わすれた 再設定 さいせってい リセット 用紙 紙 申請書 しんせいしょ pasuwado wasureta password forgot reset paper form application pasword',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'forgotten'],
    steps: [
      text(
        '自分で再設定する画面はありません。画面の「忘れた場合」からは変えられません。',
        'There is no reset by yourself: the “forgot my password” page cannot change it.',
      ),
      text('センターで用紙に記入して申し込みます。', 'Fill in the paper form at the centre.'),
    ],
  },
  {
    id: 'app-lock',
    title: text('アプリのロックでメールやTeamsが止まる', 'The app’s lock stops mail and Teams'),
    keywords: words(
      'アプリロック あぷりろっく ロック Teams チームズ ちーむず Outlook メール 止まる 開けない rokku chiimuzu mail app lock teams outlook stop authenticator stuck',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'replaced'],
    steps: [
      text(
        '認証アプリの設定で「アプリのロック」をいったんオフにします。',
        'In the authenticator’s settings, switch its app lock off.',
      ),
      text('メールとTeamsが動くことを確かめます。', 'See that mail and Teams work again.'),
      text('もう一度オンにします。', 'Switch it on again.'),
    ],
  },
  {
    id: 'several-universities',
    title: text('複数の大学に所属しているとき', 'If you belong to several universities'),
    keywords: words(
      '複数 ふくすう 大学 兼任 けんにん 非常勤 別の大学 アカウント 切り替え kennin hijokin several universities two accounts other university switch wrong account',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'replaced'],
    steps: [
      text('アプリには大学ごとに別の登録が要ります。', 'The app needs a registration for each university.'),
      text(
        '機種変更のときは、すべての大学の登録を移します。',
        'When you change phones, move every one of them.',
      ),
      text(
        '確認が届いたら、どの大学のアカウントかを見てから答えます。',
        'When asked, see which university’s account it is before you answer.',
      ),
      text(
        'ほかの大学の登録は、本学のセンターでは直せません。その大学へ相談してください。',
        'This centre cannot mend another university’s registration: ask there.',
      ),
    ],
  },
];
