import type { TriageOutcome } from '../../../preload/contract/models/triage.ts';
import { urgent } from '../shared/counter-words.ts';
import { text } from '../writing.ts';

const alone = { bring: [], operations: [], office: null };

/** Keio: outcomes that need no counter. */
export const keioOutcomes: readonly TriageOutcome[] = [
  {
    id: 'use-another',
    kind: 'self-service',
    title: text('別の方法でサインインできます', 'Sign in by another method'),
    urgent: [],
    steps: [
      text(
        'サインインの画面で、使えるセキュリティ方式を選びます。',
        'At sign-in, choose the security method that works.',
      ),
      text('PC室の端末では、多要素認証は求められません。', 'The PC rooms do not ask for one at all.'),
    ],
    guides: ['lab-password-only', 'backup-method'],
    ...alone,
  },
  {
    id: 'replace-a',
    kind: 'self-service',
    title: text('（a）ご自分で登録し直せます', '(a) You can register it yourself'),
    urgent: [],
    steps: [
      text('使える方法でサインインします。', 'Sign in by the method that works.'),
      text('新しい機器や番号を先に登録します。', 'Add the new device or number first.'),
      text('それから古いものを消します。', 'Then delete the old one.'),
    ],
    guides: ['change-phone-yourself', 'two-point-check', 'push-takes-a-day', 'phone-numbers'],
    ...alone,
  },
  {
    id: 'lost-a',
    kind: 'self-service',
    title: text('回線を止め、その機器の登録を消します', 'Stop the line, then delete the device'),
    urgent: [urgent.carrier, urgent.deleteDevice],
    steps: [
      text('使える方法でサインインします。', 'Sign in by the method that works.'),
      text(
        'なくした機器の登録を消し、新しい機器を登録します。',
        'Delete the lost device’s registration and add a new device.',
      ),
      text(
        '不安なときや途中でできなくなったときは、KIC窓口へ来てください。',
        'If in doubt, or if you get stuck, come to the KIC counter.',
      ),
    ],
    guides: ['lost-phone', 'change-phone-yourself', 'two-point-check'],
    ...alone,
    assumed: true,
  },
  {
    id: 'abroad',
    kind: 'self-service',
    title: text('出発前にアプリを登録します', 'Register an app before you leave'),
    urgent: [],
    steps: [
      text(
        '海外の番号は登録できないことがあります。アプリのコードを登録します。',
        'Overseas numbers may fail to register: register an app’s codes.',
      ),
      text('現地では時刻とタイムゾーンを自動にします。', 'Once there, keep time and time zone automatic.'),
    ],
    guides: ['going-abroad', 'phone-numbers', 'totp-clock'],
    ...alone,
  },
  {
    id: 'first-time',
    kind: 'self-service',
    title: text('初めての設定', 'Setting it up for the first time'),
    urgent: [],
    steps: [
      text(
        '自分の期限までに、方法を二つ以上登録します。',
        'Register two methods or more before your own deadline.',
      ),
      text('終わったら2点を確認します。', 'Then check the two points.'),
    ],
    guides: ['first-setup', 'two-point-check', 'deadline', 'backup-method', 'okta-verify-by-hand'],
    ...alone,
  },
  {
    id: 'clock',
    kind: 'self-service',
    title: text('時刻とタイムゾーンを確かめます', 'Check the time and the time zone'),
    urgent: [],
    steps: [
      text(
        'どちらも自動にします。時計だけ手で合わせても直りません。',
        'Set both to automatic. Moving the clock by hand does not mend it.',
      ),
    ],
    guides: ['totp-clock', 'forgotten-code-app'],
    ...alone,
  },
  {
    id: 'not-arriving',
    kind: 'self-service',
    title: text('迷惑対策の設定を見直します', 'Look at the spam settings'),
    urgent: [],
    steps: [
      text(
        '発信元の番号は毎回変わります。携帯電話会社と機器の設定を見直してください。',
        'The sender’s number varies. Look at the carrier’s and the phone’s settings.',
      ),
    ],
    guides: ['sms-not-arriving', 'push-takes-a-day'],
    ...alone,
  },
  {
    id: 'browser',
    kind: 'self-service',
    title: text('ポータルから入り直します', 'Start again at the portal'),
    urgent: [],
    steps: [
      text(
        'ブラウザーの keio.jp プロファイルからサインアウトします。',
        'Sign out of the browser’s keio.jp profile.',
      ),
      text('ブックマークを使わず、ポータルの入口から始めます。', 'Use no bookmark: start at the portal.'),
    ],
    guides: ['browser-profile', 'start-at-portal'],
    ...alone,
  },
  {
    id: 'wifi',
    kind: 'nothing-to-do',
    title: text('Wi-Fiは多要素認証と関係ありません', 'The Wi-Fi has nothing to do with it'),
    urgent: [],
    steps: [
      text(
        'keiomobile2 と eduroam は多要素認証を求めません。Wi-Fi用の設定を確かめてください。',
        'keiomobile2 and eduroam never ask for a second factor. Check the Wi-Fi settings themselves.',
      ),
    ],
    guides: ['campus-wifi'],
    ...alone,
  },
  {
    id: 'push',
    kind: 'self-service',
    title: text('1日ほど待ち、その間はコードを使います', 'Wait about a day; use codes meanwhile'),
    urgent: [],
    steps: [
      text(
        '通知が戻るまでは、アプリに出るコードを入力します。',
        'Until notices return, type the code that the app shows.',
      ),
    ],
    guides: ['push-takes-a-day'],
    ...alone,
  },
];
