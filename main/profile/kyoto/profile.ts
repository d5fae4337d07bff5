import type { Profile } from '../profile.ts';
import { checkPrompts, oneWithPhoto } from '../shared/check-prompts.ts';
import { officeClosures } from '../shared/closures.ts';
import { policyDefaults, suspensionDefaults } from '../shared/counter-words.ts';
import { phoneAge } from '../shared/device-guides.ts';
import { devicesFor } from '../shared/devices.ts';
import { goingAbroad, lostPhone, sharedMachine, unexpectedPrompt } from '../shared/phone-guides.ts';
import { forgottenCodeApp, totpClock } from '../shared/totp-guides.ts';
import { assumedHere, text } from '../writing.ts';
import { kyotoGuides } from './guides.ts';
import {
  kyotoCodes,
  kyotoHandOuts,
  kyotoMessages,
  kyotoMethods,
  kyotoOperations,
  kyotoPhone,
} from './rules.ts';
import { kyotoTriage } from './triage.ts';

/** Kyoto University: its own single sign-on with TOTP; identity by phone where no notification address is registered. */
export const kyotoProfile: Profile = {
  id: 'kyoto',
  fictitious: false,
  institution: text('京都大学', 'Kyoto University'),
  shortName: text('京大', 'Kyoto'),
  centre: text('京都大学 ヘルプデスク', 'Kyoto University help desk'),
  asOf: '2020-12',
  assumptions: [
    {
      at: 'checkPrompts',
      why: text(
        '窓口での確かめ方の細部は書かれていません。',
        'How the check is done in detail is not on the pages.',
      ),
    },
    {
      at: 'provider',
      why: text(
        '独自の統合認証です。privacyIDEAを通して操作すると想定しました。',
        'It is a single sign-on of its own; privacyIDEA is assumed to act for it.',
      ),
    },
    {
      at: 'rpId',
      why: text('専用ホスト名は導入時に決めます。', 'The reserved host is chosen when installing.'),
    },
    { at: 'number', why: text('番号の形式は書かれていません。', 'No page gives the number’s form.') },
    { at: 'methods/totp-app/digits', why: text('桁数の記載はありません。', 'No page gives the digits.') },
    { at: 'methods/totp-browser/digits', why: text('桁数の記載はありません。', 'No page gives the digits.') },
    {
      at: 'phone/hours',
      why: text(
        '9:00〜17:00とだけあり、平日と想定しました。',
        'The page says 9:00–17:00; weekdays are assumed.',
      ),
    },
    {
      at: 'counters/help-desk/hours',
      why: text(
        '9:00〜17:00とだけあり、平日と想定しました。',
        'The page says 9:00–17:00; weekdays are assumed.',
      ),
    },
    {
      at: 'phone/check',
      why: text('電話での確認の手順は書かれていません。', 'How the caller is checked is not on the page.'),
    },
    {
      at: 'acceptedDocuments',
      why: text(
        '電話での確認が基本で、窓口での書類は想定です。',
        'The check is by telephone; documents at a counter are assumed.',
      ),
    },
    {
      at: 'suspension',
      why: text(
        '一時停止は行いません。方針の形式を満たすための値です。',
        'Nothing is suspended here; the values only complete a policy’s form.',
      ),
    },
    { at: 'rooms', why: text('演習室の一覧は方針で定めます。', 'The policy lists the rooms.') },
    {
      at: 'temporaryCode',
      why: text(
        '電話で伝えるコードの有効時間は書かれていません。その場の一度だけと読みました。',
        'No page says how long a code told on the phone is good for: it is read as this one sign-in.',
      ),
    },
    {
      at: 'policyDefaults/exemptRoles',
      why: text('演習室の免除は書かれていません。', 'No page exempts a lab.'),
    },
    { at: 'messages/locked', why: text('ロック時の案内は想定です。', 'What to do when locked is assumed.') },
    {
      at: 'messages/passwordForgotten',
      why: text('パスワードの手続きは想定です。', 'The way to a new password is assumed.'),
    },
  ],
  rpId: 'madoguchi.kyoto-u.ac.jp',
  timeZone: 'Asia/Tokyo',
  provider: 'privacyidea',
  number: {
    pattern: '^[0-9A-Za-z]{8,10}$',
    example: '1029000001',
    hint: text('学生番号または職員番号', 'Your student or staff number'),
  },
  methods: kyotoMethods,
  methodLimits: [],
  exemption: {
    lab: 'none',
    campus: 'none',
    words: text(
      '演習室の免除はありません。TOTPのコードを入力します。',
      'No lab is exempt: a TOTP code is asked for.',
    ),
  },
  operations: kyotoOperations,
  propagation: null,
  phone: kyotoPhone,
  acceptedDocuments: ['student-card', 'staff-card'],
  documentsNeeded: oneWithPhoto,
  checkPrompts: [...checkPrompts],
  suspension: suspensionDefaults,
  policyDefaults: { ...policyDefaults, exemptRoles: [] },
  counters: [
    {
      id: 'help-desk',
      label: text('ヘルプデスク（電話）', 'Help desk (by telephone)'),
      place: text('電話での受付', 'By telephone'),
      hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
      telephone: null,
      bring: [
        text('学生番号または職員番号が分かるもの', 'Something that shows your student or staff number'),
      ],
    },
  ],
  closures: officeClosures,
  classEnds: [],
  temporaryCode: kyotoCodes,
  rooms: [{ id: 'pc-lab', label: text('PC演習室', 'PC lab') }],
  messages: kyotoMessages,
  links: [
    { id: 'sign-on', label: text('統合認証の設定', 'Single sign-on settings'), url: null },
    { id: 'initialise', label: text('TOTPの初期化', 'Initialise TOTP'), url: null },
  ],
  guides: [
    ...kyotoGuides,
    assumedHere(totpClock),
    assumedHere(forgottenCodeApp),
    assumedHere(unexpectedPrompt),
    assumedHere(sharedMachine),
    assumedHere(lostPhone),
    assumedHere(goingAbroad),
    assumedHere(phoneAge),
  ],
  triage: kyotoTriage,
  devices: devicesFor('totp-app'),
  handOuts: kyotoHandOuts,
};
