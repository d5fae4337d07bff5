import type { TriageTree } from '../../../preload/contract/models/triage.ts';
import { anotherMethod, ask, end, whatHappened, whichTrouble } from '../shared/triage-questions.ts';
import { text } from '../writing.ts';
import { utokyoOutcomes } from './triage-outcomes.ts';

/** The University of Tokyo: another method, or re-registration at the counter (assumed). It never leads to "no". */
export const utokyoTriage: TriageTree = {
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
      'new-student': ask('enrolled'),
      other: ask('which-trouble'),
    }),
    anotherMethod(end('use-another'), end('reset')),
    anotherMethod(end('register-yourself'), end('reset'), 'another-method-replaced'),
    anotherMethod(end('lost-delete'), end('lost-reset'), 'another-method-lost'),
    {
      id: 'enrolled',
      fact: null,
      text: text('利用者メニューで申し込みましたか。', 'Have you applied in the user menu?'),
      options: [
        {
          id: 'no',
          label: text('まだです', 'Not yet'),
          next: end('apply'),
        },
        {
          id: 'yes',
          label: text('申し込みました', 'Yes, I have'),
          next: end('register-next'),
        },
      ],
    },
    whichTrouble({
      refused: end('clock'),
      missing: end('not-arriving'),
      password: end('password'),
      else: ask('which-else'),
    }),
    {
      id: 'which-else',
      fact: null,
      text: text('どれに近いですか。', 'Which is closest?'),
      options: [
        {
          id: 'vpn',
          label: text('職員VPNにつながらない', 'The staff VPN does not connect'),
          next: end('vpn'),
        },
        {
          id: 'deleted-last',
          label: text('方法を全部消してしまった', 'I deleted every method'),
          next: end('set-up-again'),
        },
        {
          id: 'stop',
          label: text('多要素認証をやめたい', 'I want to stop using it'),
          next: end('cannot-end'),
        },
        { id: 'else', label: text('どれでもない', 'None of these'), next: end('ask-counter') },
      ],
    },
  ],
  outcomes: utokyoOutcomes,
};
