import type { Profile } from '../profile.ts';
import { text } from '../writing.ts';

const countsAsMfa = true;

export const keioMethods: Profile['methods'] = [
  {
    id: 'totp',
    kind: 'app-code',
    name: text('アプリのコード（TOTP）', 'App code (TOTP)'),
    countsAsMfa,
    digits: 6,
    device: 'totp-app',
    note: text(
      '時刻とタイムゾーンの両方が合っている必要があります。',
      'Needs both the right time and the right time zone.',
    ),
  },
  {
    id: 'passkey',
    kind: 'passkey',
    name: text('パスキー・生体認証', 'Passkey or device biometrics'),
    countsAsMfa,
    digits: null,
    device: 'passkey',
    note: text('機器ごとに登録します。', 'Registered on each device.'),
  },
  {
    id: 'okta-verify',
    kind: 'app-push',
    name: text('Okta Verify', 'Okta Verify'),
    countsAsMfa,
    digits: 6,
    device: 'okta-verify',
    note: text(
      '機器ごとです。新しいスマートフォンでは登録し直します。',
      'Per device: register it again on a new phone.',
    ),
  },
  {
    id: 'mobile-sms',
    kind: 'sms',
    name: text('携帯電話（SMS）', 'Mobile phone (SMS)'),
    countsAsMfa,
    digits: null,
    device: 'sms',
    note: text(
      '複数登録できます。海外の番号は登録できないことがあります。',
      'Several may be registered. Overseas numbers may fail.',
    ),
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
    id: 'landline-voice',
    kind: 'voice',
    name: text('固定電話（音声）', 'Landline (voice)'),
    countsAsMfa,
    digits: null,
    device: 'voice',
    note: text('音声だけです。', 'Voice only.'),
  },
  {
    id: 'university-mail',
    kind: 'mail-code',
    name: text('慶應メール（一時停止の間）', 'University mail (while suspended)'),
    countsAsMfa,
    digits: null,
    device: null,
    note: text(
      '窓口で一時停止したあと、新しい機器を登録するときに使います。',
      'Used after a suspension at the counter, to register the new device.',
    ),
  },
];

export const keioOperations: Profile['operations'] = [
  {
    id: 'suspend',
    label: text('多要素認証の一時停止', 'Suspend multi-factor authentication'),
    by: 'provider',
    identity: 'documents',
    days: null,
    note: text(
      'KIC窓口だけで行います。ほかのキャンパスで同じ人が申し込んでいないか確かめます。',
      'At KIC counters only. See whether another campus has the same person.',
    ),
  },
  {
    id: 'refer',
    label: text('自分でできる手続き・ほかの窓口を案内', 'Refer to self-service or another office'),
    by: 'person',
    identity: 'none',
    days: null,
    note: null,
  },
];

export const keioHandOuts: Profile['handOuts'] = [
  {
    operation: 'suspend',
    steps: [
      text(
        '一時停止が反映されたら、慶應メールを使う多要素認証でサインインします。',
        'Once the suspension has taken effect, sign in with the factor that goes to your university mail.',
      ),
      text('新しい機器を登録します。', 'Add the new device.'),
      text('古い機器の登録を消します。', 'Delete the old device’s registration.'),
      text(
        '2点を確認します。多要素認証が「Enable」であること、セキュリティ方式に認証器が並んでいること。',
        'Check two points: multi-factor says “Enable”, and your authenticators are listed under security methods.',
      ),
      text(
        '通知が戻るまで1日ほどかかることがあります。それまではコードを使います。',
        'Push notices can take about a day to return. Use codes until then.',
      ),
    ],
  },
  {
    operation: 'refer',
    steps: [
      text(
        '使える方法でサインインし、新しい機器を加えてから古い機器を消してください。',
        'Sign in by a method that works, add the new device, then delete the old one.',
      ),
    ],
  },
];

export const keioMessages: Profile['messages'] = {
  signIn: text(
    'keio.jpのアカウントとパスワードを入力してください。',
    'Enter your keio.jp account and password.',
  ),
  notAsked: text(
    'KICが管理する端末なので、パスワードだけでサインインできます。授業を滞りなく始めるためです。',
    'This PC is managed by KIC, so the password alone is enough: classes start smoothly that way.',
  ),
  asked: text(
    'パスワードだけで使えるのは、KICが管理するPC室の端末に限られます。',
    'Only the PCs that KIC manages take the password alone.',
  ),
  locked: text(
    'アカウントがロックされています。本人確認書類を持ってKIC窓口へ来てください。',
    'The account is locked. Come to a KIC counter with your documents.',
  ),
  passwordForgotten: text(
    'パスワードが分からないときは、KIC窓口で手続きを確かめてください。',
    'If you do not know the password, ask at a KIC counter.',
  ),
  secondFactorLost: text(
    '使える方法がほかにあれば、ご自分で登録し直せます。なければ、どのキャンパスのKIC窓口でも一時停止を受け付けます。',
    'If another method works you can register again yourself. If none does, the KIC counter of any campus can suspend it for a while.',
  ),
  sharedMachine: text(
    '共用の端末です。ブラウザーにkeio.jpのプロファイルを残さず、離れるときはサインアウトしてください。',
    'This PC is shared. Leave no keio.jp profile in the browser, and sign out when you leave.',
  ),
};
