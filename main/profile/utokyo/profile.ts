import type { Profile } from '../profile.ts';
import { checkPrompts, oneWithPhoto } from '../shared/check-prompts.ts';
import { officeClosures } from '../shared/closures.ts';
import { bring, policyDefaults, suspensionDefaults } from '../shared/counter-words.ts';
import { backupMethod, phoneAge } from '../shared/device-guides.ts';
import { devicesFor } from '../shared/devices.ts';
import {
  addMicrosoftMethod,
  microsoftDefault,
  microsoftNewPhone,
  securityInfoLink,
  useAnotherMicrosoft,
} from '../shared/microsoft.ts';
import {
  goingAbroad,
  lostPhone,
  sharedMachine,
  smsNotArriving,
  unexpectedPrompt,
} from '../shared/phone-guides.ts';
import { forgottenCodeApp, totpClock } from '../shared/totp-guides.ts';
import { assumedHere, text } from '../writing.ts';
import { utokyoGuides } from './guides.ts';
import { utokyoHandOuts, utokyoLimits, utokyoMessages, utokyoMethods, utokyoOperations } from './rules.ts';
import { utokyoTriage } from './triage.ts';

/** The University of Tokyo: Microsoft Entra; what happens to someone locked out is assumed. */
export const utokyoProfile: Profile = {
  id: 'utokyo',
  fictitious: false,
  institution: text('東京大学', 'The University of Tokyo'),
  shortName: text('東大', 'UTokyo'),
  centre: text('東京大学の情報系窓口', 'The University of Tokyo’s IT counter'),
  asOf: '2021',
  assumptions: [
    {
      at: 'checkPrompts',
      why: text(
        '窓口での確かめ方の細部は書かれていません。',
        'How the check is done in detail is not on the pages.',
      ),
    },
    {
      at: 'rpId',
      why: text('専用ホスト名は導入時に決めます。', 'The reserved host is chosen when installing.'),
    },
    { at: 'centre', why: text('窓口の名前は書かれていません。', 'The counter’s name is not on the page.') },
    {
      at: 'acceptedDocuments',
      why: text('学生証か職員証と想定しました。', 'Student or staff card is assumed.'),
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
      at: 'policyDefaults/exemptRoles',
      why: text('演習室の免除は書かれていません。', 'No page exempts a lab.'),
    },
    {
      at: 'handOuts/reset',
      why: text('締め出された後の流れは想定です。', 'What follows a lock-out is assumed.'),
    },
    {
      at: 'messages/locked',
      why: text('締め出された後の流れは想定です。', 'What follows a lock-out is assumed.'),
    },
    {
      at: 'messages/passwordForgotten',
      why: text('パスワードの手続きは想定です。', 'The way to a new password is assumed.'),
    },
    {
      at: 'messages/secondFactorLost',
      why: text('締め出された後の流れは想定です。', 'What follows a lock-out is assumed.'),
    },
  ],
  rpId: 'madoguchi.u-tokyo.ac.jp',
  timeZone: 'Asia/Tokyo',
  provider: 'entra',
  number: {
    pattern: '^[0-9]{10}$',
    example: '1234567890',
    hint: text('10桁の数字のユーザー名', 'The user name of 10 digits'),
  },
  methods: utokyoMethods,
  methodLimits: utokyoLimits,
  exemption: {
    lab: 'none',
    campus: 'none',
    words: text(
      '演習室の免除はありません。多要素認証を申し込んだ人は、どこでもサインインのたびに求められます。',
      'No lab is exempt. Whoever has enrolled is asked at every sign-in, wherever it is.',
    ),
  },
  operations: utokyoOperations,
  propagation: null,
  phone: null,
  acceptedDocuments: ['student-card', 'staff-card'],
  documentsNeeded: oneWithPhoto,
  checkPrompts: [...checkPrompts],
  suspension: suspensionDefaults,
  policyDefaults: { ...policyDefaults, exemptRoles: [] },
  counters: [
    {
      id: 'main',
      label: text('窓口', 'Counter'),
      place: text('大学の情報系窓口', 'The university’s IT counter'),
      hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
      telephone: null,
      bring: [bring.card, bring.devices],
      assumed: true,
    },
  ],
  closures: officeClosures,
  classEnds: [],
  temporaryCode: null,
  rooms: [{ id: 'pc-lab', label: text('PC演習室', 'PC lab') }],
  messages: utokyoMessages,
  links: [{ id: 'user-menu', label: text('利用者メニュー', 'User menu'), url: null }, securityInfoLink],
  guides: [
    ...utokyoGuides,
    microsoftDefault,
    assumedHere(microsoftNewPhone),
    assumedHere(addMicrosoftMethod),
    assumedHere(useAnotherMicrosoft),
    assumedHere(unexpectedPrompt),
    assumedHere(sharedMachine),
    assumedHere(lostPhone),
    assumedHere(smsNotArriving),
    assumedHere(goingAbroad),
    assumedHere(backupMethod),
    assumedHere(phoneAge),
    assumedHere(totpClock),
    assumedHere(forgottenCodeApp),
  ],
  triage: utokyoTriage,
  devices: devicesFor('microsoft-authenticator', 'totp-app', 'sms', 'voice'),
  handOuts: utokyoHandOuts,
};
