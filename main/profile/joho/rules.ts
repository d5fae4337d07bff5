import type { Profile } from '../profile.ts';
import { text } from '../writing.ts';

const countsAsMfa = true;

export const johoMethods: Profile['methods'] = [
  {
    id: 'mobile-sms',
    kind: 'sms',
    name: text('携帯電話（SMS）', 'Mobile phone (SMS)'),
    countsAsMfa,
    digits: null,
    device: 'sms',
    note: text(
      '最初に登録します。SMSの使えるガラケーで十分です。',
      'Register it first. A feature phone with SMS is enough.',
    ),
  },
  {
    id: 'authenticator-app',
    kind: 'app-push',
    name: text('認証アプリ', 'Authenticator app'),
    countsAsMfa,
    digits: null,
    device: 'microsoft-authenticator',
    note: text(
      'ほかの方法を既定にしても、確認はアプリに先に出ます。これだけの登録は避けます。',
      'It is asked first whatever the default. Never register it alone.',
    ),
  },
  {
    id: 'mobile-voice',
    kind: 'voice',
    name: text('携帯電話（音声）', 'Mobile phone (voice)'),
    countsAsMfa,
    digits: null,
    device: 'voice',
    note: text('約20秒以内に # を押します。', 'Press # within about 20 seconds.'),
  },
  {
    id: 'landline-voice',
    kind: 'voice',
    name: text('固定電話（音声）', 'Landline (voice)'),
    countsAsMfa,
    digits: null,
    device: 'voice',
    note: text(
      '内線の欄は空け、転送はしません。光回線では使えないことがあります。',
      'Leave the extension blank; no forwarding. Some optical lines fail.',
    ),
  },
  {
    id: 'office-voice',
    kind: 'voice',
    name: text('職場の電話（音声）', 'Office telephone (voice)'),
    countsAsMfa,
    digits: null,
    device: 'voice',
    note: text(
      'なるべく避け、代表番号は決して登録しません。居合わせた人が # を押すおそれがあります。',
      'Sparingly, and never the switchboard: a bystander may press #.',
    ),
  },
];

export const johoLimits: Profile['methodLimits'] = [
  {
    id: 'apps',
    label: text('認証アプリ', 'Authenticator apps'),
    methods: ['authenticator-app'],
    maximum: 5,
  },
  {
    id: 'phones',
    label: text('電話', 'Telephone lines'),
    methods: ['mobile-sms', 'mobile-voice', 'landline-voice', 'office-voice'],
    maximum: 3,
  },
];

export const johoOperations: Profile['operations'] = [
  {
    id: 'suspend',
    label: text('多要素認証の一時停止', 'Suspend multi-factor authentication'),
    by: 'provider',
    identity: 'documents',
    days: null,
    note: text(
      '他大学でなりすましが起きています。書類の顔写真と本人を必ず見比べます。',
      'Impersonation has happened elsewhere: always compare the photograph with the person.',
    ),
  },
  {
    id: 'paper-form',
    label: text('パスワード再発行の用紙', 'Paper form for a new password'),
    by: 'centre',
    identity: 'documents',
    days: null,
    note: null,
  },
  {
    id: 'refer',
    label: text('自分でできる手続きを案内', 'Refer to self-service'),
    by: 'person',
    identity: 'none',
    days: null,
    note: null,
  },
];

export const johoHandOuts: Profile['handOuts'] = [
  {
    operation: 'suspend',
    steps: [
      text(
        '一時停止が反映されたら、パスワードでサインインします。',
        'Once the suspension has taken effect, sign in with your password.',
      ),
      text('最初にSMS、次にアプリか固定電話を登録します。', 'Register SMS first, then an app or a landline.'),
      text(
        '使わなくなった機器と番号を消します（アプリ5台、電話3本まで）。',
        'Delete devices and numbers that you gave up: five apps and three lines at most.',
      ),
      text(
        '期限を過ぎると、また確認が必要になります。',
        'After the time on the receipt you are asked again.',
      ),
    ],
  },
  {
    operation: 'paper-form',
    steps: [
      text(
        '用紙に記入し、本人確認書類と一緒にセンターへ出します。',
        'Fill in the form and hand it to the centre with your documents.',
      ),
    ],
  },
  {
    operation: 'refer',
    steps: [
      text(
        '「現在アプリを使用できません」から別の方法でサインインし、登録し直してください。',
        'Sign in by another method from “I can’t use my app now”, and register again.',
      ),
    ],
  },
];

export const johoMessages: Profile['messages'] = {
  signIn: text(
    '大学のアカウントとパスワードを入力してください。',
    'Enter your university account and password.',
  ),
  notAsked: text(
    'この場所の利用方針により、パスワードだけでサインインできます。',
    'By this place’s policy, the password is enough.',
  ),
  asked: text(
    'この場所に免除はありません。登録した方法で確認します。',
    'Nothing is exempt here: you are asked by a method that you registered.',
  ),
  locked: text(
    'サインインできません。本人確認書類を持ってセンターの窓口へ来てください。',
    'You cannot sign in. Come to the centre’s counter with your documents.',
  ),
  passwordForgotten: text(
    'パスワードの再発行は、センターで用紙に記入します。',
    'For a new password, fill in the paper form at the centre.',
  ),
  secondFactorLost: text(
    '別の方法がなければ、センターの窓口で本人確認のうえ、しばらく止めます。',
    'If no other method works, the centre’s counter checks who you are and suspends it for a while.',
  ),
  sharedMachine: text(
    '共用の端末です。離れるときはサインアウトしてください。',
    'This machine is shared. Sign out when you leave.',
  ),
};
