import type { TriageTree } from '../../../preload/contract/models/triage.ts';
import { anotherMethod, ask, end, whatHappened, whichTrouble } from '../shared/triage-questions.ts';
import { text } from '../writing.ts';
import { aueOutcomes } from './triage-outcomes.ts';

/** AUE: the second method, or an application at the centre, which resets by hand within several days. */
export const aueTriage: TriageTree = {
  start: 'what-happened',
  questions: [
    whatHappened({
      forgotten: ask('place'),
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
    {
      id: 'place',
      fact: 'place',
      text: text('今どこで使いますか。', 'Where do you need it?'),
      options: [
        {
          id: 'on-campus',
          label: text('学内で、追加認証は求められていない', 'On campus, and no second factor is asked for'),
          next: end('on-campus'),
        },
        {
          id: 'asked',
          label: text('学外、または学内でも求められる', 'Off campus, or I am asked on campus too'),
          next: ask('another-method'),
        },
      ],
    },
    anotherMethod(end('use-another'), end('reset')),
    anotherMethod(end('register-yourself'), end('reset'), 'another-method-replaced'),
    anotherMethod(end('lost-delete'), end('lost-reset'), 'another-method-lost'),
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
          id: 'app-lock',
          label: text('メールやTeamsが開かなくなった', 'Mail or Teams no longer opens'),
          next: end('app-lock'),
        },
        {
          id: 'several',
          label: text('別の大学のアカウントも持っている', 'I have another university’s account too'),
          next: end('several-universities'),
        },
        {
          id: 'not-yet',
          label: text('変更したのに効かない', 'I changed something and it has no effect'),
          next: end('wait-24-hours'),
        },
        { id: 'else', label: text('どれでもない', 'None of these'), next: end('ask-centre') },
      ],
    },
  ],
  outcomes: aueOutcomes,
};
