import type { TriageOutcome } from '../../../preload/contract/models/triage.ts';
import { bring, urgent } from '../shared/counter-words.ts';
import { text } from '../writing.ts';

const alone = { urgent: [], bring: [], operations: [], office: null };
const identity = [bring.document];

export const aueOutcomes: TriageOutcome[] = [
  {
    id: 'on-campus',
    kind: 'nothing-to-do',
    title: text('学内ではそのまま使えます', 'On campus you can go on as you are'),
    steps: [
      text(
        '追加認証を求められなければ、パスワードだけで使えます。',
        'If you are not asked, the password is enough.',
      ),
      text(
        '学外では必要です。予備の方法を登録しておいてください。',
        'Off campus you will be asked: register a second method.',
      ),
    ],
    guides: ['where-asked', 'backup-method'],
    ...alone,
  },
  {
    id: 'use-another',
    kind: 'self-service',
    title: text('二つ目の方法でサインインできます', 'Sign in by your second method'),
    steps: [text('確認の画面で別の方法を選びます。', 'Choose another method when you are asked.')],
    guides: ['use-another-method', 'app-before-sms'],
    ...alone,
  },
  {
    id: 'register-yourself',
    kind: 'self-service',
    title: text('ご自分で登録し直せます', 'You can register again yourself'),
    steps: [
      text('二つ目の方法でサインインします。', 'Sign in by your second method.'),
      text(
        '新しい機器や番号を先に加え、古いものを消します。',
        'Add the new device or number first, then delete the old.',
      ),
    ],
    guides: ['change-phone', 'number-and-handset', 'app-deleted', 'add-method'],
    ...alone,
  },
  {
    id: 'reset',
    kind: 'counter',
    title: text('センターでリセットを申請します（数日）', 'Apply at the centre for a reset (several days)'),
    urgent: [],
    steps: [
      text(
        '身分を確認できる書類を持って、センターで申請します。',
        'Apply at the centre with an identity document.',
      ),
      text(
        '数日かかり、その場では終わりません。一時停止の仕組みはありません。',
        'It takes several days and is not done while you wait. There is no suspension.',
      ),
    ],
    guides: ['reset-application', 'up-to-24-hours'],
    bring: identity,
    operations: ['reset'],
    office: null,
  },
  {
    id: 'lost-delete',
    kind: 'self-service',
    title: text('その機器をすぐに消してください', 'Delete that device at once'),
    urgent: [urgent.deleteDevice],
    steps: [
      text(
        '二つ目の方法でサインインし、「セキュリティ情報」から消します。',
        'Sign in by your second method and delete it from “Security info”.',
      ),
      text('パスワードも変えます。', 'Change the password as well.'),
    ],
    guides: ['lost-delete-device', 'change-phone'],
    bring: [],
    operations: [],
    office: null,
  },
  {
    id: 'lost-reset',
    kind: 'counter',
    title: text('回線を止め、センターで申請します', 'Stop the line, then apply at the centre'),
    urgent: [urgent.carrier],
    steps: [
      text(
        '身分を確認できる書類を持って、リセットを申請します。',
        'Apply for a reset with an identity document.',
      ),
      text('数日かかります。', 'It takes several days.'),
    ],
    guides: ['lost-delete-device', 'lost-phone', 'reset-application'],
    bring: identity,
    operations: ['reset'],
    office: null,
  },
  {
    id: 'unexpected',
    kind: 'self-service',
    title: text('承認せず、すぐにパスワードを変えてください', 'Do not approve; change the password at once'),
    urgent: [urgent.neverApprove, urgent.changePassword],
    steps: [
      text(
        '知らない機器が登録されていないか、「セキュリティ情報」を見ます。',
        'Look at “Security info” for devices that you do not know.',
      ),
      text('不安なときはセンターへ知らせてください。', 'If in doubt, tell the centre.'),
    ],
    guides: ['unexpected-prompt'],
    bring: [],
    operations: ['refer'],
    office: null,
  },
  {
    id: 'abroad',
    kind: 'self-service',
    title: text('出発前にアプリを登録します', 'Register an app before you leave'),
    steps: [text('SMSだけに頼らないでください。', 'Do not rely on SMS alone.')],
    guides: ['going-abroad', 'add-method'],
    ...alone,
    assumed: true,
  },
  {
    id: 'first-time',
    kind: 'self-service',
    title: text('初めての設定', 'Setting it up for the first time'),
    steps: [
      text(
        'アプリと電話番号の二つを登録します。一つだけだと、なくしたときに数日使えません。',
        'Register both an app and a number: with one only, its loss costs you several days.',
      ),
    ],
    guides: ['add-method', 'backup-method', 'phone-age', 'where-asked'],
    ...alone,
  },
  {
    id: 'clock',
    kind: 'self-service',
    title: text('時刻とタイムゾーンを確かめます', 'Check the time and the time zone'),
    steps: [text('どちらも自動にします。', 'Set both to automatic.')],
    guides: ['totp-clock'],
    ...alone,
    assumed: true,
  },
  {
    id: 'not-arriving',
    kind: 'self-service',
    title: text('アプリに届いていないか見ます', 'See whether the app got it'),
    steps: [
      text(
        'アプリとSMSの両方があるときは、アプリが先です。アプリを開いてください。',
        'With both, the app comes before SMS: open the app.',
      ),
      text('それでもなければ、別の方法を選びます。', 'If nothing is there, choose another method.'),
    ],
    guides: ['app-before-sms', 'sms-not-arriving'],
    ...alone,
  },
  {
    id: 'password',
    kind: 'counter',
    title: text('センターで用紙に記入します', 'Fill in a paper form at the centre'),
    urgent: [],
    steps: [
      text(
        '自分で再設定することはできません。センターで申し込んでください。',
        'You cannot reset it yourself: apply at the centre.',
      ),
    ],
    guides: ['password-paper-form'],
    bring: identity,
    operations: ['paper-form'],
    office: null,
  },
  {
    id: 'app-lock',
    kind: 'self-service',
    title: text('アプリのロックをオフにしてからオンにします', 'Switch the app’s lock off, then on'),
    steps: [
      text(
        '認証アプリの設定で、ロックをいったんオフにします。',
        'In the authenticator’s settings, switch its lock off first.',
      ),
    ],
    guides: ['app-lock'],
    ...alone,
  },
  {
    id: 'several-universities',
    kind: 'other-office',
    title: text('どちらの大学のアカウントか確かめます', 'See which university’s account it is'),
    urgent: [],
    steps: [
      text(
        '本学のアカウントでなければ、その大学の窓口へ相談してください。',
        'If it is not this university’s, ask at the other one.',
      ),
    ],
    guides: ['several-universities'],
    bring: [],
    operations: ['refer'],
    office: text('所属するもう一つの大学の窓口', 'The counter of your other university'),
  },
  {
    id: 'wait-24-hours',
    kind: 'nothing-to-do',
    title: text('最大24時間お待ちください', 'Wait for up to 24 hours'),
    steps: [
      text(
        '24時間を過ぎても変わらなければ、センターへ知らせてください。',
        'If nothing has changed by then, tell the centre.',
      ),
    ],
    guides: ['up-to-24-hours'],
    ...alone,
  },
  {
    id: 'ask-centre',
    kind: 'counter',
    title: text('センターでお聞かせください', 'Tell us at the centre'),
    urgent: [],
    steps: [text('画面に出た言葉を控えて来てください。', 'Note what the screen said.')],
    guides: ['where-asked'],
    bring: [bring.card],
    operations: ['refer'],
    office: null,
    assumed: true,
  },
];
