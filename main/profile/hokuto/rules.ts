import type { Profile } from '../profile.ts';
import { text } from '../writing.ts';

export const hokutoMethods: Profile['methods'] = [
  {
    id: 'app-code',
    kind: 'app-code',
    name: text('認証アプリのコード', 'Authenticator app code'),
    countsAsMfa: true,
    digits: 6,
    device: 'totp-app',
    note: text('電波がなくても使えます。', 'Works without a signal.'),
  },
  {
    id: 'passkey',
    kind: 'passkey',
    name: text('パスキー・セキュリティキー', 'Passkey or security key'),
    countsAsMfa: true,
    digits: null,
    device: 'passkey',
    note: null,
  },
  {
    id: 'sms',
    kind: 'sms',
    name: text('携帯電話（SMS）', 'Mobile phone (SMS)'),
    countsAsMfa: true,
    digits: 6,
    device: 'sms',
    note: null,
  },
  {
    id: 'voice',
    kind: 'voice',
    name: text('電話（音声）', 'Telephone (voice)'),
    countsAsMfa: true,
    digits: null,
    device: 'voice',
    note: null,
  },
  {
    id: 'mail-address',
    kind: 'mail-address',
    name: text('連絡用メールアドレス', 'Contact mail address'),
    countsAsMfa: false,
    digits: null,
    device: null,
    note: text('お知らせを受け取るだけです。', 'It receives notices, nothing more.'),
  },
];

export const hokutoLimits: Profile['methodLimits'] = [
  {
    id: 'phones',
    label: text('電話番号', 'Telephone numbers'),
    methods: ['sms', 'voice'],
    maximum: 3,
  },
];

export const hokutoMessages: Profile['messages'] = {
  signIn: text(
    '学籍番号（または s と学籍番号）とパスワードを入力してください。',
    'Enter your number (with or without s) and your password.',
  ),
  notAsked: text(
    '入退室が管理された演習室なので、学生には追加の認証を求めません。',
    'This lab has controlled entry, so students are not asked for a second factor here.',
  ),
  asked: text(
    '教職員と、演習室の外では追加の認証が必要です。',
    'Staff, and anyone outside the labs, are asked for a second factor.',
  ),
  locked: text(
    'アカウントがロックされています。情報センター窓口で解除できます。',
    'The account is locked. The Computing Centre counter can clear it.',
  ),
  passwordForgotten: text(
    '学生証を持って情報センター窓口へ来てください。',
    'Come to the Computing Centre counter with your card.',
  ),
  secondFactorLost: text(
    'ほかに登録した方法がなければ、本人確認書類を持って窓口へ来てください。',
    'If no other registered method works, come to the counter with your documents.',
  ),
  sharedMachine: text(
    '共用の端末です。パスワードを保存せず、離れるときはサインアウトしてください。',
    'This machine is shared. Save no password, and sign out when you leave.',
  ),
};
