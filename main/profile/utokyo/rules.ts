import type { Profile } from '../profile.ts';
import { text } from '../writing.ts';

const countsAsMfa = true;

export const utokyoMethods: Profile['methods'] = [
  {
    id: 'authenticator-app',
    kind: 'app-push',
    name: text('認証アプリ', 'Authenticator app'),
    countsAsMfa,
    digits: null,
    device: 'microsoft-authenticator',
    note: null,
    assumed: true,
  },
  {
    id: 'mobile-sms',
    kind: 'sms',
    name: text('携帯電話（SMS）', 'Mobile phone (SMS)'),
    countsAsMfa,
    digits: 6,
    device: 'sms',
    note: null,
  },
  {
    id: 'mobile-voice',
    kind: 'voice',
    name: text('携帯電話（音声）', 'Mobile phone (voice)'),
    countsAsMfa,
    digits: null,
    device: 'voice',
    note: null,
  },
  {
    id: 'alternate-voice',
    kind: 'voice',
    name: text('代替の電話（音声）', 'Alternate telephone (voice)'),
    countsAsMfa,
    digits: null,
    device: 'voice',
    note: text('音声だけです。', 'Voice only.'),
  },
  {
    id: 'office-voice',
    kind: 'voice',
    name: text('職場の電話（音声）', 'Office telephone (voice)'),
    countsAsMfa,
    digits: null,
    device: 'voice',
    note: text('内線番号を付けられます。', 'An extension may be given.'),
  },
  {
    id: 'mail-address',
    kind: 'mail-address',
    name: text('メールアドレス', 'Mail address'),
    countsAsMfa: false,
    digits: 6,
    device: null,
    note: text(
      '多要素認証の方法ではありません。大学のクラウドメール以外を登録します。',
      'Not a method. Register one outside the university’s own cloud mail.',
    ),
  },
  {
    id: 'app-password',
    kind: 'app-password',
    name: text('アプリパスワード', 'App password'),
    countsAsMfa: false,
    digits: null,
    device: null,
    note: text('多要素認証の方法ではありません。', 'Not a method.'),
  },
];

export const utokyoLimits: Profile['methodLimits'] = [
  {
    id: 'mobile',
    label: text('携帯電話', 'Mobile phone'),
    methods: ['mobile-sms', 'mobile-voice'],
    maximum: 1,
  },
  {
    id: 'alternate',
    label: text('代替の電話', 'Alternate telephone'),
    methods: ['alternate-voice'],
    maximum: 1,
  },
  { id: 'office', label: text('職場の電話', 'Office telephone'), methods: ['office-voice'], maximum: 1 },
  {
    id: 'phones',
    label: text('電話の合計', 'Telephones in all'),
    methods: ['mobile-sms', 'mobile-voice', 'alternate-voice', 'office-voice'],
    maximum: 3,
  },
];

export const utokyoOperations: Profile['operations'] = [
  {
    id: 'reset',
    label: text('再登録のためのリセット', 'Reset for re-registration'),
    by: 'centre',
    identity: 'documents',
    days: { from: 1, to: 1 },
    note: text(
      '翌営業日に済み、本人へメールで知らせます。',
      'Done on the next business day; the person is told by mail.',
    ),
    assumed: true,
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

export const utokyoHandOuts: Profile['handOuts'] = [
  {
    operation: 'reset',
    steps: [
      text(
        '再登録を受け付けました。まだ済んでいません。翌営業日の予定です。',
        'Your re-registration has been taken. It is not done yet: expect the next business day.',
      ),
      text(
        '済んだら、窓口で確かめたメールアドレスにお知らせします。',
        'When it is, a mail goes to the address that the counter checked.',
      ),
      text(
        '次のサインインで方法を登録します。電話かアプリを二つ以上登録してください。',
        'Register at the next sign-in: two or more telephones or apps.',
      ),
      text(
        'メールアドレスとアプリパスワードは、方法の数に入りません。',
        'Mail addresses and app passwords do not count as methods.',
      ),
    ],
  },
  {
    operation: 'refer',
    steps: [
      text(
        '使える方法でサインインし、新しい方法を加えてから古いものを消してください。',
        'Sign in by a method that works, add the new one, then delete the old.',
      ),
    ],
  },
];

export const utokyoMessages: Profile['messages'] = {
  signIn: text(
    '10桁のユーザー名とパスワードを入力してください。',
    'Enter your 10-digit user name and password.',
  ),
  notAsked: text(
    'この場所の利用方針により、パスワードだけでサインインできます。',
    'By this place’s policy, the password is enough.',
  ),
  asked: text(
    '多要素認証を申し込んだ人は、サインインのたびに確認を求められます。',
    'Whoever has enrolled in multi-factor authentication is asked at every sign-in.',
  ),
  locked: text(
    'サインインできません。学生証か職員証を持って窓口へ来てください。',
    'You cannot sign in. Come to the counter with your student or staff card.',
  ),
  passwordForgotten: text(
    '学生証か職員証を持って窓口へ相談してください。',
    'Ask at the counter, with your student or staff card.',
  ),
  secondFactorLost: text(
    '別の電話やアプリを使えなければ、窓口で再登録します。翌営業日に済みます。',
    'If no other telephone or app works, re-register at the counter: it is done on the next business day.',
  ),
  sharedMachine: text(
    '共用の端末です。確認を保存せず、離れるときはサインアウトしてください。',
    'This machine is shared. Save no verification, and sign out when you leave.',
  ),
};
