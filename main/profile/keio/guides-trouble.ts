import type { Guide } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** Keio: when sign-in doesn't go as it should. */
export const keioTroubleGuides: readonly Guide[] = [
  {
    id: 'lab-password-only',
    title: text('PC室ではパスワードだけなのはなぜ', 'Why the PC rooms ask for a password only'),
    keywords: words(
      'PC室 ぴーしーしつ パソコン教室 演習室 聞かれない 求められない パスワードだけ 免除 KIC 授業 pc room lab password only exempt why not asked classroom',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'forgotten'],
    steps: [
      text(
        'KICが管理するPC室の端末では、授業を滞りなく始めるため、パスワードだけでサインインします。',
        'The PCs that KIC manages sign in with the password alone, so that classes start smoothly.',
      ),
      text(
        '対象はその端末だけです。自分の機器や研究室の端末では多要素認証が必要です。',
        'Only those PCs: on your own device or in a laboratory you are asked.',
      ),
    ],
  },
  {
    id: 'suspension-at-counter',
    title: text('窓口で一時停止を申し込む', 'Ask the counter for a suspension'),
    keywords: words(
      '一時停止 いちじていし 窓口 まどぐち KIC 本人確認 学生証 持ち物 忘れた キャンパス madoguchi ichiji teishi suspend counter kic identity document campus forgot bring',
    ),
    audience: 'everyone',
    relatedReasons: ['forgotten', 'lost-or-stolen', 'broken', 'replaced'],
    steps: [
      text(
        'どのキャンパスのKIC窓口でも受け付けます。一つの窓口だけで申し込んでください。',
        'Any campus’s KIC counter takes it. Ask at one of them only.',
      ),
      text(
        '本人確認書類を持って、ご本人が来てください。電話やメールでは受け付けません。',
        'Come yourself with your documents: not by telephone, not by mail.',
      ),
      text(
        '停止には期限があり、過ぎると元に戻ります。その間に機器を登録します。',
        'The suspension has an end. Register a device before then.',
      ),
    ],
  },
  {
    id: 'push-takes-a-day',
    title: text('機種変更のあと通知が来ない', 'No push notices after changing phones'),
    keywords: words(
      '通知 つうち プッシュ ぷっしゅ 来ない こない 届かない 一日 翌日 機種変更後 tsuchi pusshu konai push notification missing day later after change notices',
    ),
    audience: 'everyone',
    relatedReasons: ['replaced', 'other'],
    steps: [
      text(
        '新しい機器に通知が戻るまで、1日ほどかかることがあります。',
        'It can take about a day for push notices to return on the new device.',
      ),
      text(
        'それまでは、同じアプリに出る6桁のコードを入力します。',
        'Until then, type the six-digit code that the same app shows.',
      ),
      text(
        '1日たっても来なければ、アプリの通知の許可を見直します。',
        'If none comes after a day, look at the app’s permission to notify.',
      ),
    ],
  },
  {
    id: 'browser-profile',
    title: text(
      'ブラウザーの keio.jp プロファイルで失敗する',
      'Sign-in fails in a browser with a keio.jp profile',
    ),
    keywords: words(
      'ブラウザ ぶらうざ プロファイル ぷろふぁいる Chrome クローム Google keio.jp エラー サインアウト ループ browser profile chrome chorme google account error loop sign out keiojp',
    ),
    audience: 'everyone',
    relatedReasons: ['other'],
    steps: [
      text(
        'ブラウザーが「○○@keio.jp」のプロファイルでサインイン中だと、失敗することがあります。',
        'A browser that is signed in to a profile such as xxxx@keio.jp can make sign-in fail.',
      ),
      text('ブラウザーのプロファイルからサインアウトします。', 'Sign out of that browser profile.'),
      text('ブラウザーを開き直して、もう一度サインインします。', 'Reopen the browser and sign in again.'),
    ],
  },
  {
    id: 'start-at-portal',
    title: text('ブックマークから開くと失敗する', 'Sign-in fails from a bookmark'),
    keywords: words(
      'ブックマーク ぶっくまーく お気に入り おきにいり ポータル ぽーたる 直接 エラー 途中のページ bukkumaku okiniiri bookmark favourite favorite portal inner page error direct link bookmrak',
    ),
    audience: 'everyone',
    relatedReasons: ['other'],
    steps: [
      text(
        'サインイン途中や内側のページのブックマークは使えません。',
        'A bookmark of an inner page breaks the sign-in.',
      ),
      text('必ずポータルの入口から始めます。', 'Always start at the portal.'),
      text('ブックマークは、ポータルの入口に付け直します。', 'Bookmark the portal’s entrance instead.'),
    ],
  },
  {
    id: 'campus-wifi',
    title: text('学内Wi-Fiと多要素認証', 'Campus Wi-Fi and multi-factor authentication'),
    keywords: words(
      'Wi-Fi wifi ワイファイ わいふぁい 無線 むせん 無線LAN keiomobile2 eduroam エデュローム musen wi fi wireless network edurome keiomobile',
    ),
    audience: 'everyone',
    relatedReasons: ['other', 'new-student'],
    steps: [
      text(
        '学内Wi-Fi（keiomobile2、eduroam）が多要素認証を求めることはありません。',
        'The campus Wi-Fi (keiomobile2, eduroam) never asks for a second factor.',
      ),
      text(
        'つながらないときは、Wi-Fi用のIDとパスワードを確かめます。',
        'If it does not connect, check the Wi-Fi’s own name and password.',
      ),
      text(
        'Wi-Fiにつなぐときに確認コードを求める画面が出たら、入力しないでください。',
        'If a page asks for a code while you join the Wi-Fi, do not enter one.',
      ),
    ],
  },
];
