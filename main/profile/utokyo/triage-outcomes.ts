import type { TriageOutcome } from '../../../preload/contract/models/triage.ts';
import { bring, urgent } from '../shared/counter-words.ts';
import { text } from '../writing.ts';

const alone = { urgent: [], bring: [], operations: [], office: null };

export const utokyoOutcomes: TriageOutcome[] = [
  {
    id: 'use-another',
    kind: 'self-service',
    title: text('別の電話やアプリでサインインできます', 'Sign in by another telephone or app'),
    steps: [
      text(
        '確認の画面で別の方法を選びます。メールアドレスは使えません。',
        'Choose another method when asked. A mail address does not count.',
      ),
    ],
    guides: ['use-another-method', 'three-phones', 'not-a-method'],
    ...alone,
  },
  {
    id: 'register-yourself',
    kind: 'self-service',
    title: text('ご自分で登録し直せます', 'You can register again yourself'),
    steps: [
      text('使える方法でサインインします。', 'Sign in by the method that works.'),
      text(
        '新しい方法を先に加え、古いものを消します。最後の一つを先に消さないでください。',
        'Add the new method first, then delete the old one. Never delete the last one first.',
      ),
    ],
    guides: ['change-phone', 'last-method', 'three-phones', 'default-method'],
    ...alone,
  },
  {
    id: 'reset',
    kind: 'counter',
    title: text('窓口で再登録の手続きをします', 'Arrange a re-registration at the counter'),
    urgent: [],
    steps: [
      text(
        '学生証か職員証を持って窓口へ来てください。',
        'Come to the counter with your student or staff card.',
      ),
      text(
        '翌営業日に済み、メールでお知らせします。',
        'It is done on the next business day, and you are told by mail.',
      ),
    ],
    guides: ['locked-out', 'not-a-method'],
    bring: [bring.card],
    operations: ['reset'],
    office: null,
    assumed: true,
  },
  {
    id: 'lost-delete',
    kind: 'self-service',
    title: text('なくした機器の登録を消します', 'Delete the lost device'),
    urgent: [urgent.carrier, urgent.deleteDevice],
    steps: [
      text(
        '使える方法でサインインし、なくした機器や番号を消します。',
        'Sign in by a method that works, and delete the lost device or number.',
      ),
    ],
    guides: ['lost-phone', 'change-phone'],
    bring: [],
    operations: [],
    office: null,
    assumed: true,
  },
  {
    id: 'lost-reset',
    kind: 'counter',
    title: text('回線を止めてから、窓口へ', 'Stop the line, then come to the counter'),
    urgent: [urgent.carrier],
    steps: [
      text(
        '学生証か職員証を持って窓口へ来てください。翌営業日に再登録できます。',
        'Come with your student or staff card. You can register again on the next business day.',
      ),
    ],
    guides: ['lost-phone', 'locked-out'],
    bring: [bring.card],
    operations: ['reset'],
    office: null,
    assumed: true,
  },
  {
    id: 'unexpected',
    kind: 'self-service',
    title: text('承認せず、すぐにパスワードを変えてください', 'Do not approve; change the password at once'),
    urgent: [urgent.neverApprove, urgent.changePassword, urgent.endSessions],
    steps: [
      text(
        '知らない登録がないか見て、あれば消します。',
        'Look for registrations that you do not know, and delete them.',
      ),
    ],
    guides: ['unexpected-prompt'],
    bring: [],
    operations: ['refer'],
    office: null,
    assumed: true,
  },
  {
    id: 'abroad',
    kind: 'self-service',
    title: text('出発前にアプリを登録します', 'Register an app before you leave'),
    steps: [text('電話だけに頼らないでください。', 'Do not rely on telephones alone.')],
    guides: ['going-abroad', 'add-method'],
    ...alone,
    assumed: true,
  },
  {
    id: 'apply',
    kind: 'self-service',
    title: text('まず利用者メニューで申し込みます', 'Apply in the user menu first'),
    steps: [
      text('申し込んだあと、次のサインインで登録します。', 'After that, you register at the next sign-in.'),
      text(
        '大学のクラウドメール以外のメールアドレスを用意します。',
        'Have a mail address outside the university’s cloud mail ready.',
      ),
    ],
    guides: ['apply-then-register', 'who-needs-it', 'user-name'],
    ...alone,
  },
  {
    id: 'register-next',
    kind: 'self-service',
    title: text('次のサインインで登録します', 'Register at the next sign-in'),
    steps: [
      text('一度サインアウトしてから、サインインし直してください。', 'Sign out once, then sign in again.'),
    ],
    guides: ['apply-then-register', 'three-phones', 'backup-method'],
    ...alone,
  },
  {
    id: 'clock',
    kind: 'self-service',
    title: text('時刻とタイムゾーンを確かめます', 'Check the time and the time zone'),
    steps: [text('どちらも自動にします。コードは6桁です。', 'Set both to automatic. Codes have six digits.')],
    guides: ['totp-clock', 'six-digit-codes', 'forgotten-code-app'],
    ...alone,
    assumed: true,
  },
  {
    id: 'not-arriving',
    kind: 'self-service',
    title: text('別の電話で受け取ります', 'Receive it on another telephone'),
    steps: [
      text(
        'SMSを受け取れるのは携帯電話だけです。代替と職場の電話は音声です。',
        'Only the mobile takes SMS; alternate and office telephones take voice calls.',
      ),
    ],
    guides: ['three-phones', 'sms-not-arriving', 'six-digit-codes'],
    ...alone,
  },
  {
    id: 'password',
    kind: 'counter',
    title: text('パスワードは窓口へ相談してください', 'Ask the counter about a password'),
    urgent: [],
    steps: [text('学生証か職員証を持って来てください。', 'Come with your student or staff card.')],
    guides: ['user-name'],
    bring: [bring.card],
    operations: ['refer'],
    office: null,
    assumed: true,
  },
  {
    id: 'vpn',
    kind: 'self-service',
    title: text('職員VPNには多要素認証が必要です', 'The staff VPN needs multi-factor authentication'),
    steps: [
      text(
        '利用者メニューで申し込み、方法を登録してからつなぎます。',
        'Apply in the user menu and register a method, then connect.',
      ),
    ],
    guides: ['staff-vpn', 'apply-then-register'],
    ...alone,
  },
  {
    id: 'set-up-again',
    kind: 'self-service',
    title: text('次のサインインで設定し直します', 'Set it up again at the next sign-in'),
    steps: [text('サインインすると、設定の画面に進みます。', 'Sign in: you are led to the set-up.')],
    guides: ['last-method', 'three-phones'],
    ...alone,
  },
  {
    id: 'cannot-end',
    kind: 'nothing-to-do',
    title: text('原則としてやめられません', 'In principle it cannot be ended'),
    steps: [
      text(
        '利用者メニューの申込みはそのままにして、使いやすい方法に変えてください。',
        'Leave the application in the user menu as it is, and change to a handier method.',
      ),
    ],
    guides: ['cannot-end', 'default-method'],
    ...alone,
  },
  {
    id: 'ask-counter',
    kind: 'counter',
    title: text('窓口でお聞かせください', 'Tell us at the counter'),
    urgent: [],
    steps: [text('画面に出た言葉を控えて来てください。', 'Note what the screen said.')],
    guides: ['who-needs-it'],
    bring: [bring.card],
    operations: ['refer'],
    office: null,
    assumed: true,
  },
];
