import type { LocalizedText } from '../../preload/contract/models/base.ts';
import type { OperatorRole } from '../../preload/contract/models/staff.ts';
import { hokutoGuides } from './hokuto/guides.ts';
import { hokutoClassEnds, hokutoCodes, hokutoHandOuts, hokutoOperations } from './hokuto/operations.ts';
import { hokutoLimits, hokutoMessages, hokutoMethods } from './hokuto/rules.ts';
import { hokutoTriage } from './hokuto/triage.ts';
import type { Profile } from './profile.ts';
import { checkPrompts } from './shared/check-prompts.ts';
import { officeClosures } from './shared/closures.ts';
import { bring, policyDefaults, suspensionDefaults } from './shared/counter-words.ts';
import { devicesFor } from './shared/devices.ts';

/**
 * The demonstration institution. Hokuto University doesn't exist: its names, people, passwords and addresses are made
 * up, its host ends in `.example` (RFC 2606) and its networks are those kept for documentation, besides this machine's own.
 */
export const demonstrationProfile: Profile = {
  id: 'hokuto-demo',
  fictitious: true,
  institution: { ja: '北斗大学（架空）', en: 'Hokuto University (fictitious)' },
  shortName: { ja: '北斗大', en: 'Hokuto' },
  centre: { ja: '北斗大学 情報センター', en: 'Hokuto University Computing Centre' },
  asOf: null,
  assumptions: [],
  rpId: 'madoguchi.hokuto.example',
  timeZone: 'Asia/Tokyo',
  provider: 'simulated',
  number: {
    pattern: '^[0-9]{8}$',
    example: '20240001',
    hint: { ja: '学生証または職員証の8桁の番号', en: 'The 8 digits on the student or staff card' },
  },
  methods: hokutoMethods,
  methodLimits: hokutoLimits,
  exemption: {
    lab: 'room',
    campus: 'none',
    words: {
      ja: '入退室が管理された演習室では、学生はパスワードだけでサインインします。',
      en: 'In labs with controlled entry, students sign in with their password alone.',
    },
  },
  operations: hokutoOperations,
  propagation: null,
  phone: null,
  acceptedDocuments: [
    'student-card',
    'staff-card',
    'driving-licence',
    'my-number-card',
    'residence-card',
    'passport',
    'insurance-certificate',
    'residence-record',
    'pension-notice',
  ],
  documentsNeeded: { withPhoto: 1, withoutPhoto: 2 },
  checkPrompts: [...checkPrompts],
  suspension: suspensionDefaults,
  policyDefaults: { ...policyDefaults, exemptRoles: ['student'] },
  counters: [
    {
      id: 'main-counter',
      label: { ja: '情報センター窓口', en: 'Computing Centre counter' },
      place: { ja: '情報センター 1階', en: 'Computing Centre, ground floor' },
      hours: [
        { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' },
        { days: [6], from: '10:00', to: '15:00' },
      ],
      telephone: null,
      bring: [bring.document, bring.devices],
    },
  ],
  closures: officeClosures,
  classEnds: hokutoClassEnds,
  temporaryCode: hokutoCodes,
  rooms: [
    { id: 'lab-101', label: { ja: '101 PC演習室', en: 'PC lab 101' } },
    { id: 'lab-202', label: { ja: '202 PC演習室', en: 'PC lab 202' } },
    { id: 'library-corner', label: { ja: '図書館 PCコーナー', en: 'Library PC corner' } },
    { id: 'main-counter', label: { ja: '情報センター窓口', en: 'Computing Centre counter' } },
  ],
  messages: hokutoMessages,
  links: [
    {
      id: 'security-settings',
      label: { ja: 'セキュリティ設定', en: 'Security settings' },
      url: 'https://portal.hokuto.example/security',
    },
  ],
  guides: hokutoGuides,
  triage: hokutoTriage,
  devices: devicesFor('totp-app', 'passkey', 'sms', 'voice'),
  handOuts: hokutoHandOuts,
};

/** A station that the demonstration enrols. */
export interface DemonstrationStation {
  readonly name: string;
  readonly kind: 'lab' | 'counter';
  readonly room: string;
  readonly label: LocalizedText;
}

export const demonstrationStations: readonly DemonstrationStation[] = [
  ...labStations('lab-101', { ja: '101 PC演習室', en: 'PC lab 101' }, 4),
  ...labStations('lab-202', { ja: '202 PC演習室', en: 'PC lab 202' }, 4),
  ...labStations('library', { ja: '図書館 PCコーナー', en: 'Library PC corner' }, 2, 'library-corner'),
  counterStation('01'),
  counterStation('02'),
];

/** Networks of each room: this machine, as the demonstration runs on one, and documentation ranges (RFC 5737, RFC 3849). */
export const demonstrationNetworks: Readonly<Record<string, readonly string[]>> = {
  'lab-101': ['127.0.0.0/8', '::1/128', '192.0.2.0/25', '2001:db8:101::/64'],
  'lab-202': ['127.0.0.0/8', '::1/128', '192.0.2.128/25', '2001:db8:202::/64'],
  'library-corner': ['127.0.0.0/8', '::1/128', '198.51.100.0/24', '2001:db8:300::/64'],
  'main-counter': ['127.0.0.0/8', '::1/128', '203.0.113.0/24', '2001:db8:400::/64'],
};

/** An operator of the demonstration; their credential comes from its software key. */
export interface DemonstrationOperator {
  readonly id: string;
  readonly name: LocalizedText;
  readonly role: OperatorRole;
  /** Their own account among the demonstration's people (I4), or null. */
  readonly person: string | null;
}

export const demonstrationOperators: readonly DemonstrationOperator[] = [
  {
    id: 'op-mizushima',
    name: { ja: '水島 かおり', en: 'Kaori Mizushima' },
    role: 'operator',
    person: '90000001',
  },
  { id: 'op-kitami', name: { ja: '北見 誠', en: 'Makoto Kitami' }, role: 'supervisor', person: null },
];

function labStations(
  prefix: string,
  room: LocalizedText,
  count: number,
  roomId = prefix,
): readonly DemonstrationStation[] {
  return Array.from({ length: count }, (_, index) => {
    const seat = String(index + 1).padStart(2, '0');
    return {
      name: `${prefix}-${seat}`,
      kind: 'lab' as const,
      room: roomId,
      label: { ja: `${room.ja} ${seat}番`, en: `${room.en}, seat ${seat}` },
    };
  });
}

function counterStation(seat: string): DemonstrationStation {
  return {
    name: `counter-${seat}`,
    kind: 'counter',
    room: 'main-counter',
    label: { ja: `情報センター窓口 ${seat}番`, en: `Computing Centre counter, desk ${seat}` },
  };
}
