import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { Profile, ProfileCounter } from '../profile.ts';
import { anotherCounter, checkPrompts, oneWithPhoto } from '../shared/check-prompts.ts';
import { officeClosures } from '../shared/closures.ts';
import { bring, policyDefaults, suspensionDefaults, usualClassEnds } from '../shared/counter-words.ts';
import { backupMethod, phoneAge } from '../shared/device-guides.ts';
import { devicesFor } from '../shared/devices.ts';
import {
  goingAbroad,
  lostPhone,
  sharedMachine,
  smsNotArriving,
  unexpectedPrompt,
} from '../shared/phone-guides.ts';
import { forgottenCodeApp, totpClock } from '../shared/totp-guides.ts';
import { assumedHere, text } from '../writing.ts';
import { keioRegistrationGuides } from './guides-registration.ts';
import { keioTroubleGuides } from './guides-trouble.ts';
import { keioHandOuts, keioMessages, keioMethods, keioOperations } from './rules.ts';
import { keioTriage } from './triage.ts';

/** Keio University: Okta; suspension at the counters of its computing centre (KIC) on every campus. */
export const keioProfile: Profile = {
  id: 'keio',
  fictitious: false,
  institution: text('慶應義塾大学', 'Keio University'),
  shortName: text('慶應', 'Keio'),
  centre: text('KIC（情報センター）', 'KIC (computing centre)'),
  asOf: '2026-02',
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
      why: text(
        '「本人確認書類」とだけあり、種類の一覧はありません。',
        'The pages say “identity documents” without a list.',
      ),
    },
    {
      at: 'counters',
      why: text('各窓口の場所と時間は確認が必要です。', 'Places and hours want confirming.'),
    },
    { at: 'rooms', why: text('PC室の一覧は方針で定めます。', 'The policy lists the rooms.') },
    {
      at: 'suspension',
      why: text(
        '停止の長さはどのページにもなく、各大学の方針です。',
        'No page says how long a suspension lasts: it is site policy.',
      ),
    },
    {
      at: 'classEnds',
      why: text(
        '授業の時間割は書かれていません。90分授業として想定しました。',
        'No page gives the timetable: classes of 90 minutes are assumed.',
      ),
    },
    {
      at: 'policyDefaults/exemptRoles',
      why: text(
        'ページは端末だけを挙げています。最も狭い「学生」を初期値にします。',
        'The page names the PCs, not the people: students only is the narrowest start.',
      ),
    },
    { at: 'methods/totp/digits', why: text('桁数の記載はありません。', 'No page gives the digits.') },
    { at: 'methods/okta-verify/digits', why: text('桁数の記載はありません。', 'No page gives the digits.') },
    { at: 'messages/locked', why: text('ロック時の案内は想定です。', 'What to do when locked is assumed.') },
    {
      at: 'messages/passwordForgotten',
      why: text('パスワードの手続きは想定です。', 'The way to a new password is assumed.'),
    },
  ],
  rpId: 'madoguchi.keio.ac.jp',
  timeZone: 'Asia/Tokyo',
  provider: 'okta',
  number: {
    pattern: '^[0-9]{8}$',
    example: '72012345',
    hint: text('学生証の8桁の番号', 'The 8 digits on the student card'),
  },
  methods: keioMethods,
  methodLimits: [],
  exemption: {
    lab: 'room',
    campus: 'none',
    words: text(
      'KICが管理するPC室の端末では、授業を滞りなく始めるため、パスワードだけでサインインします。ほかの端末は対象外です。',
      'PCs managed by KIC sign in with the password alone, so that classes start smoothly. No other machine does.',
    ),
  },
  operations: keioOperations,
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
  checkPrompts: [...checkPrompts, anotherCounter],
  suspension: suspensionDefaults,
  policyDefaults: { ...policyDefaults, exemptRoles: ['student'] },
  counters: [
    counter('mita', text('三田', 'Mita')),
    counter('hiyoshi', text('日吉', 'Hiyoshi')),
    counter('yagami', text('矢上', 'Yagami')),
    counter('shinanomachi', text('信濃町', 'Shinanomachi')),
    counter('shonan-fujisawa', text('湘南藤沢', 'Shonan Fujisawa')),
    counter('shiba-kyoritsu', text('芝共立', 'Shiba-Kyoritsu')),
  ],
  closures: officeClosures,
  classEnds: [...usualClassEnds],
  temporaryCode: null,
  rooms: [{ id: 'kic-pc-room', label: text('KICが管理するPC室', 'PC room managed by KIC') }],
  messages: keioMessages,
  links: [
    { id: 'portal', label: text('keio.jp ポータル', 'keio.jp portal'), url: null },
    { id: 'security-methods', label: text('セキュリティ方式の設定', 'Security methods'), url: null },
  ],
  guides: [
    ...keioRegistrationGuides,
    ...keioTroubleGuides,
    totpClock,
    lostPhone,
    smsNotArriving,
    goingAbroad,
    backupMethod,
    assumedHere(unexpectedPrompt),
    assumedHere(sharedMachine),
    assumedHere(forgottenCodeApp),
    assumedHere(phoneAge),
  ],
  triage: keioTriage,
  devices: devicesFor('okta-verify', 'totp-app', 'passkey', 'sms', 'voice'),
  handOuts: keioHandOuts,
};

function counter(id: string, campus: LocalizedText): ProfileCounter {
  return {
    id,
    label: text(`${campus.ja} KIC窓口`, `KIC counter, ${campus.en}`),
    place: text(`${campus.ja}キャンパス`, `${campus.en} campus`),
    hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
    telephone: null,
    bring: [bring.document, bring.devices, bring.oldDevice],
    assumed: true,
  };
}
