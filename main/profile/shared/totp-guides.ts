import type { Guide } from '../../../preload/contract/models/guides.ts';
import { text, words } from '../writing.ts';

/** A code app's clock: both the time and the zone must be right (RFC 6238 §4.1 counts from UTC). */
export const totpClock: Guide = {
  id: 'totp-clock',
  title: text(
    'アプリのコードが合わないとき（時刻とタイムゾーン）',
    'App codes are refused: time and time zone',
  ),
  keywords: words(
    'コード 合わない こーど あわない 時刻 じこく 時計 ずれ タイムゾーン たいむぞーん TOTP トートプ ワンタイム 海外 kodo jikoku tokei timezone time zone clock code wrong refused rejected cord',
  ),
  audience: 'everyone',
  relatedReasons: ['going-abroad', 'replaced', 'other'],
  steps: [
    text(
      'スマートフォンの設定で、日付と時刻を「自動」にします。',
      'In the phone’s settings, set date and time to automatic.',
    ),
    text(
      'タイムゾーンも「自動」にします。時計の針だけを手で合わせても、タイムゾーンが違えばコードは合いません。',
      'Set the time zone to automatic too. Moving the clock by hand under a wrong zone shows the right time and still makes wrong codes.',
    ),
    text(
      'アプリをいったん閉じて開き直し、新しいコードが出てからすぐに入力します。',
      'Close and reopen the app, wait for a fresh code and type it at once.',
    ),
    text(
      'それでも合わないときは、この画面の「時計の確認」で、何分ずれているかを調べられます。',
      'If it still fails, “Check the clock” on this screen tells how far off it is.',
    ),
  ],
};

/** Codes are asked for, and nobody remembers the app. */
export const forgottenCodeApp: Guide = {
  id: 'forgotten-code-app',
  title: text('どのアプリのコードか思い出せないとき', 'A code is asked for, but from which app?'),
  keywords: words(
    'コード アプリ 忘れた わすれた 覚えていない どのアプリ パスワード iPhone 拡張機能 かくちょうきのう ブラウザ wasureta apuri kodo code which app forgot passwords extension authenticator autenticator',
  ),
  audience: 'everyone',
  relatedReasons: ['forgotten', 'app-deleted', 'other'],
  steps: [
    text(
      'iPhoneでは「パスワード」を開き、大学のアカウントに確認コードが保存されていないか見ます。',
      'On an iPhone, open Passwords and see whether a verification code is kept with the university’s account.',
    ),
    text(
      'パソコンのブラウザーに、認証コードの拡張機能が入っていないか確かめます。',
      'In the computer’s browsers, look for an authenticator extension.',
    ),
    text(
      '以前のスマートフォンやタブレットが手元にあれば、そのアプリも開いてみます。',
      'If an older phone or tablet is still at hand, open its apps as well.',
    ),
    text(
      '見つからなければ、別の方法でサインインし、使わない登録を消します。',
      'If it cannot be found, sign in by another method and delete the registration that you do not use.',
    ),
  ],
};
