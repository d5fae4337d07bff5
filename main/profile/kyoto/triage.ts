import type { TriageTree } from '../../../preload/contract/models/triage.ts';
import { ask, end, whatHappened, whichTrouble, yesOrNo } from '../shared/triage-questions.ts';
import { text } from '../writing.ts';
import { kyotoOutcomes } from './triage-outcomes.ts';

const asked = text('通知先メールアドレスを登録していますか。', 'Have you registered a notification address?');
const registered = text('はい、今読めます', 'Yes, and I can read it now');
const notRegistered = text('いいえ・分からない', 'No, or I am not sure');

/** Kyoto University: the notification address first, the help desk by phone where there is none. */
export const kyotoTriage: TriageTree = {
  start: 'what-happened',
  questions: [
    whatHappened({
      forgotten: ask('mail-for-code'),
      'lost-or-stolen': ask('mail-when-lost'),
      replaced: ask('code-still-shown'),
      broken: ask('code-still-shown'),
      'number-changed': end('number-not-used'),
      'going-abroad': end('abroad'),
      'unexpected-prompt': end('unexpected'),
      'app-deleted': ask('code-still-shown'),
      'new-student': end('first-time'),
      other: ask('which-trouble'),
    }),
    yesOrNo('mail-for-code', 'notification-mail', asked, {
      yes: [registered, end('code-by-mail')],
      no: [notRegistered, end('code-by-phone')],
    }),
    yesOrNo(
      'code-still-shown',
      'code-still-shown',
      text(
        '有効なコードが出るブラウザーや機器が、まだ一つでもありますか。',
        'Is there still a browser or device that shows a valid code?',
      ),
      {
        yes: [text('はい、あります', 'Yes, there is'), end('export-import')],
        no: [text('いいえ', 'No'), ask('mail-to-initialise')],
      },
    ),
    yesOrNo('mail-to-initialise', 'notification-mail', asked, {
      yes: [registered, end('initialise-yourself')],
      no: [notRegistered, end('initialise-by-phone')],
    }),
    yesOrNo('mail-when-lost', 'notification-mail', asked, {
      yes: [registered, end('lost-initialise-yourself')],
      no: [notRegistered, end('lost-initialise-by-phone')],
    }),
    whichTrouble({
      refused: end('clock'),
      missing: end('mail-missing'),
      password: end('password'),
      else: end('ask-help-desk'),
    }),
  ],
  outcomes: kyotoOutcomes,
};
