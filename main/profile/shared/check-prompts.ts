import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import { text } from '../writing.ts';

/** What an operator does against impersonation, whatever the institution. */
export const checkPrompts: readonly LocalizedText[] = [
  text(
    '写真と本人の顔を、マスクを外してもらって見比べます。',
    'Compare the photograph with the face, mask off.',
  ),
  text(
    '氏名と番号を本人に言ってもらいます。こちらから読み上げません。',
    'Have the person say their name and number. Do not read them out first.',
  ),
  text(
    '代理の人、写しや画像の書類は受け付けません。',
    'Accept nobody on behalf of another, and no copy or picture of a document.',
  ),
  text(
    '急かされても省きません。疑わしければ断り、理由を記録します。',
    'Skip nothing, however much of a hurry they are in. In doubt, decline and record why.',
  ),
];

export const impersonationHappened = text(
  '他大学でなりすましが実際に起きています。書類の確認を必ず最後まで行います。',
  'Impersonation has really happened elsewhere: always finish the check.',
);

export const anotherCounter = text(
  '同じ人が別のキャンパスの窓口で申し込んでいないか確かめます。',
  'See whether the same person has asked at another campus’s counter.',
);
