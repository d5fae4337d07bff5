import type { TriageOutcome } from '../../../preload/contract/models/triage.ts';
import { bring, urgent } from '../shared/counter-words.ts';
import { text } from '../writing.ts';

const alone = { urgent: [], bring: [], operations: [], office: null };
const documents = [bring.document, bring.devices];

export const johoOutcomes: TriageOutcome[] = [
  {
    id: 'use-another',
    kind: 'self-service',
    title: text('別の方法でサインインできます', 'Sign in by another method'),
    steps: [
      text(
        '「現在アプリを使用できません」を選び、SMSや電話で続けます。',
        'Choose “I can’t use my app now” and go on by SMS or a call.',
      ),
    ],
    guides: ['app-comes-first', 'app-only-risk'],
    ...alone,
  },
  {
    id: 'register-yourself',
    kind: 'self-service',
    title: text('ご自分で登録し直せます', 'You can register again yourself'),
    steps: [
      text('使える方法でサインインします。', 'Sign in by the method that works.'),
      text(
        '新しいものを加え、古いものを消します。アプリは5台、電話は3本までです。',
        'Add the new one and delete the old: five apps and three lines at most.',
      ),
    ],
    guides: ['change-phone', 'add-method', 'how-many'],
    ...alone,
  },
  {
    id: 'suspend',
    kind: 'counter',
    title: text('センターの窓口で一時停止します', 'The centre’s counter suspends it for a while'),
    urgent: [],
    steps: [
      text(
        '本人確認書類を持って、ご本人が来てください。なりすましを防ぐため、確認は省けません。',
        'Come yourself with your documents: against impersonation, the check is never skipped.',
      ),
      text('その間に登録し直します。', 'Register again in the meantime.'),
    ],
    guides: ['suspension-at-counter', 'what-first'],
    bring: documents,
    operations: ['suspend'],
    office: null,
  },
  {
    id: 'lost-delete',
    kind: 'self-service',
    title: text('なくした機器の登録を消します', 'Delete the lost device'),
    urgent: [urgent.carrier, urgent.deleteDevice],
    steps: [
      text(
        '使える方法でサインインし、なくした機器と番号を消します。',
        'Sign in by a method that works, and delete the lost device and number.',
      ),
    ],
    guides: ['lost-phone', 'change-phone'],
    bring: [],
    operations: [],
    office: null,
    assumed: true,
  },
  {
    id: 'lost-suspend',
    kind: 'counter',
    title: text('回線を止めてから、センターの窓口へ', 'Stop the line, then come to the centre’s counter'),
    urgent: [urgent.carrier],
    steps: [text('本人確認書類を持って、ご本人が来てください。', 'Come yourself with your documents.')],
    guides: ['lost-phone', 'suspension-at-counter'],
    bring: documents,
    operations: ['suspend'],
    office: null,
    assumed: true,
  },
  {
    id: 'unexpected',
    kind: 'self-service',
    title: text('承認せず、何も押さないでください', 'Do not approve it, and press nothing'),
    urgent: [urgent.neverApprove, urgent.changePassword, urgent.endSessions],
    steps: [
      text('電話なら # を押さずに切ります。', 'If it is a call, hang up without pressing #.'),
      text(
        '知らない登録があれば消し、センターへ知らせてください。',
        'Delete registrations that you do not know, and tell the centre.',
      ),
    ],
    guides: ['unexpected-prompt', 'office-phone'],
    bring: [],
    operations: ['refer'],
    office: null,
    assumed: true,
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
      text('最初にSMS、次にアプリか固定電話を登録します。', 'Register SMS first, then an app or a landline.'),
      text('SMSの使えるガラケーでも登録できます。', 'A feature phone with SMS will do.'),
    ],
    guides: ['what-first', 'app-only-risk', 'mail-apps-again', 'how-many'],
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
    id: 'find-the-app',
    kind: 'self-service',
    title: text('アプリを探します', 'Look for the app'),
    steps: [
      text(
        'iPhoneの「パスワード」と、ブラウザーの認証用の拡張機能を見ます。',
        'Look in the iPhone’s passwords and in browser authenticator extensions.',
      ),
    ],
    guides: ['forgotten-code-app', 'app-comes-first'],
    ...alone,
  },
  {
    id: 'voice',
    kind: 'self-service',
    title: text('20秒以内に # を押します', 'Press # within 20 seconds'),
    steps: [
      text(
        '転送を解除し、内線の欄は空けます。ダイヤル回線では先に * を押します。',
        'Switch forwarding off and leave the extension blank. On a rotary line press * first.',
      ),
    ],
    guides: ['voice-call', 'rotary-and-optical'],
    ...alone,
  },
  {
    id: 'not-arriving',
    kind: 'self-service',
    title: text('SMSの設定を見直します', 'Look at the settings for texts'),
    steps: [
      text('届かなければ、音声の電話かアプリを選びます。', 'If none arrives, choose a call or an app.'),
    ],
    guides: ['sms-not-arriving', 'app-comes-first'],
    ...alone,
    assumed: true,
  },
  {
    id: 'app-first',
    kind: 'nothing-to-do',
    title: text('アプリが先に出るのは正常です', 'The app comes first: that is normal'),
    steps: [
      text(
        '「現在アプリを使用できません」を選ぶと、SMSを選べます。',
        'Choose “I can’t use my app now” to get to SMS.',
      ),
    ],
    guides: ['app-comes-first'],
    ...alone,
  },
  {
    id: 'robot',
    kind: 'self-service',
    title: text('待って、入り直します', 'Wait, and start again'),
    steps: [
      text(
        '電波のよい場所で、サインインし直し、クッキーを消します。',
        'With a better signal, sign out and in, and clear the cookies.',
      ),
      text('だめなら音声の電話かアプリを使います。', 'Failing that, use a call or an app.'),
    ],
    guides: ['robot-check'],
    ...alone,
  },
  {
    id: 'mail-app',
    kind: 'self-service',
    title: text('メールアプリでサインインし直します', 'Sign in again in the mail app'),
    steps: [text('アカウントの設定を開いて行います。', 'Do it in the account’s settings.')],
    guides: ['mail-apps-again'],
    ...alone,
  },
  {
    id: 'full',
    kind: 'self-service',
    title: text('使わないものを消してから加えます', 'Delete one, then add'),
    steps: [text('アプリは5台、電話は3本までです。', 'Five apps and three lines at most.')],
    guides: ['how-many', 'add-method'],
    ...alone,
  },
  {
    id: 'password',
    kind: 'counter',
    title: text('センターで用紙に記入します', 'Fill in a paper form at the centre'),
    urgent: [],
    steps: [text('パスワードの再発行は紙の申請です。', 'A new password is applied for on paper.')],
    guides: ['password-reissue'],
    bring: [bring.document],
    operations: ['paper-form'],
    office: null,
  },
  {
    id: 'ask-centre',
    kind: 'counter',
    title: text('センターの窓口でお聞かせください', 'Tell us at the centre’s counter'),
    urgent: [],
    steps: [text('画面に出た言葉を控えて来てください。', 'Note what the screen said.')],
    guides: ['robot-check'],
    bring: [bring.card],
    operations: ['refer'],
    office: null,
    assumed: true,
  },
];
