import type { CheckPrompt } from '../../../preload/contract/models/check.ts';
import { text } from '../writing.ts';

/** Enough where no page asks for more: one document with the person's photograph. */
export const oneWithPhoto = { withPhoto: 1, withoutPhoto: null } as const;

/** What an operator does against impersonation, whatever the institution. */
export const checkPrompts: readonly CheckPrompt[] = [
  {
    id: 'face',
    tick: false,
    text: text(
      '写真と本人の顔を、マスクを外してもらって見比べます。',
      'Compare the photograph with the face, mask off.',
    ),
  },
  {
    id: 'says-name',
    tick: false,
    text: text(
      '氏名と番号を本人に言ってもらいます。こちらから読み上げません。',
      'Have the person say their name and number. Do not read them out first.',
    ),
  },
  {
    id: 'original',
    tick: false,
    text: text(
      '代理の人、写しや画像の書類は受け付けません。',
      'Accept nobody on behalf of another, and no copy or picture of a document.',
    ),
  },
  {
    id: 'no-hurry',
    tick: false,
    text: text(
      '急かされても省きません。疑わしければ断り、理由を記録します。',
      'Skip nothing, however much of a hurry they are in. In doubt, decline and record why.',
    ),
  },
];

/** Acknowledged by itself: it is the reason for which the centre checks at all. */
export const impersonationHappened: CheckPrompt = {
  id: 'impersonation',
  tick: true,
  text: text(
    '他大学でなりすましが実際に起きています。書類の確認を必ず最後まで行います。',
    'Impersonation has really happened elsewhere: always finish the check.',
  ),
};

export const anotherCounter: CheckPrompt = {
  id: 'another-counter',
  tick: false,
  text: text(
    '同じ人が別のキャンパスの窓口で申し込んでいないか確かめます。',
    'See whether the same person has asked at another campus’s counter.',
  ),
};
