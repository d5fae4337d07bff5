import type { Profile } from '../profile.ts';
import { checkPrompts, impersonationHappened, oneWithPhoto } from '../shared/check-prompts.ts';
import { officeClosures } from '../shared/closures.ts';
import { bring, policyDefaults, suspensionDefaults, usualClassEnds } from '../shared/counter-words.ts';
import { backupMethod, phoneAge } from '../shared/device-guides.ts';
import { devicesFor } from '../shared/devices.ts';
import { addMicrosoftMethod, microsoftNewPhone, securityInfoLink } from '../shared/microsoft.ts';
import {
  goingAbroad,
  lostPhone,
  sharedMachine,
  smsNotArriving,
  unexpectedPrompt,
} from '../shared/phone-guides.ts';
import { forgottenCodeApp, totpClock } from '../shared/totp-guides.ts';
import { assumedHere, text } from '../writing.ts';
import { johoGuides } from './guides.ts';
import { johoTroubleGuides } from './guides-trouble.ts';
import { johoHandOuts, johoLimits, johoMessages, johoMethods, johoOperations } from './rules.ts';
import { johoTriage } from './triage.ts';

/** A university known only by its centre (情報基盤センター): Microsoft Entra; the centre suspends against documents. */
export const johoProfile: Profile = {
  id: 'joho',
  fictitious: false,
  institution: text(
    '情報基盤センターの大学（名称の記載なし）',
    'The Information Infrastructure Centre’s university (not named)',
  ),
  shortName: text('情報基盤センター', 'Joho'),
  centre: text('情報基盤センター', 'Information Infrastructure Centre'),
  asOf: null,
  assumptions: [
    {
      at: 'checkPrompts',
      why: text(
        '窓口での確かめ方の細部は書かれていません。',
        'How the check is done in detail is not on the pages.',
      ),
    },
    {
      at: 'institution',
      why: text('大学名は書かれていません。', 'The university is not named.'),
    },
    {
      at: 'rpId',
      why: text('専用ホスト名は導入時に決めます。', 'The reserved host is chosen when installing.'),
    },
    { at: 'number', why: text('番号の形式は書かれていません。', 'No page gives the number’s form.') },
    {
      at: 'acceptedDocuments',
      why: text('本人確認に使う書類の一覧はありません。', 'No page lists the documents.'),
    },
    {
      at: 'suspension',
      why: text(
        '「しばらく」の長さは書かれておらず、各大学の方針です。',
        'How long “a while” is, no page says: it is site policy.',
      ),
    },
    { at: 'rooms', why: text('演習室の一覧は方針で定めます。', 'The policy lists the rooms.') },
    {
      at: 'classEnds',
      why: text(
        '授業の時間割は書かれていません。90分授業として想定しました。',
        'No page gives the timetable: classes of 90 minutes are assumed.',
      ),
    },
    {
      at: 'policyDefaults/exemptRoles',
      why: text('演習室の免除は書かれていません。', 'No page exempts a lab.'),
    },
    { at: 'messages/locked', why: text('ロック時の案内は想定です。', 'What to do when locked is assumed.') },
  ],
  rpId: 'madoguchi.joho.example',
  timeZone: 'Asia/Tokyo',
  provider: 'entra',
  number: {
    pattern: '^[0-9A-Za-z]{6,12}$',
    example: '24a10001',
    hint: text('学生証または職員証の番号', 'The number on your student or staff card'),
  },
  methods: johoMethods,
  methodLimits: johoLimits,
  exemption: {
    lab: 'none',
    campus: 'none',
    words: text(
      '演習室の免除はありません。登録した方法で確認します。',
      'No lab is exempt: you are asked by a method that you registered.',
    ),
  },
  operations: johoOperations,
  propagation: null,
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
  checkPrompts: [impersonationHappened, ...checkPrompts],
  suspension: suspensionDefaults,
  policyDefaults: { ...policyDefaults, exemptRoles: [] },
  counters: [
    {
      id: 'centre',
      label: text('情報基盤センター窓口', 'Information Infrastructure Centre counter'),
      place: text('情報基盤センター', 'Information Infrastructure Centre'),
      hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
      telephone: null,
      bring: [bring.document, bring.devices],
      assumed: true,
    },
  ],
  closures: officeClosures,
  classEnds: [...usualClassEnds],
  temporaryCode: null,
  rooms: [{ id: 'pc-lab', label: text('PC演習室', 'PC lab') }],
  messages: johoMessages,
  links: [securityInfoLink],
  guides: [
    ...johoGuides,
    ...johoTroubleGuides,
    forgottenCodeApp,
    assumedHere(microsoftNewPhone),
    assumedHere(addMicrosoftMethod),
    assumedHere(unexpectedPrompt),
    assumedHere(sharedMachine),
    assumedHere(lostPhone),
    assumedHere(smsNotArriving),
    assumedHere(goingAbroad),
    assumedHere(backupMethod),
    assumedHere(phoneAge),
    assumedHere(totpClock),
  ],
  triage: johoTriage,
  devices: devicesFor('microsoft-authenticator', 'totp-app', 'sms', 'voice'),
  handOuts: johoHandOuts,
};
