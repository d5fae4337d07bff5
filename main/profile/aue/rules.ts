import type { Profile } from '../profile.ts';
import { text } from '../writing.ts';

const countsAsMfa = true;

export const aueMethods: Profile['methods'] = [
  {
    id: 'authenticator-app',
    kind: 'app-push',
    name: text('認証アプリ（Microsoft Authenticator）', 'Authenticator app (Microsoft Authenticator)'),
    countsAsMfa,
    digits: null,
    device: 'microsoft-authenticator',
    note: text('SMSもあるときは、アプリが先に使われます。', 'It comes before SMS where both exist.'),
  },
  {
    id: 'sms',
    kind: 'sms',
    name: text('携帯電話（SMS）', 'Mobile phone (SMS)'),
    countsAsMfa,
    digits: 6,
    device: 'sms',
    note: text('番号を変えたら、古い番号は消します。', 'When the number changes, delete the old one.'),
  },
  {
    id: 'voice',
    kind: 'voice',
    name: text('電話（音声）', 'Telephone (voice)'),
    countsAsMfa,
    digits: null,
    device: 'voice',
    note: null,
    assumed: true,
  },
];

export const aueOperations: Profile['operations'] = [
  {
    id: 'reset',
    label: text('多要素認証のリセット（申請）', 'Reset multi-factor authentication (application)'),
    by: 'centre',
    identity: 'documents',
    days: { from: 2, to: 7 },
    note: text(
      'センターが手作業で行い、数日かかります。反映に最大24時間かかります。',
      'The centre does it by hand, which takes several days; then up to 24 hours to take effect.',
    ),
  },
  {
    id: 'paper-form',
    label: text('パスワード再設定の用紙', 'Paper form for a new password'),
    by: 'centre',
    identity: 'documents',
    days: null,
    note: text('自分で再設定する仕組みはありません。', 'There is no self-service reset.'),
  },
  {
    id: 'refer',
    label: text('自分でできる手続き・ほかの大学を案内', 'Refer to self-service or the other university'),
    by: 'person',
    identity: 'none',
    days: null,
    note: null,
  },
];

export const aueHandOuts: Profile['handOuts'] = [
  {
    operation: 'reset',
    steps: [
      text(
        '申請を受け付けました。まだリセットされていません。数日かかります。',
        'Your application has been taken. Nothing is reset yet; it takes several days.',
      ),
      text(
        '済んだという知らせのあと、反映まで最大24時間かかることがあります。',
        'After you are told that it is done, up to 24 hours may pass before it takes effect.',
      ),
      text(
        '新しい機器を登録し、電話番号も一つ加えます。',
        'Register the new device, and add a telephone number.',
      ),
      text(
        '古い機器と、使わなくなった番号を消します。',
        'Delete the old device and any number that you gave up.',
      ),
    ],
  },
  {
    operation: 'paper-form',
    steps: [
      text(
        '用紙に記入し、身分を確認できる書類と一緒に出してください。',
        'Fill in the form and hand it in with an identity document.',
      ),
      text(
        '新しいパスワードを受け取ったら、最初のサインインで変えます。',
        'Change the password that you receive at your first sign-in.',
      ),
    ],
  },
  {
    operation: 'refer',
    steps: [
      text(
        '二つ目の方法でサインインし、ご自分で登録し直してください。',
        'Sign in by your second method and register again yourself.',
      ),
    ],
  },
];

export const aueMessages: Profile['messages'] = {
  signIn: text(
    '大学のユーザー名とパスワードを入力してください。',
    'Enter your university user name and password.',
  ),
  notAsked: text(
    '学内では、追加認証が設定されていない方はパスワードだけでサインインできます。',
    'On campus the password is enough for everyone who is not set up to be asked.',
  ),
  asked: text(
    '学内でも追加認証を求められる人がいます。学外ではだれでも必要です。',
    'Some people are asked on campus too; off campus everyone is.',
  ),
  locked: text(
    'サインインできません。身分を確認できる書類を持ってセンターへ来てください。',
    'You cannot sign in. Come to the centre with an identity document.',
  ),
  passwordForgotten: text(
    'パスワードは自分で再設定できません。センターで用紙に記入してください。',
    'You cannot reset the password yourself: fill in the paper form at the centre.',
  ),
  secondFactorLost: text(
    '二つ目の方法を使ってください。なければ、センターでリセットを申請します。数日かかります。',
    'Use your second method. If you have none, apply at the centre for a reset; it takes several days.',
  ),
  sharedMachine: text(
    '共用の端末です。「今後○日間は確認しない」を選ばないでください。',
    'This machine is shared. Never choose “don’t ask again for N days”.',
  ),
};
