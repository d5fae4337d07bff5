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
import { totpClock } from '../shared/totp-guides.ts';
import { assumedHere, text } from '../writing.ts';
import { aueGuides } from './guides.ts';
import { aueHandOuts, aueMessages, aueMethods, aueOperations } from './rules.ts';
import { aueTriage } from './triage.ts';

/** Aichi University of Education: Microsoft Entra; the centre resets by hand within days, and suspends nobody. */
export const aueProfile: Profile = {
  id: 'aue',
  fictitious: false,
  institution: text('愛知教育大学', 'Aichi University of Education'),
  shortName: text('愛教大', 'AUE'),
  centre: text('愛知教育大学のセンター', 'The centre of AUE'),
  asOf: '2024-02',
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
    { at: 'number', why: text('番号の形式は公開ページにありません。', 'No page gives the number’s form.') },
    {
      at: 'acceptedDocuments',
      why: text('身分を確認できる書類の種類は一覧にありません。', 'No page lists which documents count.'),
    },
    {
      at: 'operations/reset/days',
      why: text('「数日」を2〜7日と読みました。', '“Several days” is read as 2 to 7.'),
    },
    { at: 'methods/sms/digits', why: text('桁数の記載はありません。', 'No page gives the digits.') },
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
      why: text(
        '演習室単位の免除はどのページにもありません。人ごとの設定は方針で定めます。',
        'No page exempts a lab. What holds for a person on campus is for the policy to say.',
      ),
    },
  ],
  rpId: 'madoguchi.aichi-edu.ac.jp',
  timeZone: 'Asia/Tokyo',
  provider: 'entra',
  number: {
    pattern: '^[0-9A-Za-z]{6,10}$',
    example: '224a0001',
    hint: text('学生証または職員証の番号', 'The number on your student or staff card'),
  },
  methods: aueMethods,
  methodLimits: [],
  exemption: {
    lab: 'none',
    campus: 'person',
    words: text(
      '学外では追加認証が必要です。学内では多くの人がパスワードだけですが、学内でも求められる人がいます。',
      'Off campus a second factor is needed. On campus most people need the password only, but some are asked there too.',
    ),
  },
  operations: aueOperations,
  propagation: {
    maximumHours: 24,
    words: text(
      '変更が反映されるまで、最大24時間かかります。',
      'A change can take up to 24 hours to take effect.',
    ),
  },
  phone: null,
  acceptedDocuments: [
    'student-card',
    'staff-card',
    'driving-licence',
    'my-number-card',
    'residence-card',
    'passport',
  ],
  documentsNeeded: oneWithPhoto,
  checkPrompts: [...checkPrompts],
  suspension: suspensionDefaults,
  policyDefaults: { ...policyDefaults, exemptRoles: [] },
  counters: [
    {
      id: 'centre',
      label: text('センター窓口', 'Centre counter'),
      place: text('大学のセンター', 'The university’s centre'),
      hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
      telephone: null,
      bring: [bring.document],
      assumed: true,
    },
  ],
  closures: officeClosures,
  classEnds: [],
  temporaryCode: null,
  rooms: [{ id: 'pc-lab', label: text('PC演習室', 'PC lab') }],
  messages: aueMessages,
  links: [securityInfoLink],
  guides: [
    ...aueGuides,
    microsoftNewPhone,
    unexpectedPrompt,
    sharedMachine,
    phoneAge,
    assumedHere(addMicrosoftMethod),
    assumedHere(microsoftDefault),
    assumedHere(useAnotherMicrosoft),
    assumedHere(backupMethod),
    assumedHere(lostPhone),
    assumedHere(smsNotArriving),
    assumedHere(goingAbroad),
    assumedHere(totpClock),
  ],
  triage: aueTriage,
  devices: devicesFor('microsoft-authenticator', 'sms', 'voice'),
  handOuts: aueHandOuts,
};
