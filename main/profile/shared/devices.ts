import type { DeviceTable } from '../../../preload/contract/models/devices.ts';
import { assumedHere, text } from '../writing.ts';
import { phoneModels } from './phone-models.ts';

type MethodRow = DeviceTable['methods'][number];

/** How long phones are supported, as a university's page of 2024-02 puts it: about, not exactly. */
const platforms: DeviceTable['platforms'] = [
  {
    id: 'iphone',
    label: text('iPhone', 'iPhone'),
    supportYears: 6,
    note: text(
      '発売からおよそ6年で更新が終わります。機種により前後します。',
      'Updates end about 6 years after release, sooner or later by model.',
    ),
  },
  {
    id: 'android',
    label: text('Android', 'Android'),
    supportYears: 4,
    note: text(
      '発売からおよそ4年で更新が終わります。メーカーにより差があります。',
      'Updates end about 4 years after release; makers differ.',
    ),
  },
  { id: 'windows', label: text('Windows パソコン', 'Windows PC'), supportYears: null, note: null },
  { id: 'mac', label: text('Mac', 'Mac'), supportYears: null, note: null },
  {
    id: 'feature-phone',
    label: text('ガラケー（従来型の携帯電話）', 'Feature phone'),
    supportYears: null,
    note: text('アプリは使えません。SMSと電話は使えます。', 'It runs no app; texts and calls work.'),
  },
  {
    id: 'landline',
    label: text('固定電話', 'Landline'),
    supportYears: null,
    note: text('音声の電話だけです。', 'Voice calls only.'),
  },
];

const rows: Readonly<
  Record<'okta-verify' | 'microsoft-authenticator' | 'passkey' | 'totp-app' | 'sms' | 'voice', MethodRow>
> = {
  'okta-verify': {
    id: 'okta-verify',
    label: text('Okta Verify', 'Okta Verify'),
    on: [
      assumedHere({ platform: 'iphone', from: '16', note: null }),
      assumedHere({ platform: 'android', from: '10', note: null }),
      assumedHere({ platform: 'windows', from: '10', note: null }),
      assumedHere({ platform: 'mac', from: '13', note: null }),
    ],
  },
  'microsoft-authenticator': {
    id: 'microsoft-authenticator',
    label: text('Microsoft Authenticator', 'Microsoft Authenticator'),
    on: [
      assumedHere({ platform: 'iphone', from: '15', note: null }),
      assumedHere({ platform: 'android', from: '8', note: null }),
    ],
  },
  passkey: {
    id: 'passkey',
    label: text('パスキー・生体認証', 'Passkey or device biometrics'),
    on: [
      assumedHere({ platform: 'iphone', from: '16', note: null }),
      assumedHere({ platform: 'android', from: '9', note: null }),
      assumedHere({ platform: 'windows', from: '10', note: text('Windows Hello', 'Windows Hello') }),
      assumedHere({ platform: 'mac', from: '13', note: text('Touch ID', 'Touch ID') }),
    ],
  },
  'totp-app': {
    id: 'totp-app',
    label: text('コードを表示するアプリ（TOTP）', 'Code app (TOTP)'),
    on: [
      assumedHere({
        platform: 'iphone',
        from: '15',
        note: text(
          '標準の「パスワード」でもコードを保存できます。',
          'The built-in passwords can hold codes too.',
        ),
      }),
      assumedHere({ platform: 'android', from: '8', note: null }),
      assumedHere({
        platform: 'windows',
        from: null,
        note: text('ブラウザーの拡張機能を使います。', 'By a browser extension.'),
      }),
      assumedHere({
        platform: 'mac',
        from: null,
        note: text('ブラウザーの拡張機能を使います。', 'By a browser extension.'),
      }),
    ],
  },
  sms: {
    id: 'sms',
    label: text('SMSのコード', 'Code by SMS'),
    on: [
      { platform: 'iphone', from: null, note: null },
      { platform: 'android', from: null, note: null },
      { platform: 'feature-phone', from: null, note: null },
    ],
  },
  voice: {
    id: 'voice',
    label: text('音声の電話', 'Voice call'),
    on: [
      { platform: 'iphone', from: null, note: null },
      { platform: 'android', from: null, note: null },
      { platform: 'feature-phone', from: null, note: null },
      {
        platform: 'landline',
        from: null,
        note: text(
          'プッシュ信号（トーン）を送れる電話機が必要です。',
          'The telephone must be able to send tones.',
        ),
      },
    ],
  },
};
export type DeviceMethodId = keyof typeof rows;

/** The device table with the methods that an institution has. */
export function devicesFor(...methods: readonly DeviceMethodId[]): DeviceTable {
  return {
    asOf: '2024-02',
    source: text(
      'サポート年数は大学の案内（2024年2月）のおおよその値です。iPhoneの機種ごとのOSは、AppleがiOS 27で発表した対応機種（2026年）によります。方法に必要なOSの版は各社の公開情報に基づく想定で、確認が必要です。',
      'Years of support are a university page’s rough figures (February 2024). How far each iPhone can be updated follows the models that Apple announced for iOS 27 (2026). The versions that methods need are assumed from what vendors publish, and want confirming.',
    ),
    platforms,
    models: [...phoneModels],
    methods: methods.map((id) => rows[id]),
  };
}
