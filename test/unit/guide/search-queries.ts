/** What somebody would really type, and the guides of which one is to be among the first `within`. */
export interface RealisticQuery {
  readonly query: string;
  readonly answers: readonly string[];
  readonly within: number;
}
const first = (query: string, ...answers: readonly string[]): RealisticQuery => ({
  query,
  answers,
  within: 1,
});
const near = (query: string, ...answers: readonly string[]): RealisticQuery => ({
  query,
  answers,
  within: 3,
});

/** Asked of every institution: the guides that they share. */
export const sharedQueries: readonly RealisticQuery[] = [
  first('コードが合わない', 'totp-clock'),
  first('こーどがあわない', 'totp-clock'),
  first('たいむぞーん', 'totp-clock'),
  first('ﾀｲﾑｿﾞｰﾝ', 'totp-clock'),
  first('タイムゾン', 'totp-clock'),
  first('time zoen', 'totp-clock'),
  first('clock wrong', 'totp-clock'),
  first('盗まれた', 'lost-phone', 'lost-delete-device'),
  first('ふんしつ', 'lost-phone', 'lost-delete-device'),
  first('funsitsu', 'lost-phone', 'lost-delete-device'),
  near('stollen phone', 'lost-phone', 'lost-delete-device'),
  first('みにおぼえのない', 'unexpected-prompt'),
  first('unexpceted prompt', 'unexpected-prompt'),
  first('海外', 'going-abroad'),
  first('kaigai', 'going-abroad'),
  near('海外でつかう', 'going-abroad'),
  first('how old phone', 'phone-age'),
  first('ふるい', 'phone-age'),
];

/** Asked of one institution. */
export const ownQueries: Readonly<Record<string, readonly RealisticQuery[]>> = {
  keio: [
    first('機種変更', 'change-phone-yourself', 'change-phone-counter'),
    first('きしゅへ', 'change-phone-yourself', 'change-phone-counter'),
    first('kisyuhenkou', 'change-phone-yourself', 'change-phone-counter'),
    first('機種辺更', 'change-phone-yourself', 'change-phone-counter'),
    near('通知が来ない', 'push-takes-a-day'),
    first('okta verify', 'okta-verify-by-hand'),
    first('オクタ', 'okta-verify-by-hand'),
    first('eduroam', 'campus-wifi'),
    first('keiomobile', 'campus-wifi'),
    first('SMS こない', 'sms-not-arriving'),
    near('パソコン教室 パスワードだけ', 'lab-password-only'),
    first('いつまで', 'deadline'),
    near('一時停止したい', 'suspension-at-counter'),
    near('new fone', 'change-phone-yourself', 'change-phone-counter'),
  ],
  aue: [
    first('パスワードを忘れました', 'password-paper-form'),
    first('pasword', 'password-paper-form'),
    first('パスワド', 'password-paper-form'),
    first('リセット', 'reset-application'),
    first('locked out', 'reset-application'),
    first('アプリを消してしまった', 'app-deleted'),
    first('24 hours', 'up-to-24-hours'),
    first('teams とまる', 'app-lock'),
    near('off campus', 'where-asked'),
    near('rokku', 'app-lock'),
    near('番号 乗り換え', 'number-and-handset'),
    first('SMSが来ない', 'sms-not-arriving'),
  ],
  utokyo: [
    first('ユーザー名', 'user-name'),
    first('usrname', 'user-name'),
    first('vpn', 'staff-vpn'),
    first('やめたい', 'cannot-end'),
    first('turn off', 'cannot-end'),
    first('6桁', 'six-digit-codes'),
    near('しめだし', 'locked-out'),
    near('ないせん', 'three-phones'),
    near('app passwords', 'not-a-method'),
    first('もうしこみ', 'apply-then-register'),
    near('全部消した', 'last-method'),
  ],
  joho: [
    near('スマホ忘れた', 'suspension-at-counter'),
    first('forgot my phone', 'suspension-at-counter'),
    first('wasureta', 'suspension-at-counter', 'forgotten-code-app'),
    first('パスワードを忘れました', 'password-reissue'),
    first('pasuwado', 'password-reissue'),
    first('ロボット', 'robot-check'),
    first('captcha', 'robot-check'),
    first('ひかり電話', 'rotary-and-optical'),
    first('シャープ', 'voice-call', 'office-phone'),
    first('何台', 'how-many'),
    near('thunderbrid', 'mail-apps-again'),
    near('switchbord', 'office-phone'),
  ],
  kyoto: [
    first('しょきか', 'initialise-yourself', 'initialise-by-phone', 'initialise-resets-all'),
    near('syokika', 'initialise-yourself', 'initialise-by-phone', 'initialise-resets-all'),
    first('通知先メール', 'notification-address', 'initialise-yourself', 'code-by-mail', 'code-by-phone'),
    near('エクスポート', 'export-import'),
    first('ekusupoto', 'export-import'),
    first('へるぷですく', 'help-desk-hours'),
    first('opening hours', 'help-desk-hours'),
    near('initialze', 'initialise-yourself', 'initialise-by-phone', 'initialise-resets-all'),
    first('でんわばんごう', 'number-changed'),
    near('code by mail', 'code-by-mail'),
  ],
  'hokuto-demo': [
    first('機種変更', 'change-phone'),
    first('pasword', 'password-reissue'),
    first('窓口の時間', 'at-the-counter'),
    first('mochimono', 'at-the-counter'),
    near('きしゅh', 'change-phone'),
  ],
};
