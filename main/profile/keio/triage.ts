import type { TriageTree } from '../../../preload/contract/models/triage.ts';
import { bring, urgent } from '../shared/counter-words.ts';
import { anotherMethod, ask, end, whatHappened, whichTrouble } from '../shared/triage-questions.ts';
import { text } from '../writing.ts';
import { keioOutcomes } from './triage-self-service.ts';

const suspensionBring = [bring.document, bring.devices, bring.oldDevice];

/** Keio: (a) another method works → self-service; (b) none → the counter suspends. */
export const keioTriage: TriageTree = {
  start: 'what-happened',
  questions: [
    whatHappened({
      forgotten: ask('another-method'),
      'lost-or-stolen': ask('another-method-lost'),
      replaced: ask('another-method-replaced'),
      broken: ask('another-method-replaced'),
      'number-changed': ask('another-method-replaced'),
      'going-abroad': end('abroad'),
      'unexpected-prompt': end('unexpected'),
      'app-deleted': ask('another-method-replaced'),
      'new-student': end('first-time'),
      other: ask('which-trouble'),
    }),
    anotherMethod(end('use-another'), end('suspend-today')),
    anotherMethod(end('replace-a'), end('replace-b'), 'another-method-replaced'),
    anotherMethod(end('lost-a'), end('lost-b'), 'another-method-lost'),
    whichTrouble({
      refused: end('clock'),
      missing: end('not-arriving'),
      password: end('password'),
      else: ask('browser-trouble'),
    }),
    {
      id: 'browser-trouble',
      fact: null,
      text: text('どこでつまずきますか。', 'Where does it stop?'),
      options: [
        {
          id: 'browser',
          label: text('ブラウザーでエラーになる・繰り返す', 'The browser shows an error or goes in circles'),
          next: end('browser'),
        },
        {
          id: 'wifi',
          label: text('学内Wi-Fiにつながらない', 'The campus Wi-Fi does not connect'),
          next: end('wifi'),
        },
        {
          id: 'push',
          label: text('機種変更のあと通知が来ない', 'No notices since I changed phones'),
          next: end('push'),
        },
        { id: 'else', label: text('どれでもない', 'None of these'), next: end('ask-counter') },
      ],
    },
  ],
  outcomes: [
    ...keioOutcomes,
    {
      id: 'suspend-today',
      kind: 'counter',
      title: text('KIC窓口で一時停止を受け付けます', 'The KIC counter can suspend it for a while'),
      urgent: [],
      steps: [
        text(
          '本人確認書類を持って、いずれかのキャンパスのKIC窓口へ来てください。',
          'Come to the KIC counter of any campus with your documents.',
        ),
        text(
          'PC室の端末だけを使うなら、パスワードだけでサインインできます。',
          'If you only need a PC room today, the password alone is enough there.',
        ),
      ],
      guides: ['suspension-at-counter', 'lab-password-only'],
      bring: [bring.document],
      operations: ['suspend'],
      office: null,
    },
    {
      id: 'replace-b',
      kind: 'counter',
      title: text(
        '（b）KIC窓口で一時停止のあと登録します',
        '(b) Suspended at the KIC counter, then you register',
      ),
      urgent: [],
      steps: [
        text('KIC窓口で一時停止を受けます。', 'The KIC counter suspends it.'),
        text(
          '慶應メールを使う多要素認証でサインインします。',
          'Sign in with the factor that goes to your university mail.',
        ),
        text('新しい機器を登録し、古い機器を消します。', 'Add the new device, then delete the old one.'),
      ],
      guides: ['change-phone-counter', 'two-point-check', 'push-takes-a-day'],
      bring: suspensionBring,
      operations: ['suspend'],
      office: null,
    },
    {
      id: 'lost-b',
      kind: 'counter',
      title: text('回線を止めてから、KIC窓口へ', 'Stop the line, then come to the KIC counter'),
      urgent: [urgent.carrier],
      steps: [
        text(
          '携帯電話会社での手続きが先です。その次にKIC窓口へ来てください。',
          'The carrier comes first, the KIC counter second.',
        ),
        text(
          '一時停止のあと、新しい機器を登録し、なくした機器の登録を消します。',
          'After the suspension, add the new device and delete the lost one.',
        ),
      ],
      guides: ['lost-phone', 'change-phone-counter'],
      bring: [bring.document],
      operations: ['suspend'],
      office: null,
    },
    {
      id: 'unexpected',
      kind: 'self-service',
      title: text('承認せず、すぐにパスワードを変えてください', 'Do not approve; change the password now'),
      urgent: [urgent.neverApprove, urgent.changePassword, urgent.endSessions],
      steps: [
        text(
          'セキュリティ方式に知らない登録がないか見て、あれば消します。',
          'Look for registrations that you do not know, and delete them.',
        ),
        text(
          '承認してしまったときは、KIC窓口へ知らせてください。',
          'If you approved it, tell the KIC counter.',
        ),
      ],
      guides: ['unexpected-prompt'],
      bring: [],
      operations: ['refer'],
      office: null,
      assumed: true,
    },
    {
      id: 'password',
      kind: 'counter',
      title: text('パスワードの再発行は窓口で', 'A new password comes from the counter'),
      urgent: [],
      steps: [
        text(
          '本人確認書類を持って、KIC窓口で手続きを確かめてください。',
          'Ask at the KIC counter, with your documents.',
        ),
      ],
      guides: ['suspension-at-counter'],
      bring: [bring.document],
      operations: ['refer'],
      office: null,
      assumed: true,
    },
    {
      id: 'ask-counter',
      kind: 'counter',
      title: text('KIC窓口でお聞かせください', 'Tell us at the KIC counter'),
      urgent: [],
      steps: [
        text(
          '画面に出た言葉と時刻を控えて、KIC窓口へ来てください。',
          'Note what the screen said and when, and come to the KIC counter.',
        ),
      ],
      guides: ['start-at-portal', 'browser-profile'],
      bring: [bring.card],
      operations: ['refer'],
      office: null,
    },
  ],
};
