import type { Guide } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** How old a phone may be. */
export const phoneAge: Guide = {
  id: 'phone-age',
  title: text('古いスマートフォンは使えますか', 'Will an old phone still do?'),
  keywords: words(
    '古い ふるい 機種 きしゅ サポート 年数 バージョン OS 更新 アップデート 対応 iPhone Android アンドロイド アイフォン furui kishu old phone model version support update years supported',
  ),
  audience: 'everyone',
  relatedReasons: ['replaced', 'broken', 'new-student'],
  steps: [
    text(
      'iPhoneは発売からおよそ6年、Androidはおよそ4年で更新が終わります。',
      'Updates end about 6 years after release for iPhones and about 4 for Android phones.',
    ),
    text(
      '更新が終わると、認証アプリを新しく入れられないことがあります。',
      'After that, an authenticator app may no longer install.',
    ),
    text(
      'この画面の「機器の確認」で、機種とOSの版から使える方法を調べられます。',
      '“Check a device” on this screen tells which methods work on your system version.',
    ),
  ],
};

/** More than one method, so that one loss is not the last. */
export const backupMethod: Guide = {
  id: 'backup-method',
  title: text('予備の方法を登録しておく', 'Keep a second method in reserve'),
  keywords: words(
    '予備 よび バックアップ ばっくあっぷ 複数 ふくすう 電話番号 登録 追加 もう一つ yobi fukusu backup second method reserve spare add number bakup',
  ),
  audience: 'everyone',
  relatedReasons: ['new-student', 'replaced', 'forgotten'],
  steps: [
    text(
      '方法が一つだけだと、その機器をなくしたときに締め出されます。',
      'With one method only, losing that device locks you out.',
    ),
    text(
      'アプリのほかに、電話番号を一つ登録しておきます。',
      'Besides an app, keep one telephone number registered.',
    ),
    text(
      '登録したら、その方法で一度サインインして確かめます。',
      'Then sign in by it once, to be sure that it works.',
    ),
  ],
};
